package interview

import (
	"encoding/json"
	"fmt"
)

// Phase is a stage of a session. Phases only ever go forward.
type Phase int

// Phases in their order. The four from Clarification to FollowUp are timed.
const (
	Lobby Phase = iota
	Clarification
	HighLevel
	DeepDive
	FollowUp
	Scoring
	Review
)

var phaseNames = [...]string{"lobby", "clarification", "high-level", "deep-dive", "follow-up", "scoring", "review"}

func (p Phase) String() string {
	if p < 0 || int(p) >= len(phaseNames) {
		return fmt.Sprintf("phase(%d)", int(p))
	}
	return phaseNames[p]
}

// Title is the phase's name as people read it.
func (p Phase) Title() string {
	return [...]string{"Lobby", "Clarification", "High-level", "Deep dive", "Follow-up", "Scoring", "Review"}[p]
}

// Timed says whether the clock runs in this phase.
func (p Phase) Timed() bool { return p >= Clarification && p <= FollowUp }

// Next is the phase after p; Review is the last.
func (p Phase) Next() Phase { return min(p+1, Review) }

// MarshalText writes the phase's wire name.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the phase's wire name.
func (p *Phase) UnmarshalText(b []byte) error {
	for i, name := range phaseNames {
		if name == string(b) {
			*p = Phase(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no phase", b)
}

// TimedPhases lists the phases that have minutes.
func TimedPhases() []Phase { return []Phase{Clarification, HighLevel, DeepDive, FollowUp} }

// Plan is the budget of each timed phase, in the order of TimedPhases.
type Plan [4]Duration

// Limits of a phase's budget in a plan, from the shortest drill to the longest hour.
const (
	ShortestPhase = 1 * Minute
	LongestPhase  = 60 * Minute
)

// Of is the budget of a timed phase, 0 of any other.
func (p Plan) Of(phase Phase) Duration {
	if !phase.Timed() {
		return 0
	}
	return p[phase-Clarification]
}

// Total is the length of the session as planned.
func (p Plan) Total() Duration { return p[0] + p[1] + p[2] + p[3] }

// Check refuses budgets outside one to sixty minutes and those that are no whole minutes.
func (p Plan) Check() error {
	for i, phase := range TimedPhases() {
		if p[i] < ShortestPhase || p[i] > LongestPhase || p[i]%Minute != 0 {
			return Errorf(Invalid, "%s needs between 1 and 60 whole minutes", phase.Title())
		}
	}
	return nil
}

// MarshalJSON writes {"clarification": milliseconds, …}.
func (p Plan) MarshalJSON() ([]byte, error) {
	return []byte(fmt.Sprintf(`{"clarification":%d,"high-level":%d,"deep-dive":%d,"follow-up":%d}`, p[0], p[1], p[2], p[3])), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Plan) UnmarshalJSON(b []byte) error {
	var m map[Phase]Duration
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	for i, phase := range TimedPhases() {
		p[i] = m[phase]
	}
	return nil
}
