package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/review"
)

type groupBody struct {
	groupView
	// People and Mentors are how many there are.
	People, Mentors int
	Rows            []memberRow
	Links           []groupLinkRow
}

type memberRow struct {
	ID                  interview.MemberID
	Name, Role, Since   string
	Runs, You, IsMentor bool
}

type groupLinkRow struct{ ID, Role, Made, Used string }

// groupPage shows a group to those who are in it.
func (s *Server) groupPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	v, _, err := s.groupFor(c)
	if err != nil {
		return err
	}
	body := groupBody{groupView: v, People: len(v.Members)}
	for _, m := range v.Members {
		mentor := m.Role == interview.GroupMentor
		if mentor {
			body.Mentors++
		}
		body.Rows = append(body.Rows, memberRow{m.ID, m.Name, string(m.Role), date(m.Since), m.Runs, m.ID == v.You, mentor})
	}
	for _, i := range v.Invites {
		used := "not used yet"
		if i.Used > 0 {
			used = fmt.Sprintf("%d came by it", i.Used)
		}
		body.Links = append(body.Links, groupLinkRow{i.ID, string(i.Role), date(i.MadeAt), used})
	}
	return s.render(c, http.StatusOK, "group.html", page{Title: v.Name + " – mockroom", Script: "/static/js/groups/main.js", Body: body})
}

type groupJoinBody struct{ Group, Name string }

// groupJoinPage takes a link into a group; its key is in the fragment, so that the page knows nothing
// of the group.
func (s *Server) groupJoinPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if !interview.ValidID(c.Param("group")) {
		return interview.Errorf(interview.NotFound, "This link opens nothing. It may be incomplete.")
	}
	body := groupJoinBody{Group: c.Param("group")}
	person, err := s.person(c)
	if err != nil {
		return err
	}
	if person != "" {
		if body.Name, err = s.registry.People.Name(c.Request().Context(), person); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "group-join.html", page{Title: "Join a group – mockroom", Script: "/static/js/groups/join.js", Body: body})
}

// makeGroupFromForm is the history's form.
func (s *Server) makeGroupFromForm(c echo.Context) error {
	id, err := s.newGroup(c, groupRequest{Name: c.FormValue("name"), As: c.FormValue("as")})
	var refusal *interview.Error
	if errors.As(err, &refusal) && refusal.Code == interview.Invalid {
		return s.renderPractice(c, practiceBody{GroupName: c.FormValue("name"), GroupFault: refusal.Message})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/groups/"+id)
}

// ownGroup is a group as lists show it to one of its people.
type ownGroup struct {
	ID, Name, Role string
	People         int
	Runs           bool
}

func (s *Server) ownGroups(person interview.PersonID) []ownGroup {
	var list []ownGroup
	for _, e := range s.registry.Index().GroupsOf(person) {
		id, _ := e.State.PartOf(person)
		list = append(list, ownGroup{e.Group, review.Isolated(e.State.Name), string(e.State.Members[id].Role), len(e.State.Members), e.State.Runner == id})
	}
	return list
}
