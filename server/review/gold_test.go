package review

import (
	"reflect"
	"testing"

	"mockroom/server/interview"
)

func TestGoldSaysWhatDiffersLargestFirst(t *testing.T) {
	const me, group = "p-me", interview.Outsiders("group")
	view := interview.NewState()
	view.StartedAt = 1000
	scores := func(values ...int) map[interview.Criterion]int {
		m := map[interview.Criterion]int{}
		for i, k := range interview.Criteria() {
			m[k] = values[i]
		}
		return m
	}
	gold := interview.Gold{At: 5, Scores: map[interview.Criterion]interview.GoldScore{}, Agreed: map[interview.ParticipantID]interview.Time{"p-1": 1, "p-2": 1, "p-3": 1}}
	for k, v := range scores(2, 3, 3, 0, 2, 3) {
		gold.Scores[k] = interview.GoldScore{Score: v, Reason: "because of " + k.Title(), Moment: 1000 + 2_170_000}
	}
	view.Golds[group] = gold
	card := interview.Scorecard{Scores: scores(3, 3, 3, 2, 4, 3)}
	if GoldFor(view, me, group) != nil {
		t.Error("it is shown without an own card")
	}
	view.Cards[me] = interview.Card{Content: &card}
	if GoldFor(view, me, group) != nil {
		t.Error("it is shown before the own card is locked")
	}
	view.Cards[me] = interview.Card{Content: &card, LockedAt: 7}
	g := GoldFor(view, me, group)
	var order []interview.Criterion
	for _, d := range g.Differences {
		order = append(order, d.Criterion)
	}
	if want := []interview.Criterion{"reliability", "communication", "scalability"}; !reflect.DeepEqual(order, want) || g.Same != 3 || g.Mentors != 3 {
		t.Errorf("%v, %d the same, of %d", order, g.Same, g.Mentors)
	}
	if d := g.Differences[0]; d.Apart != 2 || d.Yours != 4 || d.Agreed != 2 || d.At != "36:10" || d.Reason != "because of Reliability" {
		t.Errorf("%+v", d)
	}
	if d := g.Differences[2]; d.Apart != 0 {
		t.Errorf("what one did not observe is %d apart", d.Apart)
	}
	delete(gold.Agreed, "p-2")
	delete(gold.Agreed, "p-3")
	if GoldFor(view, me, group) != nil {
		t.Error("a proposal is shown as the agreed card")
	}
}
