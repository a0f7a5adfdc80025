package web

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// problemBody is the page of one problem. Kit is there for who has studied it.
type problemBody struct {
	homeBody
	Problem  *problems.Problem
	Prompt   template.HTML
	Sessions []homeSession
	Concepts []conceptLink
	Related  []*problems.Problem
	Studied  bool
	Kit      []kitPart
}

// conceptLink is a concept of a problem; Card is nil where no pack here has its card.
type conceptLink struct {
	ID   string
	Card *problems.Concept
}

// kitPart is a file of the kit, as it is read.
type kitPart struct {
	ID, Title string
	Chapters  []designChapter
}

func (s *Server) findProblem(c echo.Context) (*problems.Problem, error) {
	p, ok := s.catalogue().Find(c.Param("slug"))
	if !ok {
		return nil, interview.Errorf(interview.NotFound, "There is no problem %q here. The first page lists them.", clip(c.Param("slug")))
	}
	return p, nil
}

// problemPage shows a problem outside of any session: the prompt to everybody, the kit to who has
// asked for it.
func (s *Server) problemPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	p, err := s.findProblem(c)
	if err != nil {
		return err
	}
	home, err := s.homeBody(c, sessionRequest{Problem: p.Slug, Minutes: 45, Role: interview.Candidate, Pace: interview.Soft}, "")
	if err != nil {
		return err
	}
	home.Fixed = true
	body := problemBody{homeBody: home, Problem: p, Prompt: markdown.Prose(p.Prompt)}
	for _, id := range p.Concepts {
		card, _ := s.catalogue().Concept(id)
		body.Concepts = append(body.Concepts, conceptLink{id, card})
	}
	for _, slug := range p.Related {
		if r, ok := s.catalogue().Find(slug); ok {
			body.Related = append(body.Related, r)
		}
	}
	person, err := s.person(c)
	if err != nil {
		return err
	}
	if person != "" {
		if body.Studied, err = s.studied(c, person, p); err != nil {
			return err
		}
		for _, e := range s.registry.Index().Of(person) {
			if e.State.Problem.Slug == p.Slug {
				h := s.homeSession(c, person, e)
				body.Sessions = append(body.Sessions, h)
			}
		}
	}
	body.Studied = body.Studied || s.shown != nil
	if body.Studied {
		body.Kit = wholeKit(p)
	}
	return s.render(c, http.StatusOK, "problem.html", page{Title: p.ShortName, Script: "/static/js/problem/main.js", Body: body})
}

func (s *Server) studied(c echo.Context, person interview.PersonID, p *problems.Problem) (bool, error) {
	studied, err := s.registry.People.Studied(c.Request().Context(), person)
	return studied[p.Pack+"/"+p.Slug], err
}

// study notes that this browser's person opens the kit; it makes a person at this first act.
func (s *Server) study(c echo.Context) (*problems.Problem, error) {
	p, err := s.findProblem(c)
	if err != nil {
		return nil, err
	}
	person, err := s.person(c)
	if err != nil {
		return nil, err
	}
	if person == "" {
		if person, err = s.makePerson(c, ""); err != nil {
			return nil, err
		}
	}
	return p, s.registry.People.Study(c.Request().Context(), person, p.Pack+"/"+p.Slug, p.Hash)
}

// studyFromForm is the page's button.
func (s *Server) studyFromForm(c echo.Context) error {
	p, err := s.study(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/problems/"+p.Slug+"#kit")
}

// getProblem answers GET /api/problems/{slug}.
func (s *Server) getProblem(c echo.Context) error {
	p, err := s.findProblem(c)
	if err != nil {
		return err
	}
	person, err := s.person(c)
	if err != nil {
		return err
	}
	studied := false
	if person != "" {
		if studied, err = s.studied(c, person, p); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, problemAnswer(p, studied))
}

// studyProblem answers POST /api/problems/{slug}/study.
func (s *Server) studyProblem(c echo.Context) error {
	p, err := s.study(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, problemAnswer(p, true))
}

func problemAnswer(p *problems.Problem, studied bool) map[string]any {
	answer := map[string]any{
		"slug": p.Slug, "title": p.Title, "short": p.ShortName, "level": p.Level, "fits": p.Fits, "summary": p.Summary,
		"version": p.Version, "time": p.Time, "concepts": p.Concepts, "related": p.Related, "prompt": p.Prompt, "studied": studied,
	}
	if studied {
		answer["kit"] = p.Kit
		answer["anchors"] = p.Anchors
	}
	return answer
}

// wholeKit is every file of the kit in the order in which one studies.
func wholeKit(p *problems.Problem) []kitPart {
	titles := []struct{ file, title string }{
		{"interviewer.md", "Interviewer"}, {"capacity.md", "Numbers"}, {"design.md", "Reference design"}, {"dives.md", "Deep dives"},
		{"followups.md", "Follow-ups"}, {"phases.md", "Checklists and hints"}, {"rubric.md", "What the scores look like"},
	}
	var parts []kitPart
	for _, t := range titles {
		text := strings.ReplaceAll(string(p.Files[t.file]), "\r\n", "\n")
		text = strings.NewReplacer("{{minutes}}", "45", "{{level}}", p.Level).Replace(text)
		parts = append(parts, kitPart{
			ID: strings.TrimSuffix(t.file, ".md"), Title: t.title,
			Chapters: []designChapter{{HTML: template.HTML(markdown.Document(text))}},
		})
	}
	return parts
}
