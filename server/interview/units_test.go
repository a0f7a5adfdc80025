package interview

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"mockroom/problems"
)

// canaryProblem says in every part which unit it belongs to.
func canaryProblem() *problems.Problem {
	mark := func(u Unit) string { return "<canary " + string(u) + ">" }
	p := &problems.Problem{Title: "Title", Version: "1.0.0", Level: "advanced", Prompt: mark(Statement), Anchors: map[string][4]string{}}
	p.Anchors["communication"] = [4]string{mark(Anchors), "", "", ""}
	k := &p.Kit
	k.Brief, k.Opening = mark(Preparation), mark(Preparation)
	k.Guide = []problems.Chapter{{Title: "Guide", Text: mark(Preparation)}}
	k.Mistakes = []problems.Entry{{ID: "mistake", Text: mark(Preparation)}}
	k.Clarifications = []problems.Clarification{{ID: "a", Question: mark(Answers), Answer: mark(Answers), Silent: mark(Answers), Words: mark(Answers)}}
	k.Worksheet = mark(Worksheets)
	k.Capacity = []problems.Chapter{{Title: "Decide", Text: mark(Worksheets)}}
	k.Design = []problems.Chapter{{Title: "Reference design", Text: mark(Solution)}}
	k.Dives = []problems.Dive{{ID: "d", Title: mark(Topics), Asks: []string{mark(Topics)}, Table: mark(Topics)}}
	k.Cards = []problems.Card{{ID: "c", Title: mark(Followups), Ask: mark(Followups), Then: mark(Followups)}}
	for _, phase := range TimedPhases() {
		k.Scripts = append(k.Scripts, problems.Script{Phase: phase.String(), Goal: mark(Checklist), Items: []problems.ChecklistItem{
			{ID: "item", Text: "<marked>", Hints: [3]string{mark(Checklist), mark(Checklist), mark(Checklist)}},
		}})
	}
	return p
}

// readers is the table of the problem format: for each unit, who may read it in which phase. O is
// like C, but for the anchors, against which only C scores.
var readers = map[Unit]map[Role][]Phase{
	Statement:   {Candidate: {1, 2, 3, 4, 5, 6}, Observer: {1, 2, 3, 4, 5, 6}},
	Preparation: {Candidate: {6}, Observer: {6}},
	Answers:     {Candidate: {6}, Observer: {6}},
	Worksheets:  {Candidate: {6}, Observer: {6}},
	Checklist:   {Candidate: {6}, Observer: {6}},
	Solution:    {Candidate: {6}, Observer: {6}},
	Topics:      {Candidate: {6}, Observer: {6}},
	Followups:   {Candidate: {6}, Observer: {6}},
	Anchors:     {Candidate: {5, 6}, Observer: {6}},
}

// TestWhoReadsWhatOfAProblem goes through all roles, parts, phases and kinds of help.
func TestWhoReadsWhatOfAProblem(t *testing.T) {
	problem := canaryProblem()
	for _, help := range []Help{Guided, Normal, Exam} {
		for phase := Lobby; phase <= Review; phase++ {
			s := NewState()
			s.Help, s.Phase, s.Plan = help, phase, twelve
			for _, role := range Roles() {
				id := ParticipantID(role)
				s.Participants[id] = Participant{Role: role}
				if role == Candidate || role == Interviewer {
					s.Seats[role] = id
				}
			}
			s.Participants["unseated"] = Participant{Role: Interviewer}
			s.Participants["revoked"] = Participant{Role: Interviewer, Revoked: true}
			for _, past := range TimedPhases() {
				s.Seen[past.String()+"/item"] = 50
				if past < phase {
					s.Past = append(s.Past, PastPhase{Phase: past, EndedAt: 100})
				}
			}
			for viewer, role := range map[ParticipantID]Role{
				"candidate": Candidate, "interviewer": Interviewer, "mentor": Mentor, "observer": Observer, "unseated": Observer, "revoked": "", "stranger": "",
			} {
				raw, err := json.Marshal(s.ReadProblem(viewer, problem))
				if err != nil {
					t.Fatal(err)
				}
				text := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(raw))
				for _, u := range Units() {
					want := role == Interviewer || role == Mentor || slices.Contains(readers[u][role], phase)
					if got := strings.Contains(text, "<canary "+string(u)+">"); got != want {
						t.Errorf("help %s, %s, %s: %s is shown: %v, want %v", help, phase, viewer, u, got, want)
					}
				}
				shown := len(s.Project(viewer).Seen)
				want := 0
				switch {
				case role == "":
				case phase == Review:
					want = 4
				case (role == Interviewer || role == Mentor) && help != Exam:
					want = 4
				case role == Candidate && help == Guided:
					want = len(s.Past)
				}
				if shown != want {
					t.Errorf("help %s, %s, %s: %d marks are shown, want %d", help, phase, viewer, shown, want)
				}
				items := strings.Count(text, "<marked>")
				wantItems := 0
				switch {
				case role == Interviewer || role == Mentor || phase == Review && role != "":
					wantItems = 4
				case role == Candidate && help == Guided:
					wantItems = len(s.Past)
				}
				if items != wantItems {
					t.Errorf("help %s, %s, %s: %d items are shown, want %d", help, phase, viewer, items, wantItems)
				}
			}
		}
	}
}

func TestHintsGoUpTheLadder(t *testing.T) {
	s := newStage(t, Soft)
	kit := canaryProblem().Kit
	s.did(interviewerID, StartInterview{true})
	give := func(by ParticipantID, phase Phase, rung int) (int, error) {
		events, err := Decide(s.state, s.now, Command{By: by, Do: GiveHint{phase, "item", rung}, Kit: &kit})
		for _, e := range events {
			if err := s.state.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		return len(events), err
	}
	for i, step := range []struct {
		by     ParticipantID
		phase  Phase
		rung   int
		events int
		refuse string
	}{
		{interviewerID, Clarification, 2, 0, "next hint"},
		{interviewerID, Clarification, 1, 1, ""},
		{interviewerID, Clarification, 1, 0, ""},
		{candidateID, Clarification, 2, 0, "Only the interviewer"},
		{interviewerID, HighLevel, 1, 0, "That is for the high-level"},
		{interviewerID, Clarification, 2, 1, ""},
		{interviewerID, Clarification, 3, 1, ""},
		{interviewerID, Clarification, 4, 0, "All three"},
	} {
		n, err := give(step.by, step.phase, step.rung)
		if n != step.events || (err == nil) != (step.refuse == "") || err != nil && !strings.Contains(err.Error(), step.refuse) {
			t.Fatalf("step %d: %d events, %v", i, n, err)
		}
	}
	if h := s.state.Project(candidateID).Hints; len(h) != 3 || h[0].Item != "" || h[2].Rung != 3 {
		t.Errorf("the candidate's hints: %+v", h)
	}
	if _, err := Decide(s.state, s.now, Command{By: interviewerID, Do: TellAnswer{"a"}}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("without a kit: %v", err)
	}
}

func TestTheRule(t *testing.T) {
	for _, test := range []struct {
		scores [6]int
		want   string
	}{
		{[6]int{3, 3, 3, 3, 4, 4}, "strong-hire"}, {[6]int{3, 3, 3, 3, 2, 2}, "hire"}, {[6]int{3, 3, 3, 2, 2, 2}, "no-hire"},
		{[6]int{4, 4, 4, 4, 4, 1}, "no-hire"}, {[6]int{4, 4, 4, 4, 1, 1}, "strong-no-hire"}, {[6]int{4, 4, 4, 0, 0, 0}, ""}, {[6]int{3, 3, 3, 2, 0, 0}, "hire"},
	} {
		scores := map[Criterion]int{}
		for i, k := range Criteria() {
			scores[k] = test.scores[i]
		}
		if got, why := ByRule(scores); got != test.want || why == "" {
			t.Errorf("%v: %s (%s), want %s", test.scores, got, why, test.want)
		}
	}
}
