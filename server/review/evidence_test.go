package review

import (
	"reflect"
	"testing"

	"mockroom/server/interview"
)

// TestScoresSayWhatTheyRestOn reads a report with pins: each score that rests on some has a place that
// lists them in the order of their moments.
func TestScoresSayWhatTheyRestOn(t *testing.T) {
	s := interview.NewState()
	s.StartedAt, s.Revealed = 1_000_000, &interview.Reveal{}
	card := &interview.Scorecard{Scores: map[interview.Criterion]int{"reliability": 2, "scalability": 0}}
	s.Participants["p-ben"] = interview.Participant{Role: interview.Interviewer}
	s.Seats[interview.Interviewer] = "p-ben"
	s.Cards["p-ben"] = interview.Card{LockedAt: 1, Content: card}
	s.Pins["p-ben"] = []interview.Pin{
		{ID: "client/9", Moment: 1_090_000, Criterion: "reliability", Sign: interview.Against, Note: "No replica.", InReplay: true},
		{ID: "pin-early", Moment: 1_030_000, Criterion: "reliability", Sign: interview.For},
		{ID: "pin-unused", Moment: 1_010_000, Sign: interview.Later},
	}
	r := Of(s, "p-ben", map[interview.ParticipantID]string{"p-ben": "Ben"}, interview.ProblemView{})
	if len(r.Evidence) != 1 || r.Evidence[0].Criterion != "Reliability" || len(r.Evidence[0].Raters) != 1 {
		t.Fatalf("%+v", r.Evidence)
	}
	got := r.Evidence[0].Raters[0]
	want := []PinLine{
		{interview.For, "0:30", "", "#pin=p-ben/pin-early", false},
		{interview.Against, "1:30", "No replica.", "#pin=p-ben/client%2F9", true},
	}
	if got.Score != "2" || got.Anchor != "why-p-ben-reliability" || !reflect.DeepEqual(got.Pins, want) {
		t.Errorf("%+v", got)
	}
	for _, row := range r.Scores {
		if want := map[bool]string{true: got.Anchor}[row.Name == "Reliability"]; row.Values[0].Anchor != want {
			t.Errorf("%s leads to %q", row.Name, row.Values[0].Anchor)
		}
	}
}

// TestWordsNameMoments reads times out of a rater's text; pauses lie between the session's time and the
// room's.
func TestWordsNameMoments(t *testing.T) {
	s := interview.NewState()
	s.StartedAt, s.ScoringAt = 1_000_000, 1_000_000+50*60_000
	s.Pauses = []interview.Pause{{From: 1_600_000, To: 1_660_000}}
	got := said(s, "At 9:59 and 10:01; a ratio of 3:1, 99:00 never was.")
	want := []Words{{"At ", ""}, {"9:59", "#t=599"}, {" and ", ""}, {"10:01", "#t=661"}, {"; a ratio of 3:1, 99:00 never was.", ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	for at := s.StartedAt; at < s.ScoringAt; at += 7_000 {
		if at > 1_600_000 && at <= 1_660_000 {
			continue
		}
		words := said(s, SessionTime(s, at))
		if len(words) != 1 || words[0].Href != MomentHref(s, at-(at-s.StartedAt)%1000) {
			t.Errorf("%s leads to %+v, not %s", SessionTime(s, at), words, MomentHref(s, at))
		}
	}
}

// TestPhasesSayWhatTheyChanged compares boards at the ends of phases.
func TestPhasesSayWhatTheyChanged(t *testing.T) {
	s := interview.NewState()
	s.StartedAt = 1000
	var r Report
	r.AddBoards(s, []interview.PhaseBoard{
		{Phase: interview.Clarification, End: 61_000, Text: "## Scope\nshorten\n"},
		{Phase: interview.HighLevel, End: 121_000, Text: "## Scope\nshorten\n"},
		{Phase: interview.DeepDive, End: 181_000, Text: "## Scope\nshorten, redirect\n- -dash\n+plus"},
	})
	want := []PhaseChange{
		{Phase: "Clarification", Added: 2, Href: "#t=60", Lines: []ChangedLine{{"added", "## Scope"}, {"added", "shorten"}}},
		{Phase: "High-level", Href: "#t=120"},
		{Phase: "Deep dive", Added: 3, Removed: 1, Href: "#t=180", Lines: []ChangedLine{
			{"same", "## Scope"}, {"removed", "shorten"}, {"added", "shorten, redirect"}, {"added", "- -dash"}, {"added", "+plus"},
		}},
	}
	if !reflect.DeepEqual(r.Changes, want) {
		t.Errorf("%+v", r.Changes)
	}
}
