package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// swapRequest names the problem of a suggestion.
type swapRequest struct {
	Problem string `json:"problem"`
}

// getSwap answers GET /api/sessions/{id}/swap: the suggestion, what came of it, and on request what
// could be suggested.
func (s *Server) getSwap(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	ctx, session := c.Request().Context(), c.Param("id")
	snapshot, err := s.registry.Snapshot(ctx, session, access.Participant)
	if err != nil {
		return err
	}
	answer := map[string]any{"swap": snapshot.State.Swap, "return": snapshot.State.Returned()}
	if c.QueryParam("offers") == "yes" {
		if err := s.mayAsk(session, access.Participant, 10); err != nil {
			return err
		}
		offers, err := s.swapOffers(c, session, snapshot)
		if err != nil {
			return err
		}
		answer["offers"] = offers
	}
	return c.JSON(http.StatusOK, answer)
}

// suggestSwap answers POST /api/sessions/{id}/swap.
func (s *Server) suggestSwap(c echo.Context) error {
	access, q, err := s.swapAsks(c)
	if err != nil {
		return err
	}
	if err := s.suggest(c, access, q.Problem); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// declineSwap answers DELETE /api/sessions/{id}/swap.
func (s *Server) declineSwap(c echo.Context) error {
	access, q, err := s.swapAsks(c)
	if err != nil {
		return err
	}
	if err := s.decline(c, access, q.Problem); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// acceptSwap answers POST /api/sessions/{id}/swap/accept.
func (s *Server) acceptSwap(c echo.Context) error {
	access, q, err := s.swapAsks(c)
	if err != nil {
		return err
	}
	entered, err := s.accept(c, access, q.Problem)
	if err != nil {
		return err
	}
	return s.answerEntered(c, entered)
}

// enterReturn answers POST /api/sessions/{id}/swap/enter.
func (s *Server) enterReturn(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	entered, err := s.registry.EnterReturn(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return s.answerEntered(c, entered)
}

func (s *Server) answerEntered(c echo.Context, entered room.Entered) error {
	s.setSeat(c, entered.Session, entered.Role, entered.Key)
	ctx := c.Request().Context()
	access, err := s.registry.Authenticate(ctx, entered.Session, entered.Key)
	if err != nil {
		return err
	}
	snapshot, err := s.registry.Snapshot(ctx, entered.Session, access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{
		"id": entered.Session, "role": entered.Role, "key": entered.Key, "participant": access.Participant,
		"seated": access.Role == snapshot.Role,
	})
}

func (s *Server) swapAsks(c echo.Context) (access room.Access, q swapRequest, err error) {
	if access, err = s.participant(c); err == nil {
		err = readJSON(c, &q)
	}
	return access, q, err
}

func (s *Server) suggest(c echo.Context, access room.Access, slug string) error {
	p, ok := s.catalogue().Find(slug)
	if !ok {
		return interview.Errorf(interview.Invalid, "There is no problem %q here. GET /api/problems lists them.", clip(slug))
	}
	return s.registry.SuggestSwap(c.Request().Context(), c.Param("id"), access.Participant, p, problemRef(p))
}

func (s *Server) decline(c echo.Context, access room.Access, slug string) error {
	return s.registry.Do(c.Request().Context(), c.Param("id"), interview.Command{By: access.Participant, Do: interview.DeclineSwap{Problem: slug}})
}

func (s *Server) accept(c echo.Context, access room.Access, slug string) (room.Entered, error) {
	if err := s.mayCreate(c); err != nil {
		return room.Entered{}, err
	}
	return s.registry.AcceptSwap(c.Request().Context(), c.Param("id"), access.Participant, slug)
}

// swapFromForm is the review's buttons: suggest, decline, accept and enter.
func (s *Server) swapFromForm(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	role := c.Param("role")
	access, err := s.seated(c, role, 1)
	if err != nil {
		return err
	}
	var entered room.Entered
	switch c.FormValue("do") {
	case "suggest":
		err = s.suggest(c, access, c.FormValue("problem"))
	case "decline":
		err = s.decline(c, access, c.FormValue("problem"))
	case "accept":
		entered, err = s.accept(c, access, c.FormValue("problem"))
	case "enter":
		entered, err = s.registry.EnterReturn(c.Request().Context(), c.Param("id"), access.Participant)
	default:
		err = interview.Errorf(interview.Invalid, "Say what to do: suggest, decline, accept or enter.")
	}
	if err != nil {
		return err
	}
	if entered.Session == "" {
		return c.Redirect(http.StatusSeeOther, "/s/"+c.Param("id")+"/"+role+"/review#swap")
	}
	s.setSeat(c, entered.Session, entered.Role, entered.Key)
	return c.Redirect(http.StatusSeeOther, "/s/"+entered.Session+"/"+string(entered.Role))
}

// swapAsked says whether a suggestion waits for this participant's answer.
func swapAsked(st *interview.State, me interview.ParticipantID) bool {
	open := st.OpenSwap()
	if open == nil || open.By == me {
		return false
	}
	_, err := st.SwapPartner(me)
	return err == nil
}

// suggested is a suggestion as the one reads it who is asked: by whom, and whether that one designs.
func suggested(by string, youDesign bool, problem string, plan interview.Plan) string {
	who := by + " designs"
	if youDesign {
		who = "you design"
	}
	return fmt.Sprintf("%s suggests: %s %s, %d minutes.", by, who, problem, plan.Total()/interview.Minute)
}
