package agreement

import (
	"fmt"
	"slices"

	"mockroom/server/interview"
)

// Row says how far raters agree on one criterion. Figures is nil below Least sessions; Words says
// what there is to say in any case, "" if nothing.
type Row struct {
	Criterion interview.Criterion `json:"criterion"`
	Title     string              `json:"title"`
	// Sessions is how many at least two of the raters scored.
	Sessions int      `json:"sessions"`
	Figures  *Figures `json:"figures,omitempty"`
	Words    string   `json:"words,omitempty"`
}

// Figures are of pairs of scores for the same session: which share is the same, and which differs by
// one at most, 0 to 1. Kappa is nil where scores without any spread leave it without meaning.
type Figures struct {
	Same      float64 `json:"same"`
	WithinOne float64 `json:"within_one"`
	Kappa     *Kappa  `json:"kappa,omitempty"`
}

// Kappa is the weighted kappa, quadratic: 1 is always the same, 0 is what chance gives.
type Kappa struct {
	Value    float64   `json:"value"`
	Interval *Interval `json:"interval,omitempty"`
}

// Between says how far people agree, by criterion: two of them, or all that are named.
func Between(cards []Card, people ...interview.PersonID) []Row {
	wanted := map[interview.PersonID]bool{}
	for _, p := range people {
		wanted[p] = true
	}
	sessions := counted(slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return !wanted[c.Rater] }))
	var rows []Row
	for _, criterion := range interview.Criteria() {
		rows = append(rows, rowOf(criterion, pairwise(sessions, criterion), len(wanted) == 2))
	}
	return rows
}

// pairwise gives the sessions of which at least two raters observed a criterion.
func pairwise(sessions [][]Card, criterion interview.Criterion) [][]scored {
	var list [][]scored
	for _, cards := range sessions {
		var pairs []scored
		for i, a := range cards {
			for _, b := range cards[i+1:] {
				if x, y := a.Scores[criterion], b.Scores[criterion]; x > 0 && y > 0 {
					pairs = append(pairs, scored{raters{a.Rater, b.Rater}, int64(x), int64(y)})
				}
			}
		}
		if len(pairs) > 0 {
			list = append(list, pairs)
		}
	}
	return list
}

func rowOf(criterion interview.Criterion, sessions [][]scored, two bool) Row {
	row := Row{Criterion: criterion, Title: criterion.Title(), Sessions: len(sessions)}
	if len(sessions) < Least {
		row.Words = tooFew(len(sessions), two)
		return row
	}
	same, within, pairs := 0, 0, 0
	for _, session := range sessions {
		for _, p := range session {
			pairs++
			if p.x == p.y {
				same++
			}
			if d := p.x - p.y; -1 <= d && d <= 1 {
				within++
			}
		}
	}
	row.Figures = &Figures{Same: float64(same) / float64(pairs), WithinOne: float64(within) / float64(pairs)}
	s := newSample(sessions)
	kappa := s.kappa()
	if kappa == nil {
		row.Words = fmt.Sprintf("Every score was a %d. Chance would agree as well, so kappa says nothing.", sessions[0][0].x)
		return row
	}
	interval := s.interval(kappa)
	value, _ := kappa.Float64()
	switch {
	case interval == nil && kappa.Sign() == 0:
		row.Words = "One of you always gave the same score, so kappa says nothing."
		if !two {
			row.Words = "In every pair somebody always gave the same score, so kappa says nothing."
		}
		return row
	case interval == nil && same == pairs:
		row.Words = "Always the same score. An interval needs a difference."
	case interval == nil:
		row.Words = "Too much rests on a single session for an interval."
	case interval.holds0():
		row.Words = row.Title + " could be chance."
	}
	row.Figures.Kappa = &Kappa{value, interval}
	return row
}

func tooFew(sessions int, two bool) string {
	who := "that two of you scored"
	if two {
		who = "that you both scored"
	}
	return fmt.Sprintf("Too few sessions. It takes %d %s; %d more.", Least, who, Least-sessions)
}
