package problems

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// tally counts what the cues saw against what a person sees.
type tally struct{ boards, hits, wrong, missed int }

func (a tally) plus(b tally) tally {
	return tally{a.boards + b.boards, a.hits + b.hits, a.wrong + b.wrong, a.missed + b.missed}
}

// precision is how much of what is seen is there, recall how much of what is there is seen.
func (a tally) precision() float64 { return float64(a.hits) / float64(max(1, a.hits+a.wrong)) }
func (a tally) recall() float64    { return float64(a.hits) / float64(max(1, a.hits+a.missed)) }

func (a tally) String() string {
	return fmt.Sprintf("%3d %5d %5d %6d  %6.3f %6.3f", a.boards, a.hits, a.wrong, a.missed, a.precision(), a.recall())
}

// judge holds what the cues see on a board against its labels.
func judge(p *Problem, board aboard) (result tally, wrong, missed []string) {
	result.boards = 1
	seen := seenOn(p.Kit.Scripts, board.text)
	for _, id := range itemsOf(p) {
		switch there, found := slices.Contains(board.labels, id), slices.Contains(seen, id); {
		case there && found:
			result.hits++
		case found:
			result.wrong++
			wrong = append(wrong, id)
		case there:
			result.missed++
			missed = append(missed, id)
		}
	}
	return result, wrong, missed
}

// measured is what the cues of each problem see on the labelled boards of a half, and where that differs
// from what a person sees.
type measured struct {
	sums, styles map[string]tally // by problem, and by the style of the hand
	differ       map[string]string
	total        tally
}

func measure(t *testing.T, core *Catalogue, half string) measured {
	t.Helper()
	m := measured{sums: map[string]tally{}, styles: map[string]tally{}, differ: map[string]string{}}
	boards := readBoards(t, core, half)
	for _, p := range core.All() {
		for _, board := range boards[p.Slug] {
			if board.labels == nil {
				t.Logf("%s/%s.md waits for its labels", half, board.name)
				continue
			}
			result, wrong, missed := judge(p, board)
			m.sums[p.Slug] = m.sums[p.Slug].plus(result)
			style := strings.TrimPrefix(board.name, p.Slug+"-")
			m.styles[style] = m.styles[style].plus(result)
			m.total = m.total.plus(result)
			if len(wrong)+len(missed) > 0 {
				m.differ[p.Slug] += fmt.Sprintf("  %s: seen, not there: %s; there, not seen: %s\n", board.name, strings.Join(wrong, " "), strings.Join(missed, " "))
			}
		}
	}
	return m
}

func (m measured) String() string {
	var table strings.Builder
	fmt.Fprintf(&table, "  %-22s %3s %5s %5s %6s  %6s %6s\n", "problem", "of", "hits", "wrong", "missed", "prec.", "recall")
	for _, sums := range []map[string]tally{m.sums, m.styles} {
		for _, name := range slices.Sorted(maps.Keys(sums)) {
			fmt.Fprintf(&table, "  %-22s %s\n", name, sums[name])
		}
		table.WriteString("\n")
	}
	fmt.Fprintf(&table, "  %-22s %s", "total", m.total)
	return table.String()
}

// TestCuesSeeWhatAPersonSees measures the cues on both halves of the boards and prints the tables (-v
// shows them). Of the half that is never tuned on it gives figures only, or it would be.
func TestCuesSeeWhatAPersonSees(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, half := range []struct {
		dir               string
		precision, recall float64
	}{
		{tuning, 0.97, 0.95},
		{heldOut, 0.94, 0.81}, // measured, rounded down; the aim is 0.95 and 0.85
	} {
		m := measure(t, core, half.dir)
		t.Logf("%s\n%s", half.dir, m)
		if m.total.precision() < half.precision || m.total.recall() < half.recall {
			t.Errorf("%s: precision %.3f and recall %.3f; at least %.2f and %.2f are wanted; -v shows the table", half.dir, m.total.precision(), m.total.recall(), half.precision, half.recall)
		}
	}
}

// What each problem's cues have to reach on its own boards, those for tuning.
const (
	leastPrecision = 0.85
	leastRecall    = 0.85
)

// TestCuesOfEachProblemAreTuned names each item that differs, for whoever mends the cues. Problems whose
// cues are still to be mended are in unmended.txt: boards in plain words came after them.
func TestCuesOfEachProblemAreTuned(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	unmended := map[string]bool{}
	for line := range strings.Lines(readFile(t, tuning+"/unmended.txt")) {
		if slug, _, _ := strings.Cut(line, "#"); strings.TrimSpace(slug) != "" {
			unmended[strings.TrimSpace(slug)] = true
		}
	}
	m := measure(t, core, tuning)
	for _, slug := range slices.Sorted(maps.Keys(m.sums)) {
		sum := m.sums[slug]
		reached := sum.precision() >= leastPrecision && sum.recall() >= leastRecall
		if m.differ[slug] != "" {
			t.Logf("%s\n%s", slug, m.differ[slug])
		}
		switch {
		case !reached && !unmended[slug]:
			t.Errorf("problems/%s/phases.md: precision %.2f and recall %.2f on its boards, at least %.2f and %.2f are wanted; mend the cues of these, if the labels are right:\n%s", slug, sum.precision(), sum.recall(), leastPrecision, leastRecall, m.differ[slug])
		case reached && unmended[slug]:
			t.Errorf("%s/unmended.txt: %s is mended; take it out", tuning, slug)
		}
	}
}
