package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/room"
)

// listProblems answers GET /api/problems; what it says of a problem is public.
func (s *Server) listProblems(c echo.Context) error {
	list := []map[string]any{}
	for _, p := range s.catalogue().All() {
		list = append(list, map[string]any{
			"slug": p.Slug, "pack": p.Pack, "title": p.Title, "short": p.ShortName, "level": p.Level, "fits": p.Fits,
			"summary": p.Summary, "aliases": p.Aliases, "concepts": p.Concepts, "version": p.Version, "language": p.Language, "time": p.Time,
		})
	}
	return c.JSON(http.StatusOK, map[string]any{"problems": list})
}

// getSession answers GET /api/sessions/{id}: what the caller may see.
func (s *Server) getSession(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	snapshot, err := s.registry.Snapshot(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, snapshot)
}

// join answers POST /api/sessions/{id}/join: a link's key against a participant's own.
func (s *Server) join(c echo.Context) error {
	var q struct {
		Role interview.Role `json:"role"`
		Key  string         `json:"key"`
		Name string         `json:"name"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Param("id")
	access, err := s.authenticateLink(c, session, q.Key)
	if err != nil {
		return err
	}
	if q.Role != "" && access.Role != q.Role {
		return interview.Errorf(interview.Forbidden, "This key is for the %s's link.", access.Role)
	}
	if access.Participant != "" {
		s.setSeat(c, session, access.Role, q.Key)
		return s.answerJoined(c, access, q.Key)
	}
	person, err := s.personNamed(c, q.Name)
	if err != nil {
		return err
	}
	token := room.NewSecret()
	err = s.registry.Do(ctx, session, interview.Command{Do: interview.Join{
		Participant: room.NewParticipant(), Role: access.Role, Person: person, Invite: access.Invite, TokenHash: room.Hash(token),
	}})
	if err != nil {
		return err
	}
	if access, err = s.registry.Authenticate(ctx, session, token); err != nil {
		return err
	}
	s.setSeat(c, session, access.Role, token)
	return s.answerJoined(c, access, token)
}

func (s *Server) answerJoined(c echo.Context, access room.Access, token string) error {
	snapshot, err := s.registry.Snapshot(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{
		"participant": access.Participant, "key": token, "role": access.Role,
		"seated": access.Role == snapshot.Role,
	})
}

// returnTo answers POST /api/sessions/{id}/return: a person's other browser comes back in.
func (s *Server) returnTo(c echo.Context) error {
	var q struct {
		Role string `json:"role"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	role, err := interview.ParseRole(q.Role)
	if err != nil {
		return err
	}
	person, err := s.person(c)
	if err != nil {
		return err
	}
	session := c.Param("id")
	if person == "" || !room.ValidSession(session) {
		return errNoKey
	}
	if err := s.mayAsk(session, interview.ParticipantID(person), 20); err != nil {
		return err
	}
	ctx := c.Request().Context()
	token, err := s.registry.Return(ctx, session, person, role)
	if err != nil {
		return err
	}
	access, err := s.registry.Authenticate(ctx, session, token)
	if err != nil {
		return err
	}
	s.setSeat(c, session, role, token)
	return s.answerJoined(c, access, token)
}

// makeInvite answers POST /api/sessions/{id}/invites with a new link.
func (s *Server) makeInvite(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	var q struct {
		Role string `json:"role"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	role, err := interview.ParseRole(q.Role)
	if err != nil {
		return err
	}
	secret := room.NewSecret()
	invite := interview.Invite{ID: "i-" + room.NewSecret()[:12], Role: role, KeyHash: room.Hash(secret)}
	err = s.registry.Do(c.Request().Context(), c.Param("id"), interview.Command{By: access.Participant, Do: interview.MakeInvite{Invite: invite}})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"id": invite.ID, "role": role, "url": s.link(c, c.Param("id"), role, secret)})
}

// revokeInvite answers DELETE /api/sessions/{id}/invites/{invite}.
func (s *Server) revokeInvite(c echo.Context) error {
	return s.do(c, interview.RevokeInvite{ID: c.Param("invite")})
}

// deleteSession answers DELETE /api/sessions/{id}.
func (s *Server) deleteSession(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	if err := s.registry.Delete(c.Request().Context(), c.Param("id"), access.Participant); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// command answers POST /api/sessions/{id}/commands: a command without a websocket.
func (s *Server) command(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	raw, err := readAll(c)
	if err != nil {
		return err
	}
	var q struct {
		Client  string          `json:"client"`
		N       uint64          `json:"n"`
		Command string          `json:"command"`
		Data    json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(raw, &q); err != nil {
		return interview.Errorf(interview.Invalid, "The body is not JSON with client, n, command and data.")
	}
	id, err := interview.NewCommandID(q.Client, q.N)
	if err != nil {
		return err
	}
	action, err := interview.ParseAction(q.Command, q.Data)
	if err != nil {
		return err
	}
	err = s.registry.Do(c.Request().Context(), c.Param("id"), interview.Command{ID: id, By: access.Participant, Do: action})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"n": q.N})
}

// export answers GET /api/sessions/{id}/export: the session as the caller may see it.
func (s *Server) export(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	if err := s.mayAsk(c.Param("id"), access.Participant, wholeSession); err != nil {
		return err
	}
	return s.sendExport(c, access.Participant, interview.Redaction{})
}

// sendExport answers with a copy of a session as a participant may see it, without what is to be left out
// in any case, and what the caller leaves out.
func (s *Server) sendExport(c echo.Context, viewer interview.ParticipantID, without interview.Redaction) error {
	asked, err := interview.ParseRedaction(strings.Join(c.QueryParams()["redact"], ","))
	if err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Param("id")
	without = without.With(asked)
	switch format := c.QueryParam("format"); format {
	case "jsonl":
		b, err := s.jsonLines(ctx, session, viewer, without)
		if err != nil {
			return err
		}
		attach(c, session, "jsonl")
		return c.Blob(http.StatusOK, "application/jsonl; charset=utf-8", b)
	case "markdown":
		b, err := s.markdownOf(ctx, session, viewer, without)
		if err != nil {
			return err
		}
		attach(c, session, "md")
		return c.Blob(http.StatusOK, "text/markdown; charset=utf-8", b)
	case "html":
		b, err := s.htmlOf(ctx, session, viewer, without)
		if err != nil {
			return err
		}
		attach(c, session, "html")
		return c.HTMLBlob(http.StatusOK, b)
	default:
		return interview.Errorf(interview.Invalid, "Give format=jsonl, markdown or html.")
	}
}

// jsonLines is a session as a participant may see it, chained and signed.
func (s *Server) jsonLines(ctx context.Context, session string, viewer interview.ParticipantID, without interview.Redaction) ([]byte, error) {
	export, key, err := s.registry.Export(ctx, session, viewer, without)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = archive.Write(&b, export, key)
	return b.Bytes(), err
}

// markdownOf is the report of a session as a participant may see it.
func (s *Server) markdownOf(ctx context.Context, session string, viewer interview.ParticipantID, without interview.Redaction) ([]byte, error) {
	m, err := s.reviewed(ctx, session, viewer)
	if err != nil {
		return nil, err
	}
	return []byte(markdownReport(m.redacted(without))), nil
}

// htmlOf is a session as a participant may see it in one file: the report, and from the scoring on the
// replay.
func (s *Server) htmlOf(ctx context.Context, session string, viewer interview.ParticipantID, without interview.Redaction) ([]byte, error) {
	m, err := s.reviewed(ctx, session, viewer)
	if err != nil {
		return nil, err
	}
	var replay *room.Replay
	if m.State.Phase >= interview.Scoring {
		whole, err := s.registry.Replay(ctx, session, viewer)
		if err != nil {
			return nil, err
		}
		whole = whole.Redacted(without)
		replay = &whole
	}
	return s.offlineFile(newReviewBody(m.redacted(without), true), replay, m.problem)
}

func attach(c echo.Context, session, extension string) {
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="mockroom-%s.%s"`, session[:6], extension))
}
