package web

import (
	"fmt"

	"mockroom/server/interview"
	"mockroom/server/review"
)

// goldRow is a criterion of an agreed card beside the reader's own.
type goldRow struct {
	Title, Yours, Agreed, Reason, At, URL string
	Wide                                  bool
}

// goldBody is an agreed card beside the reader's own.
type goldBody struct {
	Problem, Date, Mentors, Same, URL string
	Rows                              []goldRow
}

// newGold puts a comparison into words. role is the reader's in that session.
func newGold(st *interview.State, session string, role interview.Role, g *review.Gold) goldBody {
	b := goldBody{Problem: st.Problem.Short, Date: date(st.CreatedAt), Mentors: count(g.Mentors) + " mentors", URL: "/s/" + session + "/" + string(role) + "/review"}
	for _, d := range g.Differences {
		row := goldRow{Title: d.Title, Yours: score(d.Yours), Agreed: score(d.Agreed), Reason: d.Reason, At: d.At, Wide: d.Apart >= 2}
		if d.Moment > 0 {
			row.URL = replayAt(st, session, string(role), d.Moment)
		}
		b.Rows = append(b.Rows, row)
	}
	switch {
	case g.Same == 6:
		b.Same = "All six are the same."
	case g.Same == 1:
		b.Same = "The other one is the same."
	case g.Same > 1:
		b.Same = "The other " + count(g.Same) + " are the same."
	default:
		b.Same = "None is the same."
	}
	return b
}

func score(v int) string {
	if v == 0 {
		return "–"
	}
	return fmt.Sprint(v)
}

func count(n int) string {
	if words := []string{"no", "one", "two", "three", "four", "five", "six"}; n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
