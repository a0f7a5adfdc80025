package review

import (
	"maps"
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
)

func TestSessionTimeLeavesPausesOut(t *testing.T) {
	s := interview.NewState()
	s.StartedAt = 1_000_000
	s.Pauses = []interview.Pause{{From: 1_060_000, To: 1_120_000}, {From: 1_300_000}}
	for at, want := range map[interview.Time]string{1_030_000: "0:30", 1_090_000: "1:00", 1_150_000: "1:30", 1_400_000: "4:00", 900_000: "0:00"} {
		if got := SessionTime(s, at); got != want {
			t.Errorf("%d: %s, want %s", at, got, want)
		}
	}
}

func TestWhatWasMissedSaysWhereToRead(t *testing.T) {
	hints := [3]string{"a", "b", "c"}
	problem := interview.ProblemView{
		Scripts: []problems.Script{{Phase: "high-level", Title: "High-level", Items: []problems.ChecklistItem{
			{ID: "nice", Text: "A nice thing.", Hints: hints}, {ID: "api", Must: true, Text: "Both calls.", Hints: hints}, {ID: "seen", Must: true, Text: "Seen.", Hints: hints},
		}}},
		Design:         []problems.Chapter{{Title: "API"}, {Title: "Reference design"}},
		Clarifications: []problems.Clarification{{ID: "asked", Must: true, Question: "Asked?"}, {ID: "open", Must: true, Question: "Open?"}, {ID: "minor", Question: "Minor?"}},
	}
	s := interview.NewState()
	s.Seen["high-level/seen"] = 1
	s.Told = append(s.Told, interview.Told{ID: "asked", Question: "Asked?"})
	r := Of(s, "p", nil, problem)
	if len(r.Missed) != 1 || r.Missed[0].Seen != 1 || r.Missed[0].Total != 3 {
		t.Fatalf("%+v", r.Missed)
	}
	first, second := r.Missed[0].Missed[0], r.Missed[0].Missed[1]
	if first.Section != "API" || first.Anchor != "design-0" || second.Section != "Reference design" || second.Must {
		t.Errorf("%+v %+v", first, second)
	}
	if len(r.NotAsked) != 1 || r.NotAsked[0].What != "Open?" {
		t.Errorf("%+v", r.NotAsked)
	}
}

// TestHintsCountForTheirCriteria sums up the ladder, and leaves out what the viewer may not know.
func TestHintsCountForTheirCriteria(t *testing.T) {
	problem := interview.ProblemView{Scripts: []problems.Script{{Phase: "high-level", Items: []problems.ChecklistItem{
		{ID: "api", Criteria: []string{"implementation-details"}}, {ID: "cache", Criteria: []string{"scalability", "trade-offs"}},
	}}}}
	s := interview.NewState()
	s.Hints = []interview.GivenHint{
		{Phase: interview.HighLevel, Item: "api", Rung: 1}, {Phase: interview.HighLevel, Item: "cache", Rung: 1}, {Phase: interview.HighLevel, Item: "cache", Rung: 2},
		{Phase: interview.HighLevel, Item: "cache", Rung: 3}, {Phase: interview.Lobby, Item: "", Rung: 3},
	}
	want := map[interview.Criterion]HelpWith{
		"implementation-details": {"1 gentle", false},
		"scalability":            {"1 gentle, 1 pointed, 1 explicit", true},
		"trade-offs":             {"1 gentle, 1 pointed, 1 explicit", true},
	}
	if got := hintLedger(s, problem); !maps.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestOneNextStep picks the lowest criterion, by others before oneself, and a question that was not asked.
func TestOneNextStep(t *testing.T) {
	problem := interview.ProblemView{
		Design: []problems.Chapter{{Title: "Reference design"}, {Title: "At three in the morning"}},
		Cards:  []problems.Card{{ID: "dealt", Criteria: []string{"reliability"}, Ask: "Asked already?"}, {ID: "other", Criteria: []string{"trade-offs"}, Ask: "Other?"}},
		Dives:  []problems.Dive{{ID: "dive", Title: "When it dies", Asks: []string{"First?", "Second?"}, AskCriteria: [][]string{{"reliability"}, {"reliability"}}}},
	}
	s := interview.NewState()
	s.Dealt, s.Probes = []interview.DealtCard{{ID: "dealt"}}, []interview.AskedProbe{{Dive: "dive", Index: 0}}
	s.Seats[interview.Candidate] = "ana"
	card := func(scores map[interview.Criterion]int) interview.Card {
		return interview.Card{LockedAt: 1, Content: &interview.Scorecard{Scores: scores}}
	}
	s.Cards["ana"] = card(map[interview.Criterion]int{"scalability": 1, "reliability": 4})
	step := func() NextStep {
		var r Report
		r.next(s, problem)
		if r.Next == nil {
			t.Fatal("no next step")
		}
		return *r.Next
	}
	if got := step(); got.Because != "Scalability was scored lowest, 1." || got.Section != "Reference design" {
		t.Errorf("alone: %+v", got)
	}
	s.Cards["ben"] = card(map[interview.Criterion]int{"scalability": 3, "reliability": 2, "trade-offs": 0})
	s.Cards["mia"] = card(map[interview.Criterion]int{"scalability": 3, "reliability": 3})
	s.Cards["open"] = interview.Card{Content: &interview.Scorecard{Scores: map[interview.Criterion]int{"scalability": 1}}}
	want := NextStep{"Reliability was scored lowest, 2.5.", "Answer this aloud, in three minutes (When it dies): Second?", "At three in the morning", "design-1"}
	if got := step(); got != want {
		t.Errorf("with others: %+v", got)
	}
	s.Cards["ben"] = card(map[interview.Criterion]int{"scalability": 4, "reliability": 4})
	s.Cards["mia"] = card(map[interview.Criterion]int{"scalability": 3, "reliability": 4})
	if got := step(); got.Because != "No criterion is below 3.5." {
		t.Errorf("all well: %+v", got)
	}
	var none Report
	none.next(interview.NewState(), problem)
	if none.Next != nil {
		t.Error("a step from no score")
	}
}

func TestDotsAndRadar(t *testing.T) {
	row := Row{Gap: 2, Values: []Value{{Score: 3, Observed: true, Role: "candidate"}, {Score: 1, Observed: true, Role: "interviewer"}, {Role: "mentor"}, {Score: 3, Observed: true, Role: "mentor"}}}
	d := dots(row)
	if !d.Wide || d.From != 63 || d.To != 177 || len(d.Dots) != 3 || !d.Dots[2].Ring {
		t.Errorf("%+v", d)
	}
	if radar(nil) != nil {
		t.Error("a radar of nothing")
	}
}

func TestTheWidestDifferenceComesFirst(t *testing.T) {
	s := interview.NewState()
	s.Revealed = &interview.Reveal{}
	scores := func(reliability, scalability int) *interview.Scorecard {
		card := &interview.Scorecard{Scores: map[interview.Criterion]int{}}
		for _, k := range interview.Criteria() {
			card.Scores[k] = 2
		}
		card.Scores["reliability"], card.Scores["scalability"] = reliability, scalability
		return card
	}
	for id, role := range map[interview.ParticipantID]interview.Role{"c": interview.Candidate, "i": interview.Interviewer} {
		s.Participants[id] = interview.Participant{Role: role}
		s.Seats[role] = id
	}
	s.Cards["c"] = interview.Card{LockedAt: 1, Content: scores(4, 3)}
	s.Cards["i"] = interview.Card{LockedAt: 1, Content: scores(2, 2)}
	r := Of(s, "c", nil, interview.ProblemView{})
	if r.Scores[0].Name != "Reliability" || r.Scores[1].Name != "Communication" || r.LargestGap == "" || r.Radar == nil {
		t.Errorf("%+v", r.Scores)
	}
}
