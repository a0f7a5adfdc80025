package review

import (
	"fmt"
	"slices"

	"mockroom/server/interview"
)

// NextStep is one thing to do next, with what it follows from.
type NextStep struct {
	// Because is the fact, Do the exercise; Section with Anchor is what to read, "" for nothing.
	Because, Do     string
	Section, Anchor string
}

// readFor is the section of the reference design that has most to say on a criterion.
var readFor = map[interview.Criterion]string{
	"structured-approach":    "Functional requirements",
	"trade-offs":             "Choices and their prices",
	"scalability":            "Reference design",
	"reliability":            "At three in the morning",
	"implementation-details": "Data model",
}

// goodEnough is from which mean on a criterion is nothing to practise first.
const goodEnough = 3.5

// next picks the criterion that was scored lowest, by others if anybody else scored, and a question of
// this problem about it that was not asked. It says nothing where no score is shown.
func (r *Report) next(view *interview.State, p interview.ProblemView) {
	lowest, mean, found := weakest(view)
	if !found || len(p.Design) == 0 {
		return
	}
	if mean >= goodEnough {
		r.Next = &NextStep{Because: "No criterion is below 3.5.", Do: "Take a harder problem, or this one again with the dives that were not asked."}
		return
	}
	step := &NextStep{
		Because: fmt.Sprintf("%s was scored lowest, %.2g.", lowest.Title(), mean),
		Do:      "Tell the whole design once more, aloud, in ten minutes, to somebody who has not seen it.",
	}
	if title, question := unasked(view, p, lowest); question != "" {
		step.Do = fmt.Sprintf("Answer this aloud, in three minutes (%s): %s", title, question)
	}
	for i, chapter := range p.Design {
		if chapter.Title == readFor[lowest] {
			step.Section, step.Anchor = chapter.Title, fmt.Sprintf("design-%d", i)
		}
	}
	r.Next = step
}

// weakest is the criterion with the lowest mean over those who observed it; of equals the first.
func weakest(view *interview.State) (lowest interview.Criterion, mean float64, found bool) {
	self := view.Holder(interview.Candidate)
	others := false
	for rater, c := range view.Cards {
		others = others || rater != self && c.Content != nil && c.LockedAt != 0
	}
	for _, criterion := range interview.Criteria() {
		sum, n := 0, 0
		for rater, c := range view.Cards {
			if c.Content == nil || c.LockedAt == 0 || others && rater == self {
				continue
			}
			if score := c.Content.Scores[criterion]; score > 0 {
				sum, n = sum+score, n+1
			}
		}
		if n == 0 {
			continue
		}
		if m := float64(sum) / float64(n); !found || m < mean {
			lowest, mean, found = criterion, m, true
		}
	}
	return lowest, mean, found
}

// unasked is a question about a criterion that was not asked in this session: a follow-up card that was
// not dealt, else a probe.
func unasked(view *interview.State, p interview.ProblemView, about interview.Criterion) (title, question string) {
	for _, c := range p.Cards {
		dealt := slices.ContainsFunc(view.Dealt, func(d interview.DealtCard) bool { return d.ID == c.ID })
		if !dealt && slices.Contains(c.Criteria, string(about)) {
			return c.Title, c.Ask
		}
	}
	for _, d := range p.Dives {
		for i, ask := range d.Asks {
			asked := slices.ContainsFunc(view.Probes, func(a interview.AskedProbe) bool { return a.Dive == d.ID && a.Index == i })
			if !asked && i < len(d.AskCriteria) && slices.Contains(d.AskCriteria[i], string(about)) {
				return d.Title, ask
			}
		}
	}
	return "", ""
}
