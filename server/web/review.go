package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/markdown"
	"mockroom/server/review"
	"mockroom/server/room"
)

type reviewBody struct {
	ID, Role     string
	Report       review.Report
	ProblemTitle string
	Prompt       template.HTML
	Board        template.HTML
	BoardSource  string
	Ruler        ruler
	Date         string
	// Without says in words what is left out, "" for nothing.
	Without string
	// Replay says that there is one; Offline that this is the file that people keep, Kept by whom.
	Replay, Offline bool
	Kept            string
	CanDelete       bool
	Design          []designChapter
	RatingFields    []ratingField
	Asking          *asking
	// Share is what there is of links that share the session; Shared says that this is what one shows.
	Share  *shareBody
	Shared bool
	// Swap is what there is of changing seats, ReturnOf the session that this one is the return of.
	Swap     *swapBody
	ReturnOf *pairRow
	// GoldCards are those of the groups that score the session.
	GoldCards []goldCard
}

// Parts are what an export can leave out.
func (reviewBody) Parts() []string { return interview.RedactAll.List() }

// designChapter is a section of the reference design, to stand beside the board.
type designChapter struct {
	ID, Title string
	HTML      template.HTML
}

// ratingField is one question of the candidate's word on the interviewer.
type ratingField struct {
	Words  string
	Values []ratingValue
}

type ratingValue struct {
	Name  string
	Value int
}

func ratingFields() []ratingField {
	var list []ratingField
	for _, q := range [][2]string{{"prepared", "Prepared? 1 not at all, 4 fully"}, {"listened", "Listened?"}, {"fair", "Were the hints fair?"}} {
		f := ratingField{Words: q[1]}
		for v := 1; v <= 4; v++ {
			f.Values = append(f.Values, ratingValue{q[0], v})
		}
		list = append(list, f)
	}
	return list
}

// reviewPage shows what came of the session.
func (s *Server) reviewPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	role, err := interview.ParseRole(c.Param("role"))
	if err != nil || !room.ValidSession(c.Param("id")) {
		return interview.Errorf(interview.NotFound, "This link opens nothing. It may be incomplete.")
	}
	if cookieKey(c, string(role)) == "" {
		returns, err := s.returns(c, role)
		if err != nil {
			return err
		}
		if returns {
			// The session's page lets a person's other browser in.
			return c.Redirect(http.StatusSeeOther, "/s/"+c.Param("id")+"/"+string(role))
		}
	}
	access, err := s.seated(c, string(role), wholeSession)
	if err != nil {
		return err
	}
	m, err := s.reviewed(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	snapshot := m.Snapshot
	if snapshot.State.Phase < interview.Scoring {
		return c.Redirect(http.StatusSeeOther, "/s/"+c.Param("id")+"/"+string(access.Role))
	}
	body := newReviewBody(m, false)
	body.ID, body.Role, body.RatingFields = c.Param("id"), string(access.Role), ratingFields()
	if body.Asking, err = s.asking(c, snapshot); err != nil {
		return err
	}
	if body.Swap, err = s.newSwap(c, snapshot); err != nil {
		return err
	}
	body.ReturnOf, body.Share = returnOf(snapshot.State, body.Swap), newShareBody(snapshot, s.registry.Clock.Wall())
	if body.GoldCards, err = s.goldCards(c, snapshot); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "review.html", page{Title: snapshot.State.Problem.Short + ", review", Script: "/static/js/review/main.js", Body: body})
}

// material is what a report is made of: what one participant may see of a session and of its problem.
type material struct {
	room.Snapshot
	problem interview.ProblemView
	boards  []interview.PhaseBoard
	// without is what was left out of it.
	without interview.Redaction
}

// redacted leaves out what is to be left out.
func (m material) redacted(without interview.Redaction) material {
	d := interview.NewRedactor(without, m.State, m.People)
	m.boards = slices.Clone(m.boards)
	for i := range m.boards {
		m.boards[i].Text = d.Board(m.boards[i].Text)
	}
	m.Snapshot, m.without = m.Snapshot.Redacted(without), without
	return m
}

func (s *Server) reviewed(ctx context.Context, session string, viewer interview.ParticipantID) (m material, err error) {
	if m.Snapshot, err = s.registry.Snapshot(ctx, session, viewer); err != nil {
		return m, err
	}
	if m.boards, err = s.registry.PhaseBoards(ctx, session, viewer); err != nil {
		return m, err
	}
	if m.problem, err = s.registry.ReadProblem(ctx, session, viewer); err != nil {
		s.log.Warn("a review without its problem", "error", err)
	}
	return m, nil
}

// report is what came of the session.
func (m material) report() review.Report {
	r := review.Of(m.State, m.You, m.People, m.problem)
	r.AddBoards(m.State, m.boards)
	r.AddComparison(*m.Board.Text, m.problem)
	r.AddEstimates(*m.Board.Text, m.problem)
	return r
}

// newReviewBody is what the report shows.
func newReviewBody(m material, offline bool) reviewBody {
	snapshot, st := m.Snapshot, m.State
	body := reviewBody{
		Report:       m.report(),
		ProblemTitle: st.Problem.Title, Board: boardHTML(*snapshot.Board.Text), BoardSource: *snapshot.Board.Text,
		Ruler: newRuler(st.Plan, st.Past), Date: date(st.CreatedAt),
		CanDelete: snapshot.Role == interview.Candidate || snapshot.You == st.Creator,
		Replay:    st.Phase >= interview.Scoring, Offline: offline, Kept: review.Isolated(snapshot.People[snapshot.You]), Without: leftOut(m.without),
	}
	if m.without.Scores {
		body.Report.Covered = "Scores are left out of this copy."
	}
	body.ReturnOf = returnOf(st, nil)
	if st.Phase == interview.Review || offline {
		for i, chapter := range m.problem.Design {
			body.Design = append(body.Design, designChapter{fmt.Sprintf("design-%d", i), chapter.Title, template.HTML(markdown.Document(chapter.Text))})
		}
	}
	if snapshot.Prompt != nil {
		body.Prompt = template.HTML(snapshot.Prompt.HTML)
	}
	return body
}

// leftOut says in a sentence what a copy leaves out, "" where that is nothing.
func leftOut(without interview.Redaction) string {
	if words := inRow(without.List()); words != "" {
		return capital(words) + " are left out of this copy."
	}
	return ""
}

// inRow joins words as a sentence does.
func inRow(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// markdownReport is the session as a Markdown document.
func markdownReport(m material) string {
	snapshot, st, report := m.Snapshot, m.State, m.report()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s, %d minutes planned.\n\n", st.Problem.Title, date(st.CreatedAt), st.Plan.Total()/interview.Minute)
	if words := leftOut(m.without); words != "" {
		fmt.Fprintf(&b, "%s\n\n", words)
	}
	if snapshot.Prompt != nil {
		fmt.Fprintf(&b, "## Problem\n\n%s\n\n", strings.TrimSpace(snapshot.Prompt.Text))
	}
	fmt.Fprint(&b, "## Pacing\n\n| Phase | Plan | Took |\n|---|---|---|\n")
	for _, p := range report.Pacing {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.Name, minutesSeconds(p.Planned), minutesSeconds(p.Used))
	}
	if len(report.Raters) > 0 {
		fmt.Fprint(&b, "\n## Scores\n\n| Criterion |")
		for _, r := range report.Raters {
			fmt.Fprintf(&b, " %s |", cell(said(r.Name)))
		}
		fmt.Fprint(&b, " Hints |\n|---|"+strings.Repeat("---|", len(report.Raters)+1)+"\n")
		for _, row := range report.Scores {
			fmt.Fprintf(&b, "| %s |", row.Name)
			for _, v := range row.Values {
				fmt.Fprintf(&b, " %s |", v.Text)
			}
			fmt.Fprintf(&b, " %s |\n", row.Help.Words)
		}
		for _, r := range report.Raters {
			fmt.Fprintf(&b, "\n### %s\n\n", said(r.Name))
			for _, line := range slices.DeleteFunc([]string{r.Verdict, r.Strengths, r.Fix}, func(s string) bool { return s == "" }) {
				fmt.Fprintf(&b, "%s\n\n", said(line))
			}
		}
	}
	if len(report.Evidence) > 0 {
		fmt.Fprint(&b, "\n## What the scores rest on\n")
	}
	for _, e := range report.Evidence {
		for _, rater := range e.Raters {
			fmt.Fprintf(&b, "\n%s, %s: %s\n\n", e.Criterion, said(rater.Short), rater.Score)
			for _, p := range rater.Pins {
				fmt.Fprintf(&b, "- %s %s %s\n", p.Figure(), p.At, cell(said(p.Note)))
			}
		}
	}
	if n := report.Next; n != nil {
		fmt.Fprintf(&b, "\n## Next\n\n%s %s\n", n.Because, n.Do)
	}
	if e := report.Estimates; e != nil {
		fmt.Fprint(&b, "\n## Estimates\n\n| On the board | Came to | The problem's | Apart |\n|---|---|---|---|\n")
		for _, row := range e.Rows {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(said(row.Board)), row.Ours, row.Theirs, row.Words)
		}
	}
	if c := report.Comparison; c != nil {
		fmt.Fprint(&b, "\n## Beside the reference design\n\n")
		for _, name := range c.OnlyReference {
			fmt.Fprintf(&b, "- Only in the reference's pictures: %s\n", cell(said(name)))
		}
		for _, name := range c.OnlyBoard {
			fmt.Fprintf(&b, "- Only in yours: %s\n", cell(said(name)))
		}
		for _, choice := range c.Choices {
			words := "none of its words are on the board"
			if len(choice.Words) > 0 {
				words = "on the board: " + strings.Join(choice.Words, ", ")
			}
			fmt.Fprintf(&b, "- The reference chose %s; %s\n", cell(choice.What), words)
		}
	}
	if report.Rule != "" {
		fmt.Fprintf(&b, "By the rule: %s\n", report.Rule)
	}
	if len(report.Missed) > 0 {
		fmt.Fprint(&b, "\n## From the checklists\n")
	}
	for _, m := range report.Missed {
		fmt.Fprintf(&b, "\n%s, seen %d of %d.\n\n", m.Phase, m.Seen, m.Total)
		for _, item := range m.Missed {
			fmt.Fprintf(&b, "- Not seen: %s\n", cell(item.Text))
		}
	}
	for _, part := range []struct {
		title string
		list  []review.Given
	}{{"Clarified", report.Told}, {"Nobody asked", report.NotAsked}, {"Hints", report.Hints}, {"Probes and follow-ups", report.Asked}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", part.title)
		for _, g := range part.list {
			at := g.At
			if at != "" {
				at += " "
			}
			fmt.Fprintf(&b, "- %s%s: %s\n", at, cell(g.What), cell(g.Text))
		}
	}
	if r := report.Rating; r != nil {
		again := "would not do it again"
		if r.Again {
			again = "would do it again"
		}
		fmt.Fprintf(&b, "\n## %s on %s\n\nPrepared %d, listened %d, hints fair %d, of 4; %s.\n\n%s\n", said(report.Candidate), said(report.Interviewer), r.Prepared, r.Listened, r.Fair, again, said(r.Words))
	}
	if len(st.Chat) > 0 {
		fmt.Fprintf(&b, "\n## Chat\n\n")
	}
	for _, line := range st.Chat {
		at := time.Duration(line.At-st.StartedAt) * time.Millisecond
		fmt.Fprintf(&b, "- %s, %s: %s\n", cell(said(snapshot.People[line.By])), minutesSeconds(interview.Duration(at/time.Millisecond)), cell(said(line.Text)))
	}
	if st.Note != "" {
		fmt.Fprintf(&b, "\n## Your notes\n\n%s\n", st.Note)
	}
	fmt.Fprintf(&b, "\n## Board\n\n%s\n", *snapshot.Board.Text)
	return b.String()
}

// said keeps the words of people from being read as HTML, links or pictures by whatever shows the
// Markdown.
func said(s string) string {
	return strings.NewReplacer("\\", "\\\\", "<", "\\<", "[", "\\[", "]", "\\]", "&", "\\&").Replace(s)
}

// cell keeps a text on one line of a table or list.
func cell(s string) string {
	return strings.NewReplacer("\n", " ", "|", "\\|").Replace(s)
}
