package web

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// conceptsBody is the list of cards and all there is to read on.
type conceptsBody struct {
	Areas   []conceptArea
	Reading []problems.Reading
}

type conceptArea struct {
	Title string
	Cards []*problems.Concept
}

// conceptBody is the page of one card.
type conceptBody struct {
	Card          *problems.Concept
	Parts         map[string]template.HTML
	Before, After []*problems.Concept
	// Asked are the questions of problems that this person knows already; Others name the rest.
	Asked   []askedIn
	Others  []*problems.Problem
	Reading []problems.Reading
}

// askedIn is a question that an interview on a problem asks about a concept.
type askedIn struct {
	Question, Dive string
	Problem        *problems.Problem
}

// conceptsPage lists the cards.
func (s *Server) conceptsPage(c echo.Context) error {
	body := conceptsBody{Reading: s.catalogue().Reading("")}
	for _, card := range s.catalogue().Concepts() {
		if n := len(body.Areas); n == 0 || body.Areas[n-1].Title != card.Area {
			body.Areas = append(body.Areas, conceptArea{Title: card.Area})
		}
		area := &body.Areas[len(body.Areas)-1]
		area.Cards = append(area.Cards, card)
	}
	return s.render(c, http.StatusOK, "concepts.html", page{Title: "Concepts", Body: body})
}

func (s *Server) findConcept(c echo.Context) (*problems.Concept, error) {
	card, ok := s.catalogue().Concept(c.Param("id"))
	if !ok {
		return nil, interview.Errorf(interview.NotFound, "There is no card %q here. The page of concepts lists them.", clip(c.Param("id")))
	}
	return card, nil
}

// conceptPage shows a card. An interview's own questions stand on it only for problems that the reader
// has done, interviewed with or studied.
func (s *Server) conceptPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	card, err := s.findConcept(c)
	if err != nil {
		return err
	}
	person, err := s.person(c)
	if err != nil {
		return err
	}
	marks, err := s.problemMarks(c, person)
	if err != nil {
		return err
	}
	body := conceptBody{Card: card, Parts: map[string]template.HTML{}, After: s.catalogue().After(card.ID), Reading: s.catalogue().Reading(card.ID)}
	for _, chapter := range card.Chapters {
		body.Parts[chapter.Title] = template.HTML(markdown.Document(chapter.Text))
	}
	for _, id := range card.Before {
		if before, ok := s.catalogue().Concept(id); ok {
			body.Before = append(body.Before, before)
		}
	}
	for _, p := range s.catalogue().AskedIn(card.ID) {
		question, known := questionAbout(p, card.ID), marks[p.Slug] != ""
		if question.Question != "" && known {
			body.Asked = append(body.Asked, question)
		} else {
			body.Others = append(body.Others, p)
		}
	}
	return s.render(c, http.StatusOK, "concept.html", page{Title: card.Title, Script: "/static/js/concept/main.js", Body: body})
}

// questionAbout is the first probe of the dive that a problem has about a concept.
func questionAbout(p *problems.Problem, concept string) askedIn {
	for _, d := range p.Kit.Dives {
		if slices.Contains(d.Concepts, concept) {
			return askedIn{d.Asks[0], d.Title, p}
		}
	}
	return askedIn{}
}

// listConcepts answers GET /api/concepts.
func (s *Server) listConcepts(c echo.Context) error {
	list := []map[string]any{}
	for _, card := range s.catalogue().Concepts() {
		list = append(list, s.conceptSummary(card))
	}
	reading := s.catalogue().Reading("")
	if reading == nil {
		reading = []problems.Reading{}
	}
	return c.JSON(http.StatusOK, map[string]any{"concepts": list, "reading": reading})
}

// getConcept answers GET /api/concepts/{id}.
func (s *Server) getConcept(c echo.Context) error {
	card, err := s.findConcept(c)
	if err != nil {
		return err
	}
	answer := s.conceptSummary(card)
	chapters := []map[string]string{}
	for _, chapter := range card.Chapters {
		chapters = append(chapters, map[string]string{"title": chapter.Title, "text": chapter.Text})
	}
	answer["chapters"], answer["self_test"], answer["reading"] = chapters, card.SelfTest, s.catalogue().Reading(card.ID)
	return c.JSON(http.StatusOK, answer)
}

func (s *Server) conceptSummary(card *problems.Concept) map[string]any {
	asked := []string{}
	for _, p := range s.catalogue().AskedIn(card.ID) {
		asked = append(asked, p.Slug)
	}
	slices.SortFunc(asked, cmp.Compare[string])
	before := card.Before
	if before == nil {
		before = []string{}
	}
	return map[string]any{"id": card.ID, "title": card.Title, "area": card.Area, "summary": card.Summary, "before": before, "problems": asked}
}
