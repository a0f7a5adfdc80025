package review

import (
	"cmp"
	"slices"

	"mockroom/server/interview"
)

// Gold is a rater's own card beside the one that a group's mentors agreed on: what differs, the largest
// first, and how many criteria are the same.
type Gold struct {
	// Mentors is how many agreed.
	Mentors     int          `json:"mentors"`
	Differences []GoldDiffer `json:"differences"`
	Same        int          `json:"same"`
}

// GoldDiffer is a criterion that the two cards score differently. Apart is by how much, 0 where one of
// them did not observe it.
type GoldDiffer struct {
	Criterion interview.Criterion `json:"criterion"`
	Title     string              `json:"title"`
	Yours     int                 `json:"yours"`
	Agreed    int                 `json:"agreed"`
	Apart     int                 `json:"apart"`
	Reason    string              `json:"reason"`
	// Moment is the room time that shows it, At the same on the session's clock; 0 and "" for none.
	Moment interview.Time `json:"moment"`
	At     string         `json:"at"`
}

// GoldFor compares a viewer's own card, as it was locked first, with a group's, out of the viewer's
// view; nil where one of them is not there.
func GoldFor(view *interview.State, viewer interview.ParticipantID, to interview.Outsiders) *Gold {
	gold, ok := view.Golds[to]
	own := view.LockedCards(viewer)
	if !ok || !gold.Settled() || len(own) == 0 || own[0].Content == nil {
		return nil
	}
	g := &Gold{Mentors: len(gold.Agreed), Differences: []GoldDiffer{}}
	for _, k := range interview.Criteria() {
		yours, agreed := own[0].Content.Scores[k], gold.Scores[k]
		if yours == agreed.Score {
			g.Same++
			continue
		}
		d := GoldDiffer{Criterion: k, Title: k.Title(), Yours: yours, Agreed: agreed.Score, Reason: agreed.Reason, Moment: agreed.Moment}
		if yours > 0 && agreed.Score > 0 {
			d.Apart = max(yours-agreed.Score, agreed.Score-yours)
		}
		if agreed.Moment > 0 {
			d.At = SessionTime(view, agreed.Moment)
		}
		g.Differences = append(g.Differences, d)
	}
	slices.SortStableFunc(g.Differences, func(a, b GoldDiffer) int { return cmp.Compare(b.Apart, a.Apart) })
	return g
}
