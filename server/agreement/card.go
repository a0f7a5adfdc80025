package agreement

import (
	"cmp"
	"slices"

	"mockroom/server/interview"
)

// Least is how many sessions it takes before there is a figure.
const Least = 10

// Card is a scorecard that somebody locked.
type Card struct {
	Session  string
	Rater    interview.PersonID
	LockedAt interview.Time
	// Self marks the candidate's own card, Again a second round, NotBlind one that was locked when its
	// rater could see others'. They are left out.
	Self, Again, NotBlind bool
	Scores                map[interview.Criterion]int
}

// counted gives the cards that count, by session and in a settled order: one of each rater.
func counted(cards []Card) [][]Card {
	blind := slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return c.Self || c.Again || c.NotBlind })
	slices.SortFunc(blind, func(a, b Card) int {
		return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.Rater, b.Rater), cmp.Compare(a.LockedAt, b.LockedAt))
	})
	blind = slices.CompactFunc(blind, func(a, b Card) bool { return a.Session == b.Session && a.Rater == b.Rater })
	var sessions [][]Card
	for i, c := range blind {
		if i == 0 || blind[i-1].Session != c.Session {
			sessions = append(sessions, nil)
		}
		last := len(sessions) - 1
		sessions[last] = append(sessions[last], c)
	}
	return sessions
}
