package agreement

import (
	"strings"
	"testing"

	"mockroom/server/interview"
)

func TestMildOrStrict(t *testing.T) {
	// The first gives 3 4 3 4, the second 3 2 3 3, the third 2 3 3 3 by turns.
	mild := Leniencies(cards(repeat(12, []int{3, 3, 2}, []int{4, 2, 3}, []int{3, 3, 3}, []int{4, 3, 3})...))
	// From the mean of the two others: 0.5, 1.5, 0, 1; that is 0.75 on average.
	if mild[0].Leniency.Mean != 0.75 || mild[0].Words != "milder by 0.8" || mild[0].Sessions != 12 {
		t.Errorf("%+v %+v", mild[0], mild[0].Leniency)
	}
	// 0.5, −1.5, 0, −0.5 and −1, 0, 0, −0.5.
	if mild[1].Leniency.Mean != -0.375 || mild[1].Words != "like the others" || mild[2].Words != "stricter by 0.4" {
		t.Errorf("%+v %+v", mild[1], mild[2])
	}
	few := Leniencies(cards(repeat(6, []int{3, 2})...))
	if few[0].Leniency != nil || few[0].Drift != nil || few[0].Words != "too few sessions, 6 of 10" {
		t.Errorf("%+v", few[0])
	}
	always := Leniencies(cards(repeat(10, []int{3, 2})...))
	if always[0].Leniency.Mean != 1 || always[0].Leniency.Interval != nil || always[0].Words != "milder by 1.0" || always[1].Words != "stricter by 1.0" {
		t.Errorf("%+v", always[0])
	}
	alone := Leniencies(cards(repeat(12, []int{3})...))
	if len(alone) != 0 {
		t.Errorf("a rater without others has a leniency: %+v", alone)
	}
}

func TestDrift(t *testing.T) {
	early := repeat(12, []int{4, 3}, []int{3, 2}, []int{3, 3})
	late := repeat(12, []int{3, 3}, []int{2, 3}, []int{3, 3})
	list := cards(append(early, late...)...)
	start := interview.Time(1_790_000_000_000) // 21 September 2026
	for i := range list {
		list[i].LockedAt += start
	}
	d := Leniencies(list)[0].Drift
	if d == nil || d.Interval == nil || d.Interval.High >= 0 {
		t.Fatalf("%+v", d)
	}
	if got := d.Sentence("You"); got != "You were 1.0 milder before 3 October 2026 than since." {
		t.Error(got)
	}
	if got := Leniencies(list)[1].Drift.Sentence("Dario"); got != "Dario was 1.0 stricter before 3 October 2026 than since." {
		t.Error(got)
	}
	steady := Leniencies(cards(repeat(24, []int{3, 2}, []int{2, 3}, []int{1, 1})...))[0]
	if got := steady.Drift.Sentence("You"); !strings.Contains(got, "not become milder or stricter") {
		t.Error(got)
	}
	if some := Leniencies(cards(repeat(19, []int{3, 2}, []int{2, 3})...))[0]; some.Drift != nil {
		t.Errorf("a drift out of 19 sessions: %+v", some.Drift)
	}
}
