package interview

import "maps"

// ResumeLead is how long after a decision to go on the clock stands, so that nobody is surprised.
const ResumeLead = 3 * Second

// ShortestAfterDebt is what debt leaves of a phase, unless it was planned shorter still.
const ShortestAfterDebt = 2 * Minute

// ExtraTime is what one extension adds.
const ExtraTime = 2 * Minute

// Clock is the arithmetic of the running phase at one moment, as clients get it.
type Clock struct {
	Phase Phase `json:"phase"`
	// State is idle, running or paused.
	State string `json:"state"`
	Now   Time   `json:"now"`
	// Deadline is when the budget will be used up, 0 unless the clock runs.
	Deadline Time     `json:"deadline"`
	Left     Duration `json:"left_ms"`
	Budget   Duration `json:"budget_ms"`
	Planned  Duration `json:"planned_ms"`
	Used     Duration `json:"used_ms"`
	// Reserve is what ended phases left over, less what this one has been given; negative is debt.
	Reserve      Duration `json:"reserve_ms"`
	SessionUsed  Duration `json:"session_used_ms"`
	SessionTotal Duration `json:"session_total_ms"`
	// RunsFrom is when a decided resume takes effect, 0 if it has.
	RunsFrom     Time          `json:"runs_from"`
	PausedSince  Time          `json:"paused_since"`
	PausedBy     ParticipantID `json:"paused_by"`
	PausedReason PauseReason   `json:"paused_reason"`
	// ServerAway is the server's own absence, where that is why the clock stands.
	ServerAway [2]Time `json:"server_away"`
	// NextBudget is what the next timed phase would get if this one ended now.
	NextBudget Duration `json:"next_budget_ms"`
}

// ClockAt computes the clock at a moment; it changes nothing.
func (s *State) ClockAt(now Time) Clock {
	c := Clock{Phase: s.Phase, State: "idle", Now: now, SessionTotal: s.Planned.Total(), SessionUsed: s.pastUsed()}
	if !s.Phase.Timed() {
		return c
	}
	c.State = "running"
	c.Budget, c.Planned, c.Used = s.Budget, s.Planned.Of(s.Phase), s.used(now)
	c.Left = c.Budget - c.Used
	c.SessionUsed += c.Used
	c.Reserve = s.reserve()
	c.NextBudget = s.budgetAfter(now)
	if p := s.OpenPause(); p != nil {
		c.State = "paused"
		c.PausedSince, c.PausedBy, c.PausedReason = p.From, p.By, p.Reason
		if p.Reason == PausedServerAway {
			c.ServerAway = [2]Time{p.From, p.Until}
		}
		return c
	}
	c.Deadline = s.deadline()
	if n := len(s.Pauses); n > 0 && s.Pauses[n-1].To > now {
		c.RunsFrom = s.Pauses[n-1].To
	}
	return c
}

// deadline is when the running phase's budget is used up, if the clock goes on running.
func (s *State) deadline() Time {
	return s.PhaseStartedAt + Time(s.Budget) + Time(s.paused(maxTime))
}

const maxTime = Time(1) << 60

// used is the running phase's time until now, without pauses.
func (s *State) used(now Time) Duration {
	return max(0, Duration(now-s.PhaseStartedAt)-s.paused(now))
}

// paused is how long the clock has stood in the running phase until now.
func (s *State) paused(now Time) Duration {
	var sum Duration
	for _, p := range s.Pauses {
		if p.Phase != s.Phase {
			continue
		}
		to := p.To
		if to == 0 || to > now {
			to = now
		}
		sum += max(0, Duration(to-p.From))
	}
	return sum
}

func (s *State) pastUsed() Duration {
	var sum Duration
	for _, p := range s.Past {
		sum += p.Used
	}
	return sum
}

// reserve is what ended phases have left over, less what the running phase has been given beyond
// its plan; a phase cut short by debt pays it back.
func (s *State) reserve() Duration {
	var sum Duration
	for _, p := range s.Past {
		sum += p.Planned - p.Used
	}
	if s.Phase.Timed() {
		sum += s.Planned.Of(s.Phase) - s.Budget
	}
	return sum
}

// budgetAfter is what the phase after the running one gets if that ends now: its plan, less debt.
// Reserve lengthens nothing by itself.
func (s *State) budgetAfter(now Time) Duration {
	next := s.Phase.Next()
	planned := s.Planned.Of(next)
	var balance Duration
	for _, p := range s.Past {
		balance += p.Planned - p.Used
	}
	if s.Phase.Timed() {
		balance += s.Planned.Of(s.Phase) - s.used(now)
	}
	return max(min(planned, ShortestAfterDebt), planned+min(0, balance))
}

// extension splits two more minutes into what reserve, the last phase and the session give.
func (s *State) extension() ClockExtended {
	f := ClockExtended{By: ExtraTime}
	f.FromReserve = min(f.By, max(0, s.reserve()))
	rest := f.By - f.FromReserve
	if s.Phase != FollowUp {
		f.FromLast = min(rest, max(0, s.Planned.Of(FollowUp)-ShortestAfterDebt))
	}
	f.FromSession = rest - f.FromLast
	return f
}

func (s *State) extend(f ClockExtended) {
	s.Budget += f.By
	s.Planned[FollowUp-Clarification] -= f.FromLast
	if s.Phase.Timed() {
		s.Planned[s.Phase-Clarification] += f.FromLast + f.FromSession
	}
}

func (s *State) startPhase(at Time, f PhaseStarted) {
	if f.Due != 0 {
		at = f.Due
	}
	if s.Phase.Timed() {
		if n := len(s.Pauses); n > 0 && s.Pauses[n-1].Phase == s.Phase {
			if p := &s.Pauses[n-1]; p.To == 0 || p.To > at {
				p.To = max(at, p.From)
			}
		}
		s.Past = append(s.Past, PastPhase{s.Phase, s.PhaseStartedAt, at, s.Planned.Of(s.Phase), s.Budget, s.used(at), s.paused(at)})
	} else if s.Phase == Lobby {
		s.StartedAt, s.Peers = at, maps.Clone(s.Seats)
	}
	s.Phase, s.PhaseStartedAt, s.Budget, s.PauseAsked, s.HintAsked = f.Phase, at, f.Budget, nil, nil
	if f.Phase == Scoring {
		s.ScoringAt = at
	}
}

func (s *State) pause(e Event, f ClockPaused) {
	from := e.At
	if f.AsOf != 0 {
		from = f.AsOf
	}
	s.Pauses = append(s.Pauses, Pause{Phase: s.Phase, From: from, By: e.By, Reason: f.Reason, Until: f.Until})
	s.PauseAsked = nil
}

// pauseFrom moves a pause that is said to have begun earlier behind the phase's start and the
// pauses before it.
func (s *State) pauseFrom(asOf Time) Time {
	from := max(asOf, s.PhaseStartedAt)
	if n := len(s.Pauses); n > 0 {
		from = max(from, s.Pauses[n-1].To)
	}
	return from
}
