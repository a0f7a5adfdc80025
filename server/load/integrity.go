package load

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"mockroom/server/board"
	"mockroom/server/load/peer"
)

// kept is what a session's export says.
type kept struct {
	text  board.Text
	marks []mark
	said  []string
	kinds map[string]int
}

// fold reads an export from its first event on.
func fold(lines []peer.Exported) (kept, error) {
	k := kept{kinds: map[string]int{}}
	for _, l := range lines {
		if l.Event == nil {
			continue
		}
		k.kinds[l.Event.Kind]++
		switch l.Event.Kind {
		case "board.edited":
			err := peer.Edited(l.Event.Data, func(client string, n uint64, c board.ChangeSet) (err error) {
				k.marks = append(k.marks, mark{client, n})
				k.text, err = c.Apply(k.text)
				return err
			})
			if err != nil {
				return k, fmt.Errorf("update %d of the export: %w", len(k.marks), err)
			}
		case "chat.said":
			var line struct{ Text string }
			if err := json.Unmarshal(l.Event.Data, &line); err != nil {
				return k, fmt.Errorf("a line of chat in the export: %w", err)
			}
			k.said = append(k.said, line.Text)
		}
	}
	return k, nil
}

// witness is what one client knows: the boards and events that it was shown, and what it was told is
// kept.
type witness struct {
	name string
	text board.Text
	// begins is the version that its first board had; seen are the updates that came after it.
	begins int
	seen   []mark
	// confirmed is how many of its own updates were acknowledged.
	confirmed uint64
	// said are the lines that it was shown; lines and kinds what it said and did with an answer.
	said, lines []string
	kinds       map[string]int
}

// compare holds a client against the export: the same board, every update in the same order, each
// acknowledged one there once.
func (k kept) compare(w witness) error {
	if w.text != k.text {
		return fmt.Errorf("%s has a board of %d units, the export one of %d that differs", w.name, w.text.Len(), k.text.Len())
	}
	if w.begins > len(k.marks) || !slices.Equal(k.marks[w.begins:], w.seen) {
		return fmt.Errorf("%s was shown %d updates after version %d, the export has %d in all or another order", w.name, len(w.seen), w.begins, len(k.marks))
	}
	next := uint64(1)
	for _, m := range k.marks {
		if m.client != w.name {
			continue
		}
		if m.k != next {
			return fmt.Errorf("update %d of %s is where %d belongs", m.k, w.name, next)
		}
		next++
	}
	if next <= w.confirmed {
		return fmt.Errorf("%d updates of %s were acknowledged, %d are in the export", w.confirmed, w.name, next-1)
	}
	for _, line := range w.lines {
		if n := count(k.said, line); n != 1 {
			return fmt.Errorf("%s said a line once, the export has it %d times", w.name, n)
		}
	}
	for kind, n := range w.kinds {
		if k.kinds[kind] < n {
			return fmt.Errorf("%s was acknowledged %d times, the export has %d", kind, n, k.kinds[kind])
		}
	}
	return within(w.name, w.said, k.said)
}

// within says that what was shown is in the order of what is kept; a line may be passed over that
// was said while its reader was away.
func within(name string, shown, kept []string) error {
	i := 0
	for _, line := range shown {
		for i < len(kept) && kept[i] != line {
			i++
		}
		if i == len(kept) {
			return fmt.Errorf("%s was shown lines of chat in an order that the export has not", name)
		}
		i++
	}
	return nil
}

func count(list []string, wanted string) int {
	n := 0
	for _, s := range list {
		if s == wanted {
			n++
		}
	}
	return n
}

// effects are the kinds of the events that commands cause.
var effects = map[string]string{
	"chat.say": "chat.said", "hint.give": "hint.given", "clarification.tell": "clarification.answered",
	"phase.next": "phase.started", "interview.start": "phase.started",
}

func (t *typist) witness() witness {
	w := witness{
		name: t.client, text: t.editor.Doc(), begins: int(t.editor.Version()) - len(t.seen), seen: t.seen,
		confirmed: t.pushed, said: t.said, kinds: map[string]int{},
	}
	for _, p := range t.asked {
		if kind, ok := effects[p.command]; ok {
			w.kinds[kind]++
		}
		if p.command == "chat.say" {
			var line struct{ Text string }
			_ = json.Unmarshal([]byte(p.data), &line)
			w.lines = append(w.lines, line.Text)
		}
	}
	return w
}

// check compares rooms with their exports and with the server's board, several at a time.
func (r *run) check(rooms []*interview, result *Result) {
	sample := rooms
	if r.plan.Check > 0 && r.plan.Check < len(rooms) {
		sample = rooms[:r.plan.Check]
	}
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(8, len(sample)) {
		work.Go(func() {
			for r.ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(sample) {
					return
				}
				if err := sample[i].check(); err != nil {
					sample[i].mu.Lock()
					sample[i].fail("%v", err)
					sample[i].mu.Unlock()
				}
			}
		})
	}
	work.Wait()
	result.Checked = len(sample)
	for _, v := range rooms {
		v.mu.Lock()
		result.Faults = append(result.Faults, v.faults...)
		v.mu.Unlock()
	}
	if len(result.Faults) > 20 {
		result.Faults = append(result.Faults[:20], fmt.Sprintf("and %d more", len(result.Faults)-20))
	}
}

// check asks for the room's export and board, and holds both typists against them.
func (v *interview) check() error {
	lines, err := v.run.api.Export(v.id, v.typists[0].key)
	if err != nil {
		return err
	}
	k, err := fold(lines)
	if err != nil {
		return err
	}
	text, version, err := v.run.api.Board(v.id, v.typists[0].key)
	if err != nil {
		return err
	}
	if text != k.text.String() || version != uint64(len(k.marks)) {
		return fmt.Errorf("the server's board has version %d and %d bytes, its export %d and %d", version, len(text), len(k.marks), k.text.Bytes())
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, t := range v.typists {
		if err := k.compare(t.witness()); err != nil {
			return err
		}
	}
	return nil
}
