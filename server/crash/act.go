package crash

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mockroom/server/interview"
)

// act does the next thing that a person in this role might do: mostly typing.
func (p *person) act() error {
	if p.crowd.resting.Load() {
		return p.rest()
	}
	if !p.stage.started.Load() && p.role == interview.Interviewer && len(p.queue) == 0 {
		return p.start()
	}
	if p.stage.ending.Load() {
		if err, closing := p.close(); closing {
			return err
		}
	}
	if len(p.queue) >= most {
		return nil
	}
	dice := p.rand.IntN(1000)
	switch {
	case dice < 60:
		return p.chat()
	case dice < 90 && p.role != interview.Observer:
		text := fmt.Sprintf("note %d of %s: %s", p.n, p.client, p.hand.Line())
		return p.send(p.order("note.write", map[string]string{"text": text}, nil))
	case dice < 130 && p.role == interview.Interviewer:
		return p.lead()
	case dice < 110 && p.role == interview.Candidate:
		return p.send(p.order("hint.ask", struct{}{}, func(a *audit) bool { return true }))
	case dice < 200 && p.role == interview.Mentor:
		return p.send(p.order("scorecard.save", map[string]any{"card": p.card()}, nil))
	case p.role == interview.Candidate || p.role == interview.Interviewer:
		return p.edit()
	}
	return nil
}

func (p *person) start() error {
	o := p.order("interview.start", map[string]bool{"anyway": true}, func(a *audit) bool { return a.state.Phase > interview.Lobby })
	o.answered = func(bool, string) { p.stage.started.Store(true) }
	return p.send(o)
}

func (p *person) chat() error {
	p.said++
	text := fmt.Sprintf("%s %s/%d", p.hand.Line(), p.client, p.said)
	return p.send(p.order("chat.say", map[string]string{"text": text}, func(a *audit) bool { return a.said[text] == 1 }))
}

// rest pushes what the editor still has, and nothing else.
func (p *person) rest() error {
	if p.closed || p.editor == nil || p.pushing || len(p.editor.Unconfirmed()) == 0 {
		return nil
	}
	return p.pushNow()
}

// edit types, and pushes if nothing of this editor is on its way.
func (p *person) edit() error {
	if p.editor == nil || p.closed || !p.stage.started.Load() {
		return nil
	}
	if len(p.editor.Unconfirmed()) < 40 {
		if err := p.editor.Edit(p.hand.Next(p.editor.Doc())); err != nil {
			return err
		}
	}
	if p.pushing || len(p.editor.Unconfirmed()) == 0 {
		return nil
	}
	return p.pushNow()
}

func (p *person) pushNow() error {
	o := p.push(p.editor.Client, p.editor, interview.MaxUpdates)
	o.answered = func(bool, string) { p.pushing = false }
	p.pushing = true
	return p.send(o)
}

// lead is what an interviewer does: the clock, and what the kit has.
func (p *person) lead() error {
	kit := p.crowd.kit
	switch p.rand.IntN(9) {
	case 0:
		return p.send(p.order("clock.extend", struct{}{}, nil))
	case 1, 2, 3:
		return p.clock()
	case 4:
		if p.rand.IntN(8) > 0 {
			return nil
		}
		from := []string{"clarification", "high-level", "deep-dive"}[p.rand.IntN(3)]
		p.clockIs = unknown
		return p.send(p.order("phase.next", map[string]string{"from": from}, nil))
	case 5:
		c := kit.Clarifications[p.rand.IntN(len(kit.Clarifications))]
		return p.send(p.order("clarification.tell", map[string]string{"id": c.ID}, func(a *audit) bool {
			return slices.ContainsFunc(a.state.Told, func(t interview.Told) bool { return t.ID == c.ID })
		}))
	case 6:
		d := kit.Dives[p.rand.IntN(len(kit.Dives))]
		return p.send(p.order("probe.ask", map[string]any{"dive": d.ID, "index": 0}, func(a *audit) bool {
			return slices.ContainsFunc(a.state.Probes, func(q interview.AskedProbe) bool { return q.Dive == d.ID })
		}))
	}
	return p.hint()
}

// What an interviewer knows of the clock. A pause that stands already has no second effect, so that
// only a known clock says what must be in the file.
const (
	unknown = iota
	running
	paused
)

func (p *person) clock() error {
	if slices.ContainsFunc(p.queue, func(o *order) bool { return strings.HasPrefix(o.command, "clock.") }) {
		return nil
	}
	command, then, holds := "clock.resume", running, (func(*audit) bool)(nil)
	switch p.clockIs {
	case running:
		command, then = "clock.pause", paused
	case unknown:
		holds = func(*audit) bool { return true }
	}
	o := p.order(command, struct{}{}, holds)
	o.answered = func(done bool, _ string) {
		if p.clockIs = unknown; done {
			p.clockIs = then
		}
	}
	return p.send(o)
}

func (p *person) hint() error {
	script := p.crowd.kit.Scripts[0]
	item, rung := script.Items[p.rand.IntN(len(script.Items))].ID, 1+p.rand.IntN(interview.Rungs)
	data := map[string]any{"phase": "clarification", "item": item, "rung": rung}
	return p.send(p.order("hint.give", data, func(a *audit) bool {
		return a.state.HintsGiven(interview.Clarification, item) >= rung
	}))
}

func (p *person) card() interview.Scorecard {
	c := interview.Scorecard{
		Scores: map[interview.Criterion]int{}, Recommendation: "hire", Confidence: "medium", Level: "senior",
		Strengths: fmt.Sprintf("%s %s/%d", p.hand.Line(), p.client, p.n), Fix: "Numbers first.",
	}
	for _, k := range interview.Criteria() {
		c.Scores[k] = 1 + p.rand.IntN(4)
	}
	return c
}

// close leads a session through its end, one answered step after the other; closing is false for those
// who have no part in it.
func (p *person) close() (err error, closing bool) {
	if p.role != interview.Interviewer && p.role != interview.Candidate {
		return nil, false
	}
	if len(p.queue) > 0 || p.step >= closed {
		return nil, true
	}
	if p.step == pins && p.hasPinned() {
		p.step = locks
	}
	var o *order
	switch p.step {
	case ends:
		o = p.order("interview.end", struct{}{}, func(a *audit) bool { return a.state.Phase >= interview.Scoring })
	case saves:
		o = p.order("scorecard.save", map[string]any{"card": p.card()}, nil)
	case pins:
		o = p.pin()
	case locks:
		o = p.order("scorecard.lock", struct{}{}, nil)
	case reveals:
		id := p.id()
		o = p.order("reveal.ready", struct{}{}, func(a *audit) bool { return a.commands[id] > 0 || a.state.Revealed != nil })
	case rates:
		words := map[string]any{"prepared": 4, "listened": 3, "fair": 4, "again": true, "words": p.client}
		o = p.order("interviewer.rate", words, nil)
	}
	o.answered = func(done bool, words string) { p.step = p.after(p.step, done, words) }
	return p.send(o), true
}

// Steps of closing a session.
const (
	ends = iota
	saves
	pins
	locks
	reveals
	rates
	closed
)

// pinsACriterion are enough for any score.
const pinsACriterion = 2

// pin drops the next of the pins that a card rests on, under a name that every page life of a person gives it.
func (p *person) pin() *order {
	criterion := interview.Criteria()[p.pinned/pinsACriterion]
	data := interview.DropPin{ID: fmt.Sprintf("pin-%s-%d", criterion, p.pinned%pinsACriterion), Criterion: criterion, Sign: interview.For}
	return p.order("pin.drop", data, nil)
}

// hasPinned says whether all pins are there.
func (p *person) hasPinned() bool { return p.pinned == pinsACriterion*len(interview.Criteria()) }

// afterPin goes on to the lock when all pins are there; one that an earlier page life dropped is
// refused, and all are once that life has locked the card.
func (p *person) afterPin(words string) int {
	switch {
	case strings.Contains(words, "card is locked"):
		return reveals
	case words == "" || strings.Contains(words, "with this id already"):
		p.pinned++
	}
	if p.hasPinned() {
		return locks
	}
	return pins
}

// after is the step that follows an answer. What an earlier page life did is refused as done already.
func (p *person) after(step int, done bool, words string) int {
	locked := strings.Contains(words, "is locked and cannot")
	switch {
	case step == ends, locked:
		return map[bool]int{true: reveals, false: saves}[locked]
	case step == locks && !done:
		return saves
	case step == pins:
		return p.afterPin(words)
	case !done:
		return step // it is the other's turn
	case step == reveals && p.role == interview.Interviewer:
		return closed
	}
	return step + 1
}

// chatText reads a line of chat as the view shows it.
func chatText(data []byte) (string, error) {
	var f interview.ChatSaid
	err := json.Unmarshal(data, &f)
	return f.Text, err
}
