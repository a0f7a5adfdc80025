package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// goldCard is what the review shows of the card that a group's mentors agree on, or may.
type goldCard struct {
	Group, Name string
	// Rows are the proposal, none where there is none; By made it, Agreed are all who agree.
	Rows    []goldRow
	By      string
	Agreed  string
	Settled bool
	// At is when the proposal was made; Mine says that the reader agrees to it, Mentors that they have a say.
	At            interview.Time
	Mine, Mentors bool
	Fields        []goldField
	// Compare is the reader's own card beside it, where they have locked one.
	Compare *goldBody
}

// goldField is what a proposal says of one criterion, as it is asked for.
type goldField struct {
	Criterion interview.Criterion
	Title     string
	Scores    []goldChoice
	Reason    string
	Moments   []goldChoice
}

type goldChoice struct {
	Value, Label string
	Chosen       bool
}

// goldCards are those of the groups that a session is open to, as far as the reader may see them.
func (s *Server) goldCards(c echo.Context, snapshot room.Snapshot) ([]goldCard, error) {
	st, you := snapshot.State, snapshot.You
	person, err := s.person(c)
	if err != nil || st.Phase != interview.Review {
		return nil, err
	}
	locked := st.LockedCards(you)
	var cards []goldCard
	for to := range st.Consents {
		id, isGroup := to.Group()
		if !isGroup || !st.Agreed(to) {
			continue
		}
		g, there := st.Golds[to]
		name, mentors := "", false
		if s, err := s.registry.Group(c.Request().Context(), id, person); err == nil {
			name, mentors = s.Name, s.Mentors(person) && len(locked) > 0 && st.MayGild(you, to) == nil
		}
		if !there && !mentors {
			continue
		}
		card := goldCard{Group: id, Name: review.Isolated(name), At: g.At, Mentors: mentors, Settled: g.Settled(), Mine: g.Agreed[you] != 0}
		if there {
			card.By, card.Agreed = named(snapshot, g.By), count(len(g.Agreed))
			if compared := review.GoldFor(st, you, to); compared != nil {
				compare := newGold(st, c.Param("id"), interview.Role(c.Param("role")), compared)
				card.Compare = &compare
			}
			card.Rows = proposedRows(st, g, c.Param("id"), c.Param("role"))
		}
		if mentors {
			card.Fields = goldFields(st, locked[len(locked)-1], g)
		}
		cards = append(cards, card)
	}
	slices.SortFunc(cards, func(a, b goldCard) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Group, b.Group)) })
	return cards, nil
}

func proposedRows(st *interview.State, g interview.Gold, session, role string) []goldRow {
	var rows []goldRow
	for _, k := range interview.Criteria() {
		v := g.Scores[k]
		row := goldRow{Title: k.Title(), Agreed: score(v.Score), Reason: v.Reason}
		if v.Moment > 0 {
			row.At, row.URL = review.SessionTime(st, v.Moment), replayAt(st, session, role, v.Moment)
		}
		rows = append(rows, row)
	}
	return rows
}

// replayAt is the address of a moment in a session's replay, which opens twenty seconds earlier.
func replayAt(st *interview.State, session, role string, at interview.Time) string {
	return fmt.Sprintf("/s/%s/%s/review#t=%d", session, role, max(0, (at-st.StartedAt)/1000-20))
}

// goldFields are filled in with what is proposed, else with the reader's own last card and its pins.
func goldFields(st *interview.State, own interview.LockedCard, g interview.Gold) []goldField {
	var fields []goldField
	for _, k := range interview.Criteria() {
		now, there := g.Scores[k]
		if !there {
			now = interview.GoldScore{Score: own.Content.Scores[k]}
		}
		f := goldField{Criterion: k, Title: k.Title(), Reason: now.Reason}
		for v := range 5 {
			label := strconv.Itoa(v)
			if v == 0 {
				label = "0, not observed"
			}
			f.Scores = append(f.Scores, goldChoice{strconv.Itoa(v), label, v == now.Score})
		}
		offered := map[interview.Time]bool{}
		for _, p := range own.Pins {
			if p.Criterion != k || offered[p.Moment] {
				continue
			}
			offered[p.Moment] = true
			if f.Reason == "" && !there {
				f.Reason = p.Note
			}
			f.Moments = append(f.Moments, momentChoice(st, p.Moment, p.Note, p.Moment == now.Moment))
		}
		if now.Moment != 0 && !offered[now.Moment] {
			f.Moments = append(f.Moments, momentChoice(st, now.Moment, "as proposed", true))
		}
		fields = append(fields, f)
	}
	return fields
}

func momentChoice(st *interview.State, at interview.Time, note string, chosen bool) goldChoice {
	label := review.SessionTime(st, at)
	if r := []rune(note); len(r) > 40 {
		note = string(r[:40]) + "…"
	}
	if note != "" {
		label += ", " + note
	}
	return goldChoice{strconv.FormatInt(int64(at), 10), label, chosen}
}

// goldFromForm is the review's form: propose, agree, withdraw.
func (s *Server) goldFromForm(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	role := c.Param("role")
	access, err := s.seated(c, role, 1)
	if err != nil {
		return err
	}
	to := interview.Outsiders(c.FormValue("group"))
	at, _ := strconv.ParseInt(c.FormValue("at"), 10, 64)
	var do interview.Action
	switch c.FormValue("do") {
	case "propose":
		scores := map[interview.Criterion]interview.GoldScore{}
		for _, k := range interview.Criteria() {
			v, err := strconv.Atoi(c.FormValue("score-" + string(k)))
			if err != nil {
				return interview.Errorf(interview.Invalid, "%s needs a score.", k.Title())
			}
			m, _ := strconv.ParseInt(c.FormValue("moment-"+string(k)), 10, 64)
			scores[k] = interview.GoldScore{Score: v, Reason: strings.ReplaceAll(strings.TrimSpace(c.FormValue("reason-"+string(k))), "\r\n", "\n"), Moment: interview.Time(m)}
		}
		do = interview.ProposeGold{Group: to, Scores: scores}
	case "agree":
		do = interview.AgreeGold{Group: to, At: interview.Time(at)}
	case "withdraw":
		do = interview.WithdrawGold{Group: to}
	default:
		return interview.Errorf(interview.Invalid, "Say what to do: propose, agree or withdraw.")
	}
	if err := s.registry.Gild(c.Request().Context(), c.Param("id"), access.Participant, to, do); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+c.Param("id")+"/"+role+"/review#gold-card")
}
