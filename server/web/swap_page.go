package web

import (
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// swapBody is what the review shows one of the pair of changing seats.
type swapBody struct {
	Partner string
	// Who says who would design: "Ben designs, you ask."
	Who     string
	Minutes int
	// Mark changes with whatever is to be seen, so that an open page knows when to look again.
	Mark string
	// Offers are what may be suggested; none where a suggestion or a return is there.
	Offers []swapOffer
	// Words says a suggestion that waits; Problem is its slug, Mine says that it is the reader's own.
	Words, Problem string
	Mine           bool
	// Declined says that the other did not want to.
	Declined bool
	// Return is the session that came of it.
	Return *pairRow
	// Pair are the sessions of the two in their order, Turn whose turn it is.
	Pair []pairRow
	Turn string
}

// swapOffer is a problem that may be suggested, and why.
type swapOffer struct {
	Slug   string `json:"problem"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

// pairRow is one session of the two.
type pairRow struct {
	Session, Date, Problem, Designed, Asked, State, URL string
	Here, Over                                          bool
}

// newSwap gathers it for a participant; nil for whoever has no say in it.
func (s *Server) newSwap(c echo.Context, snapshot room.Snapshot) (*swapBody, error) {
	st, you := snapshot.State, snapshot.You
	partner, err := st.SwapPartner(you)
	if err != nil {
		return nil, nil
	}
	b := &swapBody{Partner: named(snapshot, partner), Minutes: int(st.Plan.Total() / interview.Minute), Mark: swapMark(st)}
	youDesign := st.Peers[interview.Interviewer] == you
	b.Who = b.Partner + " designs, you ask."
	if youDesign {
		b.Who = "You design, " + b.Partner + " asks."
	}
	if b.Pair, err = s.pair(c, snapshot); err != nil {
		return nil, err
	}
	if len(b.Pair) > 1 {
		b.Turn = whoseTurn(b.Pair)
	}
	open := st.OpenSwap()
	switch {
	case st.Returned() != nil:
		i := slices.IndexFunc(b.Pair, func(r pairRow) bool { return r.Session == st.Returned().Session })
		b.Return = &b.Pair[i]
	case open != nil && open.By == you:
		b.Mine, b.Problem = true, open.Problem.Slug
		b.Words = fmt.Sprintf("You suggested: %s designs %s, %d minutes.", b.Partner, open.Problem.Short, b.Minutes)
		if youDesign {
			b.Words = fmt.Sprintf("You suggested: you design %s, %d minutes.", open.Problem.Short, b.Minutes)
		}
	case open != nil:
		b.Problem, b.Words = open.Problem.Slug, suggested(b.Partner, youDesign, open.Problem.Short, st.Plan)
	default:
		b.Declined = st.Swap != nil && st.Swap.By == you && st.Swap.DeclinedBy != you
		b.Offers, err = s.swapOffers(c, c.Param("id"), snapshot)
	}
	return b, err
}

// swapMark is the same as long as there is nothing new to see.
func swapMark(st *interview.State) string {
	if l := st.Returned(); l != nil {
		return fmt.Sprint("return ", l.At)
	}
	if st.Swap != nil {
		return fmt.Sprint("swap ", st.Swap.At, " ", st.Swap.DeclinedAt)
	}
	return ""
}

func named(snapshot room.Snapshot, id interview.ParticipantID) string {
	if n := snapshot.People[id]; n != "" {
		return review.Isolated(n)
	}
	return "somebody"
}

// swapOffers are the problems that whoever would design has not opened, the same level first; all but
// the one they had where there is none left.
func (s *Server) swapOffers(c echo.Context, session string, snapshot room.Snapshot) ([]swapOffer, error) {
	st, you := snapshot.State, snapshot.You
	ctx := c.Request().Context()
	designs, who := st.Peers[interview.Interviewer], "You have"
	if designs != you {
		who = named(snapshot, designs) + " has"
	}
	person, err := s.registry.SwapPerson(ctx, session, you, designs)
	if err != nil {
		return nil, err
	}
	opened, err := s.registry.Opened(ctx, person)
	if err != nil {
		return nil, err
	}
	had, known := s.catalogue().Find(st.Problem.Slug)
	var fresh, old []swapOffer
	list := s.catalogue().All()
	if known {
		slices.SortStableFunc(list, func(a, b *problems.Problem) int { return apart(a, had) - apart(b, had) })
	}
	for _, p := range list {
		o := swapOffer{Slug: p.Slug, Title: p.ShortName}
		switch {
		case p.Slug == st.Problem.Slug:
		case opened[p.Slug]:
			o.Reason = who + " opened all of them before. This one is " + p.Level + "."
			old = append(old, o)
		case known && p.Level == had.Level:
			o.Reason = fmt.Sprintf("%s not opened it. It is %s, like %s.", who, p.Level, had.ShortName)
			fresh = append(fresh, o)
		default:
			o.Reason = fmt.Sprintf("%s not opened it. It is %s.", who, p.Level)
			fresh = append(fresh, o)
		}
	}
	if len(fresh) == 0 {
		return old, nil
	}
	return fresh, nil
}

var levels = []string{"beginner", "intermediate", "advanced"}

// apart is how many levels lie between two problems.
func apart(a, b *problems.Problem) int {
	d := slices.Index(levels, a.Level) - slices.Index(levels, b.Level)
	return max(d, -d)
}

// pair are the sessions that the two have had on from this one and before it, as far as they are
// there: the reader's own history, of which these are linked.
func (s *Server) pair(c echo.Context, snapshot room.Snapshot) ([]pairRow, error) {
	person, err := s.registry.SwapPerson(c.Request().Context(), c.Param("id"), snapshot.You, snapshot.You)
	if err != nil {
		return nil, err
	}
	// mine is a linked session that the reader takes part in.
	mine := func(l *interview.Link) (room.Entry, bool) {
		e, ok := s.registry.Index().Session(l.Session)
		return e, ok && partOf(e.State, person) != ""
	}
	rows := []pairRow{pairRowHere(c.Param("id"), snapshot)}
	for l := snapshot.State.ReturnOf(); l != nil && len(rows) < maxPair; {
		e, ok := mine(l)
		if !ok {
			break
		}
		rows = slices.Insert(rows, 0, s.pairRow(c, person, e))
		l = e.State.ReturnOf()
	}
	for l := snapshot.State.Returned(); l != nil && len(rows) < maxPair; {
		e, ok := mine(l)
		if !ok {
			// It was agreed on just now, or is gone.
			before := rows[len(rows)-1]
			rows = append(rows, pairRow{Session: l.Session, Date: date(l.At), Problem: l.Problem.Short, Designed: before.Asked, Asked: before.Designed, State: "Not started yet."})
			break
		}
		rows = append(rows, s.pairRow(c, person, e))
		l = e.State.Returned()
	}
	return rows, nil
}

// maxPair bounds how many returns in a row are listed.
const maxPair = 50

// pairRowHere is the row of the session that is read.
func pairRowHere(session string, snapshot room.Snapshot) pairRow {
	st := snapshot.State
	who := func(role interview.Role) string {
		if st.Peers[role] == snapshot.You {
			return "you"
		}
		return named(snapshot, st.Peers[role])
	}
	return pairRow{
		Session: session, Date: date(st.CreatedAt), Problem: st.Problem.Short, Here: true, Over: st.Revealed != nil,
		Designed: who(interview.Candidate), Asked: who(interview.Interviewer), State: "This one",
	}
}

func (s *Server) pairRow(c echo.Context, person interview.PersonID, e room.Entry) pairRow {
	h := s.homeSession(c, person, e)
	me := partOf(e.State, person)
	r := pairRow{Session: e.Session, Date: h.Date, Problem: h.Title, State: h.State, URL: h.URL, Over: e.State.Revealed != nil}
	r.Designed, r.Asked = h.With, "you"
	if e.State.Participants[me].Role == interview.Candidate {
		r.Designed, r.Asked = "you", h.With
	}
	return r
}

// returnOf is the session that a session is the return of, nil if of none; with its address where the
// reader was in it.
func returnOf(st *interview.State, swap *swapBody) *pairRow {
	l := st.ReturnOf()
	if l == nil {
		return nil
	}
	r := pairRow{Session: l.Session, Problem: l.Problem.Short, Date: date(l.Date)}
	if swap != nil {
		for _, row := range swap.Pair {
			if row.Session == l.Session {
				r.URL = row.URL
			}
		}
	}
	return &r
}

// whoseTurn says who designs next, or that it is even.
func whoseTurn(rows []pairRow) string {
	last := rows[len(rows)-1]
	if !last.Over {
		if last.Designed == "you" {
			return "It is your turn to design."
		}
		return "It is " + last.Designed + "’s turn to design."
	}
	count := map[string]int{}
	for _, r := range rows {
		count[r.Designed]++
	}
	if count[last.Designed] == count[last.Asked] {
		return fmt.Sprintf("Each of you has designed %s.", times(count[last.Asked]))
	}
	if last.Asked == "you" {
		return last.Designed + " designed last, so it is your turn."
	}
	return "You designed last, so it is " + last.Asked + "’s turn."
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
