package review

import (
	"fmt"
	"slices"
	"strings"

	"mockroom/server/interview"
)

// Given is something that the interviewer gave, with the session's time.
type Given struct {
	At, What, Text string
	// Href opens the replay at that moment.
	Href string
}

// Missed is an item of a checklist that nobody saw on the board, and where to read about it.
type Missed struct {
	Text string
	Must bool
	// Section is the reference design's section to read, Anchor its place on the page.
	Section, Anchor string
}

// PhaseMissed is what of a phase's checklist was not seen, and how much there was.
type PhaseMissed struct {
	Phase       string
	Seen, Total int
	Missed      []Missed
}

var rungNames = [...]string{"", "gentle", "pointed", "explicit"}

// SessionTime is a moment on the session's own clock, pauses left out.
func SessionTime(s *interview.State, at interview.Time) string {
	stood := interview.Time(0)
	for _, p := range s.Pauses {
		to := p.To
		if to == 0 || to > at {
			to = at
		}
		if to > p.From {
			stood += to - p.From
		}
	}
	return clock(interview.Duration(max(0, at-s.StartedAt-stood)))
}

func givenAt(view *interview.State, at interview.Time, what, text string) Given {
	return Given{SessionTime(view, at), what, text, MomentHref(view, at)}
}

// give lists hints, questions and cards out of what the view holds and the problem says.
func (r *Report) give(view *interview.State, p interview.ProblemView) {
	titles := map[string]string{}
	for _, script := range p.Scripts {
		for _, item := range script.Items {
			titles[script.Phase+"/"+item.ID] = item.Text
		}
	}
	for _, h := range view.Hints {
		what := rungNames[min(max(h.Rung, 0), 3)]
		if title := titles[h.Phase.String()+"/"+h.Item]; title != "" {
			what += ", for: " + title
		}
		r.Hints = append(r.Hints, givenAt(view, h.At, what, h.Text))
	}
	for _, t := range view.Told {
		r.Told = append(r.Told, givenAt(view, t.At, t.Question, t.Answer))
	}
	for _, c := range p.Clarifications {
		told := slices.ContainsFunc(view.Told, func(t interview.Told) bool { return t.ID == c.ID })
		if c.Must && !told {
			r.NotAsked = append(r.NotAsked, Given{What: c.Question, Text: c.Answer})
		}
	}
	for _, probe := range view.Probes {
		r.Asked = append(r.Asked, givenAt(view, probe.At, probe.Title, probe.Text))
	}
	for _, d := range view.Dealt {
		title := "Follow-up"
		for _, c := range p.Cards {
			if c.ID == d.ID {
				title = c.Title
			}
		}
		r.Asked = append(r.Asked, givenAt(view, d.At, title, d.Text))
	}
}

// miss holds the checklists against what was seen. It is facts for people: nothing is counted.
func (r *Report) miss(view *interview.State, p interview.ProblemView) {
	for _, script := range p.Scripts {
		if len(script.Items) == 0 || script.Items[0].Hints[0] == "" {
			return
		}
		m := PhaseMissed{Phase: script.Title, Total: len(script.Items)}
		for _, item := range script.Items {
			if _, seen := view.Seen[script.Phase+"/"+item.ID]; seen {
				m.Seen++
				continue
			}
			section, anchor := readIn(script.Phase, item.ID+" "+item.Text, p)
			m.Missed = append(m.Missed, Missed{item.Text, item.Must, section, anchor})
		}
		slices.SortStableFunc(m.Missed, func(a, b Missed) int {
			if a.Must == b.Must {
				return 0
			}
			if a.Must {
				return -1
			}
			return 1
		})
		r.Missed = append(r.Missed, m)
	}
}

// sections names, for each phase, where the reference design speaks of it, and words that send an
// item to a section of its own.
var sections = map[string]string{
	"clarification": "Functional requirements", "high-level": "Reference design", "deep-dive": "Choices and their prices", "follow-up": "At three in the morning",
}

var sectionWords = []struct{ word, section string }{
	{"quality", "Non-functional requirements"}, {"target", "Non-functional requirements"}, {"latency", "Non-functional requirements"},
	{"api", "API"}, {"endpoint", "API"}, {"call", "API"}, {"model", "Data model"}, {"record", "Data model"}, {"table", "Data model"},
}

func readIn(phase, item string, p interview.ProblemView) (section, anchor string) {
	wanted := sections[phase]
	for _, w := range sectionWords {
		if (phase == "clarification" || phase == "high-level") && strings.Contains(strings.ToLower(item), w.word) {
			wanted = w.section
			break
		}
	}
	for _, title := range []string{wanted, "Reference design"} {
		for i, c := range p.Design {
			if c.Title == title {
				return title, fmt.Sprintf("design-%d", i)
			}
		}
	}
	return "", ""
}
