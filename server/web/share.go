package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// shareCookie lets a browser read a session by a link that shares it. It is no seat: no other route
// takes it.
const shareCookie = "mockroom_shared"

// usualShareDays is how long a link opens, unless its maker says otherwise.
const usualShareDays = 30

// oneDay is a day in room time.
const oneDay = interview.Time(24 * 60 * interview.Minute)

// makeShare answers POST /api/sessions/{id}/shares with a new link.
func (s *Server) makeShare(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	q := struct {
		Without []string `json:"without"`
		Days    int      `json:"days"`
	}{Days: usualShareDays}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	without, err := interview.ParseRedaction(strings.Join(q.Without, ","))
	if err != nil {
		return err
	}
	if q.Days < 1 || q.Days > 366 {
		return interview.Errorf(interview.Invalid, "Say for how many days the link is to open, 1 to 366.")
	}
	secret := room.NewSecret()
	share := interview.ShareMade{
		ID: "s-" + room.NewSecret()[:12], Without: without, KeyHash: room.Hash(secret),
		Until: s.registry.Clock.Wall() + interview.Time(q.Days)*oneDay,
	}
	session := c.Param("id")
	if err := s.registry.Do(c.Request().Context(), session, interview.Command{By: access.Participant, Do: interview.MakeShare{Share: share}}); err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{
		"id": share.ID, "until": share.Until, "without": share.Without, "url": s.origin(c) + "/s/" + session + "/shared#" + secret,
	})
}

// listShares answers GET /api/sessions/{id}/shares: the pair's links, nobody else's business.
func (s *Server) listShares(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	snapshot, err := s.registry.Snapshot(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"shares": snapshot.State.Shares})
}

// revokeShare answers DELETE /api/sessions/{id}/shares/{share}.
func (s *Server) revokeShare(c echo.Context) error {
	return s.do(c, interview.RevokeShare{ID: c.Param("share")})
}

// openShare answers POST /api/sessions/{id}/shared: a link's key against a cookie that reads, and does
// nothing else.
func (s *Server) openShare(c echo.Context) error {
	var q struct {
		Key string `json:"key"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	share, err := s.sharedBy(c, q.Key)
	if err != nil {
		return err
	}
	session := c.Param("id")
	for _, path := range []string{"/s/" + session + "/shared", "/api/sessions/" + session + "/shared"} {
		s.setCookie(c, shareCookie, q.Key, path)
	}
	return c.JSON(http.StatusOK, map[string]any{"until": share.Until, "without": share.Without})
}

func (s *Server) sharedBy(c echo.Context, key string) (share interview.Share, err error) {
	err = s.tryKey(c, key, func() (err error) {
		share, err = s.registry.Shared(c.Request().Context(), c.Param("id"), key)
		return err
	})
	return share, err
}

// shareKey is what a reader's request brings: a bearer's, or the cookie.
func shareKey(c echo.Context) string {
	if bearer, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(bearer)
	}
	cookie, err := c.Cookie(shareCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// reading is what somebody may read who came by a link: as its maker may, without what it leaves out.
type reading struct {
	share   interview.Share
	viewer  interview.ParticipantID
	without interview.Redaction
}

// reader is who reads, and that they may ask for so much.
func (s *Server) reader(c echo.Context, cost int) (reading, error) {
	key := shareKey(c)
	if key == "" && room.ValidSession(c.Param("id")) {
		return reading{}, errNoKey
	}
	share, err := s.sharedBy(c, key)
	if err != nil {
		return reading{}, err
	}
	return reading{share, share.By, share.Without.Outside()}, s.mayAsk(c.Param("id"), interview.ParticipantID(share.ID), cost)
}

// sharedReplay answers GET /api/sessions/{id}/shared/replay.
func (s *Server) sharedReplay(c echo.Context) error {
	r, err := s.reader(c, wholeSession)
	if err != nil {
		return err
	}
	replay, err := s.registry.Replay(c.Request().Context(), c.Param("id"), r.viewer)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, replay.Redacted(r.without))
}

// sharedProblem answers GET /api/sessions/{id}/shared/problem: the checklists' items, which the replay
// names.
func (s *Server) sharedProblem(c echo.Context) error {
	r, err := s.reader(c, 1)
	if err != nil {
		return err
	}
	problem, err := s.registry.ReadProblem(c.Request().Context(), c.Param("id"), r.viewer)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"scripts": itemTexts(problem.Scripts)})
}

// sharedPreview answers POST /api/sessions/{id}/shared/preview with the blocks of the text that it
// brings.
func (s *Server) sharedPreview(c echo.Context) error {
	if _, err := s.reader(c, 4); err != nil {
		return err
	}
	var q struct {
		Known []string `json:"known"`
		Text  string   `json:"text"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	blocks := s.previews.render(q.Text)
	for i := range blocks {
		if slices.Contains(q.Known, blocks[i].Key) {
			blocks[i].HTML = ""
		}
	}
	return c.JSON(http.StatusOK, map[string]any{"blocks": blocks})
}

// sharedExport answers GET /api/sessions/{id}/shared/export: a copy of what the link shows, at most.
func (s *Server) sharedExport(c echo.Context) error {
	r, err := s.reader(c, wholeSession)
	if err != nil {
		return err
	}
	return s.sendExport(c, r.viewer, r.without)
}
