// Package review turns what one participant may see of a session into a report: plan against
// actual minutes, scores side by side, and where they differ. It is a pure fold over a view; it
// can show nothing that the view does not hold.
package review

import (
	"fmt"
	"slices"
	"strconv"

	"mockroom/server/interview"
)

// Report is the review of a session for one participant.
type Report struct {
	Candidate, Interviewer string
	Solo                   bool
	Pacing                 []PhaseTime
	// Total is what all phases took together, Planned what they had.
	Total, Planned interview.Duration
	Raters         []Rater
	Scores         []Row
	// Covered says in a sentence why scores are not shown, "" where they are.
	Covered string
	// LargestGap is the sentence that opens the talk: where two raters differ most.
	LargestGap string
	Note       string
	Paused     []string
	// Evidence is what the shown scores rest on, Changes what each phase changed on the board.
	Evidence []Evidence
	Changes  []PhaseChange
	// Comparison holds the board against the reference design; nil for those who may not read it.
	Comparison *Comparison
	// Estimates holds the board's worksheets against the problem's; nil where there is nothing to compare.
	Estimates *Estimates
	// Next is one thing to do next; nil where no score is shown.
	Next *NextStep
	// Radar is nil where no scores are shown.
	Radar *Radar
	// Rule is the recommendation that the rule derives from the interviewer's scores, in words.
	Rule string
	// Hints, Told, NotAsked and Asked are what was given of the kit, and what nobody asked for.
	Hints, Told, NotAsked, Asked []Given
	// Chat is what was said in writing.
	Chat []Given
	// Missed is what of each phase's checklist was not seen on the board; empty for those who may
	// not know.
	Missed []PhaseMissed
	// Rating is what the candidate says of the interviewer; MayRate whether this viewer may say it.
	Rating  *interview.InterviewerRated
	MayRate bool
}

// PhaseTime is one phase's plan against what it took.
type PhaseTime struct {
	Name                string
	Planned, Used, Over interview.Duration
	// PlannedShare and UsedShare are percentages of the longest of all.
	PlannedShare, UsedShare string
	Words                   string
}

// Rater is one whose card may be seen.
type Rater struct {
	// Name says also that somebody scored themselves; Short is the name alone.
	Name, Short, Role, Verdict, Strengths, Fix string
	// StrengthsWords and FixWords are the two texts with the moments that they name.
	StrengthsWords, FixWords []Words
	NotBlind                 bool
	You                      bool
}

// Row is one criterion with each rater's value.
type Row struct {
	Name   string
	Values []Value
	Dots   Dots
	// Help is which hints were help with it.
	Help HelpWith
	// Gap is the largest difference between two raters who both observed it.
	Gap int
}

// Value is one score.
type Value struct {
	Score    int
	Observed bool
	Text     string
	Role     string
	// Anchor is the place on the page that says what the score rests on, "" for a score without pins.
	Anchor string
}

// Of makes the report out of a participant's view and what they may read of the problem.
func Of(view *interview.State, viewer interview.ParticipantID, names map[interview.ParticipantID]string, problem interview.ProblemView) Report {
	r := Report{
		Candidate: name(names, view.Holder(interview.Candidate)), Interviewer: name(names, view.Holder(interview.Interviewer)),
		Solo: view.Mode == interview.Solo, Planned: view.Plan.Total(), Note: view.Note,
	}
	r.pace(view)
	r.pauses(view, names)
	r.rate(view, viewer, names, hintLedger(view, problem))
	r.give(view, problem)
	for _, line := range view.Chat {
		r.Chat = append(r.Chat, givenAt(view, line.At, name(names, line.By), line.Text))
	}
	r.miss(view, problem)
	r.next(view, problem)
	r.Rating = view.Rating
	r.MayRate = view.Phase == interview.Review && view.Mode == interview.Peer && view.Acts(viewer) == interview.Candidate
	return r
}

func name(names map[interview.ParticipantID]string, id interview.ParticipantID) string {
	if n := names[id]; n != "" {
		return Isolated(n)
	}
	return "somebody"
}

func (r *Report) pace(view *interview.State) {
	longest := interview.Duration(1)
	for _, p := range view.Past {
		longest = max(longest, p.Used, view.Plan.Of(p.Phase))
		r.Total += p.Used
	}
	share := func(d interview.Duration) string {
		return strconv.FormatFloat(100*float64(d)/float64(longest), 'f', 2, 64) + "%"
	}
	for _, p := range view.Past {
		planned := view.Plan.Of(p.Phase)
		t := PhaseTime{Name: p.Phase.Title(), Planned: planned, Used: p.Used, Over: p.Used - planned, PlannedShare: share(planned), UsedShare: share(p.Used)}
		switch {
		case t.Over >= interview.Second:
			t.Words = clock(t.Over) + " over"
		case t.Over <= -interview.Second:
			t.Words = clock(-t.Over) + " left"
		default:
			t.Words = "to the second"
		}
		r.Pacing = append(r.Pacing, t)
	}
}

func clock(d interview.Duration) string {
	s := d / interview.Second
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func (r *Report) pauses(view *interview.State, names map[interview.ParticipantID]string) {
	for _, p := range view.Pauses {
		to := p.To
		if to == 0 {
			continue
		}
		by := "by " + name(names, p.By)
		switch p.Reason {
		case interview.PausedNobody:
			by = "because nobody was here"
		case interview.PausedServerAway:
			by = "because the server was away"
		}
		r.Paused = append(r.Paused, fmt.Sprintf("Paused for %s in %s, %s.", clock(interview.Duration(to-p.From)), p.Phase.Title(), by))
	}
}

var verdicts = map[string]string{"strong-hire": "Strong Hire", "hire": "Hire", "no-hire": "No Hire", "strong-no-hire": "Strong No Hire"}

// VerdictFor is in a few words what was recommended for a candidate, out of the candidate's own view:
// by the interviewer, else by a mentor, else by themselves; "" where that is not open or not theirs.
func VerdictFor(view *interview.State, candidate interview.ParticipantID) string {
	if view.Participants[candidate].Role != interview.Candidate {
		return ""
	}
	verdict, best := "", len(interview.Roles())
	for id, c := range view.Cards {
		order := slices.Index([]interview.Role{interview.Interviewer, interview.Mentor, interview.Candidate}, view.Participants[id].Role)
		locked := c.Locked()
		if len(locked) == 0 || locked[len(locked)-1].Content == nil || order < 0 || order >= best {
			continue
		}
		best, verdict = order, verdicts[locked[len(locked)-1].Content.Recommendation]
		if id == candidate {
			verdict += ", own"
		}
	}
	return verdict
}

func (r *Report) rate(view *interview.State, viewer interview.ParticipantID, names map[interview.ParticipantID]string, ledger map[interview.Criterion]HelpWith) {
	shown, others := shownCards(view, viewer)
	switch {
	case view.Revealed == nil && others > 0:
		r.Covered = fmt.Sprintf("%d locked; you see them when yours is locked and the scores are opened.", others)
	case view.Revealed == nil:
		r.Covered = "The scores are not open yet."
	case others > 0:
		r.Covered = fmt.Sprintf("Scores of %d others open when yours is locked.", others)
	}
	for _, x := range shown {
		role := view.Participants[x.id].Role
		label := name(names, x.id)
		if role == interview.Candidate {
			label += ", self"
		}
		if x.round > 0 {
			label = x.short(names)
		}
		c := x.card.Content
		verdict := verdicts[c.Recommendation]
		if c.Level != "" && c.Level != "none" {
			verdict += ", would pass at " + c.Level
		} else if c.Level == "none" {
			verdict += ", would pass at no level"
		}
		if c.Confidence != "" {
			verdict += "; " + c.Confidence + " confidence"
		}
		r.Raters = append(r.Raters, Rater{Name: label, Short: x.short(names), Role: string(role), Verdict: verdict, Strengths: c.Strengths, Fix: c.Fix, NotBlind: x.card.NotBlind, You: x.id == viewer,
			StrengthsWords: said(view, c.Strengths), FixWords: said(view, c.Fix)})
	}
	widest := Row{}
	for _, criterion := range interview.Criteria() {
		row := Row{Name: criterion.Title(), Help: ledger[criterion]}
		low, high := 5, 0
		for _, x := range shown {
			score, ok := x.card.Content.Scores[criterion]
			v := Value{Score: score, Observed: ok && score > 0, Text: "not observed", Role: string(view.Participants[x.id].Role), Anchor: x.anchor(criterion)}
			if v.Observed {
				v.Text = strconv.Itoa(score)
			}
			if v.Observed && x.last {
				low, high = min(low, score), max(high, score)
			}
			row.Values = append(row.Values, v)
		}
		row.Gap = max(0, high-low)
		if row.Gap > widest.Gap {
			widest = row
		}
		row.Dots = dots(row)
		if len(shown) > 0 {
			r.Scores = append(r.Scores, row)
		}
	}
	r.Radar = radar(r.Scores)
	r.rest(view, names, shown)
	// What two people see differently is what to talk about first.
	slices.SortStableFunc(r.Scores, func(a, b Row) int { return wide(b) - wide(a) })
	if card, ok := view.Cards[view.Holder(interview.Interviewer)]; ok && card.Content != nil && card.LockedAt != 0 {
		recommendation, why := interview.ByRule(card.Content.Scores)
		r.Rule = verdicts[recommendation]
		if r.Rule == "" {
			r.Rule = "None"
		}
		r.Rule += ": " + why + "."
	}
	if widest.Gap > 0 {
		r.LargestGap = fmt.Sprintf("Largest difference: %s, %s.", widest.Name, spread(widest))
	}
}

// wide is a row's gap where that is two or more, else 0.
func wide(row Row) int {
	if row.Gap < 2 {
		return 0
	}
	return row.Gap
}

// spread writes a row's values as "4 and 2".
func spread(row Row) string {
	s := ""
	for _, v := range row.Values {
		if !v.Observed {
			continue
		}
		if s != "" {
			s += " and "
		}
		s += v.Text
	}
	return s
}
