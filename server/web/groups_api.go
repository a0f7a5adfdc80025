package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/room"
)

// groupView is a group as one of its members sees it. No person's id is in it.
type groupView struct {
	ID      string              `json:"id"`
	Name    string              `json:"name"`
	Role    interview.GroupRole `json:"role"`
	Runs    bool                `json:"runs"`
	Members []memberView        `json:"members"`
	Invites []groupInvite       `json:"invites"`
	You     interview.MemberID  `json:"you"`
	state   *group.State
}

type memberView struct {
	ID    interview.MemberID  `json:"id"`
	Name  string              `json:"name"`
	Role  interview.GroupRole `json:"role"`
	Runs  bool                `json:"runs"`
	Since interview.Time      `json:"since"`
}

// groupInvite is a link into the group, for whoever runs it; its key is shown only when it is made.
type groupInvite struct {
	ID     string              `json:"id"`
	Role   interview.GroupRole `json:"role"`
	MadeAt interview.Time      `json:"made_at"`
	Used   int                 `json:"used"`
}

// groupFor reads the group that the path names as this browser's person may see it.
func (s *Server) groupFor(c echo.Context) (groupView, interview.PersonID, error) {
	person, err := s.person(c)
	if err != nil {
		return groupView{}, "", err
	}
	v, err := s.groupOf(c.Request().Context(), c.Param("group"), person)
	return v, person, err
}

// groupOf is a group as one of its members may see it.
func (s *Server) groupOf(ctx context.Context, id string, person interview.PersonID) (v groupView, err error) {
	v.ID = id
	if v.state, err = s.registry.Group(ctx, id, person); err != nil {
		return v, err
	}
	v.Name, v.Members, v.Invites = v.state.Name, []memberView{}, []groupInvite{}
	v.You, _ = v.state.PartOf(person)
	v.Role, v.Runs = v.state.Members[v.You].Role, v.state.Runs(person)
	for _, id := range v.state.Listed() {
		m := v.state.Members[id]
		name, err := s.registry.People.Name(ctx, m.Person)
		if err != nil {
			return v, err
		}
		v.Members = append(v.Members, memberView{id, name, m.Role, v.state.Runner == id, m.Since})
	}
	if v.Runs {
		for _, i := range v.state.Invites {
			if !i.Revoked {
				v.Invites = append(v.Invites, groupInvite{i.ID, i.Role, i.MadeAt, i.Used})
			}
		}
	}
	return v, nil
}

// listGroups answers GET /api/groups: those that this browser's person is in.
func (s *Server) listGroups(c echo.Context) error {
	person, err := s.person(c)
	if err != nil {
		return err
	}
	list := []map[string]any{}
	for _, e := range s.registry.Index().GroupsOf(person) {
		id, _ := e.State.PartOf(person)
		list = append(list, map[string]any{"id": e.Group, "name": e.State.Name, "role": e.State.Members[id].Role, "runs": e.State.Runner == id, "people": len(e.State.Members)})
	}
	return c.JSON(http.StatusOK, map[string]any{"groups": list})
}

// groupRequest is what makes or renames a group. As is the name that its maker goes by.
type groupRequest struct {
	Name string `json:"name"`
	As   string `json:"as"`
}

// newGroup makes a group that this browser's person runs.
func (s *Server) newGroup(c echo.Context, q groupRequest) (string, error) {
	name, err := room.CheckName(q.Name)
	if err != nil {
		return "", err
	}
	if err := s.checkCreateKey(c, ""); err != nil {
		return "", err
	}
	if err := s.mayCreate(c); err != nil {
		return "", err
	}
	person, err := s.personAs(c, q.As)
	if err != nil {
		return "", err
	}
	return s.registry.MakeGroup(c.Request().Context(), person, name)
}

// personAs is who this browser is, under a new name if one is given; who has none has to give one.
func (s *Server) personAs(c echo.Context, name string) (interview.PersonID, error) {
	if name == "" {
		person, err := s.person(c)
		if err != nil {
			return "", err
		}
		if person != "" {
			if known, err := s.registry.People.Name(c.Request().Context(), person); err != nil || known != "somebody" {
				return person, err
			}
		}
	}
	return s.personNamed(c, name)
}

// makeGroup answers POST /api/groups.
func (s *Server) makeGroup(c echo.Context) error {
	var q groupRequest
	if err := readJSON(c, &q); err != nil {
		return err
	}
	id, err := s.newGroup(c, q)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"id": id, "url": s.groupURL(c, id)})
}

func (s *Server) groupURL(c echo.Context, id string) string { return s.origin(c) + "/groups/" + id }

// getGroup answers GET /api/groups/{group}.
func (s *Server) getGroup(c echo.Context) error {
	v, _, err := s.groupFor(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, v)
}

// inGroup does something in the group that the path names, as this browser's person.
func (s *Server) inGroup(c echo.Context, do group.Action) error {
	person, err := s.person(c)
	if err != nil {
		return err
	}
	if person == "" {
		return group.ErrNoGroup
	}
	if err := s.mayAsk("group", interview.ParticipantID(person), 10); err != nil {
		return err
	}
	return s.registry.InGroup(c.Request().Context(), c.Param("group"), group.Command{By: person, Do: do})
}

// renameGroup answers PATCH /api/groups/{group}.
func (s *Server) renameGroup(c echo.Context) error {
	var q groupRequest
	if err := readJSON(c, &q); err != nil {
		return err
	}
	if err := s.inGroup(c, group.Rename{Name: q.Name}); err != nil {
		return err
	}
	return s.getGroup(c)
}

// deleteGroup answers DELETE /api/groups/{group}.
func (s *Server) deleteGroup(c echo.Context) error {
	person, err := s.person(c)
	if err != nil {
		return err
	}
	if err := s.registry.DeleteGroup(c.Request().Context(), c.Param("group"), person); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// inviteToGroup answers POST /api/groups/{group}/invites with a new link.
func (s *Server) inviteToGroup(c echo.Context) error {
	var q struct {
		Role interview.GroupRole `json:"role"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	secret, id := room.NewSecret(), "g-"+room.NewSecret()[:12]
	if err := s.inGroup(c, group.Invitation{ID: id, Role: q.Role, KeyHash: room.Hash(secret)}); err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"id": id, "role": q.Role, "url": s.groupURL(c, c.Param("group")) + "/join#" + secret})
}

// revokeGroupInvite answers DELETE /api/groups/{group}/invites/{invite}.
func (s *Server) revokeGroupInvite(c echo.Context) error {
	if err := s.inGroup(c, group.RevokeInvite{ID: c.Param("invite")}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// joinGroup answers POST /api/groups/{group}/join: a link's key against a place in the group.
func (s *Server) joinGroup(c echo.Context) error {
	var q struct {
		Key string `json:"key"`
		As  string `json:"as"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var link group.Invite
	err := s.tryKey(c, q.Key, func() (err error) {
		link, err = s.registry.GroupLink(ctx, c.Param("group"), q.Key)
		return err
	})
	if err != nil {
		return err
	}
	person, err := s.personAs(c, q.As)
	if err != nil {
		return err
	}
	err = s.registry.InGroup(ctx, c.Param("group"), group.Command{By: person, Do: group.Join{Member: room.NewMember(), Invite: link.ID}})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"id": c.Param("group"), "role": link.Role})
}

// changeMember answers PATCH /api/groups/{group}/members/{member}: another role, or who runs it.
func (s *Server) changeMember(c echo.Context) error {
	var q struct {
		Role interview.GroupRole `json:"role"`
		Runs bool                `json:"runs"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	member := interview.MemberID(c.Param("member"))
	if q.Role == "" && !q.Runs {
		return interview.Errorf(interview.Invalid, `Give "role", or "runs": true.`)
	}
	if q.Role != "" {
		if err := s.inGroup(c, group.SetRole{Member: member, Role: q.Role}); err != nil {
			return err
		}
	}
	if q.Runs {
		if err := s.inGroup(c, group.HandOver{Member: member}); err != nil {
			return err
		}
	}
	return s.getGroup(c)
}

// removeMember answers DELETE /api/groups/{group}/members/{member}: oneself, or by whoever runs it.
func (s *Server) removeMember(c echo.Context) error {
	if err := s.inGroup(c, group.Remove{Member: interview.MemberID(c.Param("member"))}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
