package interview

import (
	"fmt"
	"strings"

	"mockroom/problems"
)

// Unit is a part of a problem whose readers depend on role, phase and help.
type Unit string

// Units of a problem. What the interviewer tells, gives, asks and deals of them reaches the
// candidate in events of its own.
const (
	// Statement is title, level, summary and prompt.
	Statement Unit = "prompt"
	// Preparation is brief, opening, guide and common mistakes.
	Preparation Unit = "brief"
	// Answers are the clarifications.
	Answers Unit = "answers"
	// Worksheets are the capacity's inputs and results.
	Worksheets Unit = "worksheet"
	// Checklist are the goals, items and hints of all phases.
	Checklist Unit = "checklist"
	// Solution is requirements, reference design, alternatives and reading.
	Solution Unit = "design"
	// Topics are the deep dives, Followups the cards.
	Topics    Unit = "dives"
	Followups Unit = "followups"
	// Anchors say what each score looks like on this problem.
	Anchors Unit = "anchors"
)

// Units lists all units.
func Units() []Unit {
	return []Unit{Statement, Preparation, Answers, Worksheets, Checklist, Solution, Topics, Followups, Anchors}
}

// SeesUnit says whether a participant may read a unit now. It is the table of the problem format.
func (s *State) SeesUnit(viewer ParticipantID, u Unit) bool {
	switch s.Acts(viewer) {
	case Interviewer, Mentor:
		return true
	case Candidate:
		return s.Phase == Review || u == Statement && s.Phase >= Clarification || u == Anchors && s.Phase == Scoring
	case Observer:
		return s.Phase == Review || u == Statement && s.Phase >= Clarification
	}
	return false
}

// hasKit says whether a participant belongs to those who have the interviewer's kit.
func (s *State) hasKit(viewer ParticipantID) bool { return s.SeesUnit(viewer, Checklist) }

// marks is what a participant is told of the items seen on the board: whoever has the kit at once,
// a candidate in guided mode when a phase ends, nobody in an exam, everybody in the review.
func (s *State) marks(viewer ParticipantID) map[string]Time {
	switch {
	case s.Acts(viewer) == "":
	case s.Phase == Review || s.Help != Exam && s.hasKit(viewer):
		return s.Seen
	case s.Help == Guided && s.Acts(viewer) == Candidate:
		return s.marksAtPhaseEnds()
	}
	return map[string]Time{}
}

// marksAtPhaseEnds is what of each ended phase's checklist had been seen when it ended.
func (s *State) marksAtPhaseEnds() map[string]Time {
	marks := map[string]Time{}
	for _, past := range s.Past {
		for item, at := range s.Seen {
			if strings.HasPrefix(item, past.Phase.String()+"/") && at < past.EndedAt {
				marks[item] = at
			}
		}
	}
	return marks
}

// Generation names the circle of what a participant's view shows. While it stays the same, the view
// goes on from its position; when it changes, the view begins anew with a whole snapshot.
func (s *State) Generation(viewer ParticipantID) string {
	role := s.Acts(viewer)
	name := string(role)
	if role == Mentor && !s.Blind(viewer) {
		name += "/locked"
	}
	switch {
	case role == "":
		return ""
	case s.Phase == Review:
		return name + "/review"
	case s.Help == Guided && role == Candidate:
		return fmt.Sprintf("%s/%d", name, len(s.Past))
	}
	return name
}

// ProblemView is what one participant may read of the problem now; empty parts are not for them.
type ProblemView struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	Level   string `json:"level,omitempty"`
	Prompt  string `json:"prompt,omitempty"`

	Brief    string             `json:"brief,omitempty"`
	Opening  string             `json:"opening,omitempty"`
	Guide    []problems.Chapter `json:"guide,omitempty"`
	Mistakes []problems.Entry   `json:"mistakes,omitempty"`

	Clarifications []problems.Clarification `json:"clarifications,omitempty"`
	Worksheet      string                   `json:"worksheet,omitempty"`
	Capacity       []problems.Chapter       `json:"capacity,omitempty"`
	// Scripts are all phases' checklists; in guided mode the candidate gets those of ended phases,
	// without their hints.
	Scripts []problems.Script    `json:"scripts,omitempty"`
	Design  []problems.Chapter   `json:"design,omitempty"`
	Dives   []problems.Dive      `json:"dives,omitempty"`
	Cards   []problems.Card      `json:"cards,omitempty"`
	Anchors map[string][4]string `json:"anchors,omitempty"`
}

// ReadProblem is what a participant may read of the session's problem now. Every way by which parts
// of a problem leave the server in a session goes through it.
func (s *State) ReadProblem(viewer ParticipantID, p *problems.Problem) ProblemView {
	view := ProblemView{Title: p.Title, Version: p.Version}
	reads := func(u Unit) bool { return s.SeesUnit(viewer, u) }
	fill := strings.NewReplacer("{{minutes}}", fmt.Sprint(int64(s.Plan.Total()/Minute)), "{{level}}", p.Level).Replace
	if reads(Statement) {
		view.Level, view.Prompt = p.Level, p.Prompt
	}
	if reads(Preparation) {
		view.Brief, view.Opening, view.Guide, view.Mistakes = fill(p.Kit.Brief), fill(p.Kit.Opening), p.Kit.Guide, p.Kit.Mistakes
	}
	if reads(Answers) {
		view.Clarifications = p.Kit.Clarifications
	}
	if reads(Worksheets) {
		view.Worksheet, view.Capacity = p.Kit.Worksheet, p.Kit.Capacity
	}
	if reads(Checklist) {
		view.Scripts = p.Kit.Scripts
	} else if s.Help == Guided && s.Acts(viewer) == Candidate {
		view.Scripts = s.endedScripts(p)
	}
	if reads(Solution) {
		view.Design = p.Kit.Design
	}
	if reads(Topics) {
		view.Dives = p.Kit.Dives
	}
	if reads(Followups) {
		view.Cards = p.Kit.Cards
	}
	if reads(Anchors) {
		view.Anchors = p.Anchors
	}
	return view
}

// endedScripts are the checklists of ended phases without goals and hints.
func (s *State) endedScripts(p *problems.Problem) []problems.Script {
	var list []problems.Script
	for _, past := range s.Past {
		script := p.Kit.Script(past.Phase.String())
		shown := problems.Script{Phase: script.Phase, Title: script.Title}
		for _, item := range script.Items {
			shown.Items = append(shown.Items, problems.ChecklistItem{ID: item.ID, Must: item.Must, Text: item.Text})
		}
		list = append(list, shown)
	}
	return list
}
