package interview

import (
	"slices"
	"strings"
)

// Rungs is how many hints a ladder has.
const Rungs = 3

// MaxGiven bounds how often the same thing may be told, asked or dealt again in a session.
const MaxGiven = 500

// give refuses whoever may not give of the kit now; from is the first phase in which it is possible.
func (d *decision) give(from Phase) error {
	if d.Acts(d.by()) != Interviewer {
		return Errorf(Forbidden, "Only the interviewer can do that.")
	}
	if err := d.timed(); err != nil {
		return err
	}
	if d.Phase < from {
		return Errorf(Conflict, "That is for the %s; this is %s.", strings.ToLower(from.Title()), strings.ToLower(d.Phase.Title()))
	}
	if d.command.Kit == nil {
		return Errorf(Unavailable, "The problem's files cannot be read right now. Say it in your own words.")
	}
	if len(d.Told)+len(d.Hints)+len(d.Probes)+len(d.Dealt) >= MaxGiven {
		return Errorf(TooLarge, "The script has been used %d times; go on in your own words.", MaxGiven)
	}
	return nil
}

func (a TellAnswer) decide(d *decision) error {
	if err := d.give(Clarification); err != nil {
		return err
	}
	c, ok := d.command.Kit.Clarification(a.ID)
	if !ok {
		return Errorf(NotFound, "This problem has no answer %q.", shorten(a.ID))
	}
	if slices.ContainsFunc(d.Told, func(t Told) bool { return t.ID == a.ID }) {
		return nil
	}
	d.emit(ForAll, ClarificationAnswered{c.ID, c.Question, c.Answer})
	return nil
}

func (AskHint) decide(d *decision) error {
	if d.Acts(d.by()) != Candidate {
		return Errorf(Forbidden, "The candidate asks for hints.")
	}
	if d.Mode == Solo {
		return Errorf(Invalid, "There is no interviewer to ask.")
	}
	if err := d.timed(); err != nil {
		return err
	}
	if d.HintAsked == nil {
		d.emit(ForAll, HintAsked{})
	}
	return nil
}

func (DeclineHint) decide(d *decision) error {
	if d.Acts(d.by()) != Interviewer {
		return Errorf(Forbidden, "Only the interviewer can do that.")
	}
	if d.HintAsked != nil {
		d.emit(ForAll, HintDeclined{})
	}
	return nil
}

func (a GiveHint) decide(d *decision) error {
	if err := d.give(Clarification); err != nil {
		return err
	}
	item, ok := d.command.Kit.Item(a.Phase.String(), a.Item)
	if !ok {
		return Errorf(NotFound, "The checklist of %s has no item %q.", strings.ToLower(a.Phase.Title()), shorten(a.Item))
	}
	if a.Phase > d.Phase {
		return Errorf(Conflict, "That is for the %s; this is %s.", strings.ToLower(a.Phase.Title()), strings.ToLower(d.Phase.Title()))
	}
	next := d.HintsGiven(a.Phase, a.Item) + 1
	switch {
	case a.Rung >= 1 && a.Rung < next:
		return nil
	case next > Rungs:
		return Errorf(Conflict, "All three hints for this were given.")
	case a.Rung != next:
		return Errorf(Conflict, "Only the next hint of the ladder can be given; that is number %d.", next)
	}
	d.emit(ForAll, HintGiven{a.Phase, a.Item, next, item.Hints[next-1]})
	return nil
}

// HintsGiven is how many rungs of an item's ladder were given.
func (s *State) HintsGiven(phase Phase, item string) int {
	n := 0
	for _, h := range s.Hints {
		if h.Phase == phase && h.Item == item {
			n = max(n, h.Rung)
		}
	}
	return n
}

func (a ChooseDives) decide(d *decision) error {
	if err := d.give(Clarification); err != nil {
		return err
	}
	dives := []string{}
	for _, id := range a.Dives {
		if _, ok := d.command.Kit.Dive(id); !ok {
			return Errorf(NotFound, "This problem has no dive %q.", shorten(id))
		}
		if !slices.Contains(dives, id) {
			dives = append(dives, id)
		}
	}
	if !slices.Equal(dives, d.Dives) {
		d.emit(ForKit, DiveChosen{dives})
	}
	return nil
}

func (a AskProbe) decide(d *decision) error {
	if err := d.give(DeepDive); err != nil {
		return err
	}
	dive, ok := d.command.Kit.Dive(a.Dive)
	if !ok || a.Index < 0 || a.Index >= len(dive.Asks) {
		return Errorf(NotFound, "This problem has no such probe.")
	}
	for _, p := range d.Probes {
		if p.Dive == a.Dive && p.Index == a.Index {
			return nil
		}
	}
	d.emit(ForAll, ProbeAsked{dive.ID, dive.Title, a.Index, dive.Asks[a.Index]})
	return nil
}

func (a DealCard) decide(d *decision) error {
	if err := d.give(FollowUp); err != nil {
		return err
	}
	card, ok := d.command.Kit.Card(a.ID)
	if !ok {
		return Errorf(NotFound, "This problem has no card %q.", shorten(a.ID))
	}
	if !slices.ContainsFunc(d.Dealt, func(c DealtCard) bool { return c.ID == a.ID }) {
		d.emit(ForAll, FollowupDealt{card.ID, card.Ask})
	}
	return nil
}

func (a MarkSeen) decide(d *decision) error {
	if d.Phase < Clarification || d.Phase > Scoring {
		return nil
	}
	var fresh []string
	for _, item := range a.Items {
		if _, seen := d.Seen[item]; !seen && !slices.Contains(fresh, item) {
			fresh = append(fresh, item)
		}
	}
	if len(fresh) > 0 {
		audience := ForKit
		if d.Help == Exam {
			audience = ForReview
		}
		d.emitAs("", "", audience, ChecklistSeen{fresh})
	}
	return nil
}

func (a ReadContent) decide(d *decision) error {
	if _, ok := d.Participants[a.Participant]; !ok || d.KitReaders[a.Participant] {
		return nil
	}
	d.emitAs("", a.Participant, ForNobody, ContentSeen{a.Participant, "kit", a.Hash})
	return nil
}

func (a RateInterviewer) decide(d *decision) error {
	if d.Acts(d.by()) != Candidate || d.Mode == Solo {
		return Errorf(Forbidden, "The candidate says how the interviewer was.")
	}
	if d.Phase != Review {
		return Errorf(Conflict, "Say how the interviewer was when the scores are open.")
	}
	a.Words = strings.TrimSpace(a.Words)
	if err := a.check(); err != nil {
		return err
	}
	d.emit(ForSighted, a.InterviewerRated)
	return nil
}
