package review

import (
	"cmp"
	"fmt"
	"slices"

	"mockroom/server/interview"
)

// rated is a locked card that the viewer may read.
type rated struct {
	id   interview.ParticipantID
	card interview.LockedCard
	// round counts from 1 where the rater has locked more than one card, and is 0 otherwise; last says
	// that it is the newest.
	round int
	last  bool
}

// shownCards lists the cards that a view shows, in the order of the report, and counts those who have
// locked one that it does not show.
func shownCards(view *interview.State, viewer interview.ParticipantID) (shown []rated, others int) {
	for id := range view.Cards {
		locked := view.LockedCards(id)
		if len(locked) > 0 && locked[0].Content == nil && id != viewer {
			others++
		}
		for i, card := range locked {
			x := rated{id, card, 0, i == len(locked)-1}
			if len(locked) > 1 {
				x.round = i + 1
			}
			if card.Content != nil {
				shown = append(shown, x)
			}
		}
	}
	rank := func(x rated) int { return slices.Index(interview.Roles(), view.Participants[x.id].Role) }
	slices.SortFunc(shown, func(a, b rated) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.card.LockedAt, b.card.LockedAt), cmp.Compare(a.id, b.id))
	})
	return shown, others
}

// short is what its rater goes by.
func (x rated) short(names map[interview.ParticipantID]string) string {
	if x.round > 0 {
		return fmt.Sprintf("%s, round %d", name(names, x.id), x.round)
	}
	return name(names, x.id)
}

// anchor is where the page says what the score of a criterion rests on; empty where that is no pin.
func (x rated) anchor(c interview.Criterion) string {
	if !slices.ContainsFunc(x.card.Pins, func(p interview.Pin) bool { return p.Criterion == c }) {
		return ""
	}
	anchor := "why-" + string(x.id) + "-" + string(c)
	if !x.last {
		anchor += fmt.Sprintf("-%d", x.round)
	}
	return anchor
}

// href opens the replay at the board that the rater saw; the pins of earlier rounds are not in it.
func (x rated) href(view *interview.State, p interview.Pin) string {
	if !x.last {
		return MomentHref(view, p.Moment)
	}
	return pinHref(x.id, p)
}
