package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// shareBody is what one of the pair reads of the links that share the session.
type shareBody struct {
	Alone bool
	// Waits is who has not agreed that others see what is theirs, "" for nobody. Asked says that the
	// reader has asked them, Agreed that the reader has agreed.
	Waits         string
	Asked, Agreed bool
	// AskedBy asks the reader to agree, "" for nobody.
	AskedBy string
	Links   []shareRow
}

// shareRow is one link; Closed says why it opens nothing, "" where it does.
type shareRow struct {
	ID, By, Made, Until, Without, Closed string
}

// newShareBody is nil for whoever does not share the session.
func newShareBody(snapshot room.Snapshot, now interview.Time) *shareBody {
	st, you := snapshot.State, snapshot.You
	pair := false
	for _, id := range st.Peers {
		pair = pair || id == you
	}
	if !pair || st.Phase != interview.Review {
		return nil
	}
	b := &shareBody{Alone: st.Mode == interview.Solo}
	given := st.Consents[interview.ByShare]
	if waits := st.ShareWaits(you); waits != "" {
		b.Waits = named(snapshot, waits)
	}
	b.Agreed, b.Asked = given[you] != 0, given[you] != 0 && b.Waits != ""
	for id := range given {
		if id != you && !b.Agreed {
			b.AskedBy = named(snapshot, id)
		}
	}
	for _, share := range st.Shares {
		row := shareRow{ID: share.ID, By: named(snapshot, share.By), Made: date(share.At), Until: date(share.Until), Without: inRow(share.Without.List())}
		switch {
		case share.RevokedAt != 0:
			row.Closed = "Taken back on " + date(share.RevokedAt) + "."
		case now >= share.Until:
			row.Closed = "Its time is over."
		case st.ShareOpen(share, now) != nil:
			row.Closed = "Closed: not both of you agree that others see what it shows."
		}
		b.Links = append(b.Links, row)
	}
	return b
}

// sharedBody is the page of a link that shares a session: the report, or why it is closed.
type sharedBody struct {
	reviewBody
	// Opening says that this browser has brought no key yet; Closed why there is nothing.
	Opening bool
	Closed  string
	Until   string
}

// sharedPage shows a session to whoever came by a link that shares it.
func (s *Server) sharedPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if !room.ValidSession(c.Param("id")) {
		return interview.Errorf(interview.NotFound, "This link opens nothing. It may be incomplete.")
	}
	body := sharedBody{reviewBody: reviewBody{ID: c.Param("id"), Role: "shared"}}
	if _, err := c.Cookie(shareCookie); err != nil {
		body.Opening = true
		return s.renderShared(c, http.StatusOK, "mockroom", body)
	}
	r, err := s.reader(c, wholeSession)
	var refusal *interview.Error
	if errors.As(err, &refusal) && refusal.Code != interview.TooMany && refusal.Code != interview.Unavailable {
		// Another link may be in the address, which only the page's script can read.
		body.Closed = refusal.Message
		return s.renderShared(c, statuses[refusal.Code], "mockroom", body)
	}
	if err != nil {
		return err
	}
	m, err := s.reviewed(c.Request().Context(), c.Param("id"), r.viewer)
	if err != nil {
		return err
	}
	id := body.ID
	body.reviewBody = newReviewBody(m.redacted(r.without), false)
	body.ID, body.Role, body.Shared, body.Until = id, "shared", true, date(r.share.Until)
	body.Report.MayRate, body.ReturnOf, body.CanDelete = false, nil, false
	return s.renderShared(c, http.StatusOK, m.State.Problem.Short+", review", body)
}

func (s *Server) renderShared(c echo.Context, status int, title string, body sharedBody) error {
	return s.render(c, status, "shared.html", page{Title: title, Script: "/static/js/shared/main.js", Body: body})
}
