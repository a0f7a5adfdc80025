package review

import (
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
