package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"mockroom/server/board"
	"mockroom/server/load/peer"
)

// interview is one simulated session: a candidate and an interviewer who both type.
type interview struct {
	run *run
	id  string

	mu      sync.Mutex
	typists [2]*typist
	step    int
	faults  []string
}

// fail notes that the server broke its word in this room. The caller holds the lock.
func (v *interview) fail(format string, values ...any) {
	if len(v.faults) < 5 {
		v.faults = append(v.faults, fmt.Sprintf("room %.6s: ", v.id)+fmt.Sprintf(format, values...))
	}
}

// open makes the session and starts its clock.
func (r *run) open(number int) (*interview, error) {
	s, err := r.api.Open(`{"problem":"tinyurl","plan":{"clarification":60,"high-level":60,"deep-dive":60,"follow-up":60},"name":"Ben","role":"interviewer"}`)
	if err != nil {
		return nil, err
	}
	candidate, key, err := r.api.Join(s.ID, "candidate", s.Invites["candidate"], "Ana")
	if err != nil {
		return nil, err
	}
	v := &interview{run: r, id: s.ID}
	for i := range v.typists {
		t := &typist{room: v, role: "interviewer", participant: s.Participant, key: s.Key}
		if i == 1 {
			t.role, t.participant, t.key = "candidate", candidate, key
		}
		t.client = fmt.Sprintf("load-%d-%d-%d", r.plan.Seed, number, i)
		t.hand = peer.NewHand(r.plan.Seed<<32 + uint64(2*number+i))
		v.typists[i] = t
	}
	v.typists[0].other, v.typists[1].other = v.typists[1], v.typists[0]
	for _, t := range v.typists {
		if err := t.dial(); err != nil {
			v.leave()
			return nil, err
		}
		r.readers.Go(t.read)
	}
	return v, nil
}

// start begins the interview and puts a first draft on the board.
func (v *interview) start() error {
	v.mu.Lock()
	v.typists[0].do("interview.start", `{"anyway":true}`)
	v.mu.Unlock()
	if err := v.settle(20 * time.Second); err != nil {
		return err
	}
	if v.run.plan.Board > 0 {
		v.mu.Lock()
		t := v.typists[1]
		t.change(time.Now(), board.Replace(t.editor.Doc().Len(), 0, 0, draft(v.run.plan.Board)))
		v.mu.Unlock()
	}
	return v.settle(20 * time.Second)
}

var errUnsettled = errors.New("the server owes answers")

// settle waits until everything that was sent has come back to both.
func (v *interview) settle(patience time.Duration) error {
	for until := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		v.mu.Lock()
		a, b := v.typists[0], v.typists[1]
		settled := a.settled() && b.settled() && a.editor.Version() == b.editor.Version()
		faults := v.faults
		v.mu.Unlock()
		if len(faults) > 0 {
			return errors.New(faults[0])
		}
		if settled {
			return nil
		}
		if time.Now().After(until) {
			return errUnsettled
		}
	}
}

// draft is a first version of a board, as long as asked for.
func draft(size int) string {
	const text = "## Scope\n\n- create: POST /v1/links gives 201 with the code\n- open: GET /{code} gives 302 with Location\n" +
		"- out: editing, own domains, billing\n\n## Numbers\n\n```calc\nlinks = 100 million / month\nreads = links * 100 =>\n```\n\n" +
		"100 M links a month ≈ 40/s, 100 opens for each: 4,000 reads a second.\n\n## Picture\n\n```mermaid\nflowchart LR\n" +
		"  client --> lb --> redirect\n  redirect --> cache\n  redirect --> store\n  create --> store\n```\n\n"
	const more = "The store keeps one row for each link: code, long address, owner, created, expires. Codes are seven characters of base62.\n\n"
	b := strings.Builder{}
	b.WriteString(text)
	for b.Len() < size {
		b.WriteString(more)
	}
	return b.String()[:max(size, strings.Index(text, "≈"))]
}

// say has one of the two say a line that occurs once in the session.
func (v *interview) say() {
	v.mu.Lock()
	defer v.mu.Unlock()
	t := v.typists[v.step%2]
	v.step++
	data, _ := json.Marshal(map[string]string{"text": fmt.Sprintf("%s (%s/%d)", t.hand.Line(), t.client, t.n+1)})
	t.do("chat.say", string(data))
}

// acts are what the two do with the kit, in turn, from the start of the clock on.
var acts = []struct {
	typist        int
	command, data string
}{
	{0, "clarification.tell", `{"id":"writes"}`},
	{1, "hint.ask", `{}`},
	{0, "hint.give", `{"phase":"clarification","item":"functions","rung":1}`},
	{0, "phase.next", `{"from":"clarification"}`},
	{1, "note.write", `{"text":"ask about the read path"}`},
	{1, "hint.ask", `{}`},
	{0, "hint.give", `{"phase":"high-level","item":"api","rung":1}`},
	{0, "hint.give", `{"phase":"high-level","item":"api","rung":2}`},
	{0, "note.write", `{"text":"needed two hints for the interface"}`},
	{0, "phase.next", `{"from":"high-level"}`},
	{1, "hint.ask", `{}`},
	{0, "hint.decline", `{}`},
}

// act does the next of the acts; after the last one, hints are asked for and declined.
func (v *interview) act(number int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if number >= len(acts) {
		number = len(acts) - 2 + number%2
	}
	a := acts[number]
	v.typists[a.typist].do(a.command, a.data)
}

// reconnect cuts one of the two lines.
func (v *interview) reconnect(number int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t := v.typists[number%2]; t.socket != nil {
		t.leaving.Store(true)
		t.socket.Close()
	}
}

// leave ends both lines for good.
func (v *interview) leave() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, t := range v.typists {
		t.ended = true
		if t.socket != nil {
			t.socket.Close()
		}
	}
}
