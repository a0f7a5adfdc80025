package crash

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/room"
)

// audit is what a database's file holds of one session: its fold, and whether anything is there
// twice or out of its turn. It goes on reading where it stopped, and can begin anew to see that
// nothing read earlier has changed.
type audit struct {
	state *interview.State
	// commands has the last event of each command; orders the last n of each client.
	commands map[interview.CommandID]uint64
	orders   map[string]uint64
	editors  map[string]uint64
	// said counts lines of chat by their text, which the crowd makes unique.
	said map[string]int
	// chain is a hash over all events in their order; marked is what it was after event mark.
	chain, marked [sha256.Size]byte
	mark          uint64
	// faults are what is there twice or out of order.
	faults []string
}

func newAudit() *audit {
	return &audit{
		state: interview.NewState(), commands: map[interview.CommandID]uint64{}, orders: map[string]uint64{},
		editors: map[string]uint64{}, said: map[string]int{},
	}
}

// readOn takes what the file has beyond what was read. The error says that it cannot be read or
// folded: the session does not open.
func (a *audit) readOn(ctx context.Context, j journal.Journal, session string) error {
	for e, err := range j.Read(ctx, room.SessionStream(session), a.state.Number+1) {
		if err != nil {
			return err
		}
		if err := a.take(e); err != nil {
			return err
		}
	}
	return nil
}

func (a *audit) take(e interview.Event) error {
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	a.chain = sha256.Sum256(append(a.chain[:], raw...))
	if e.Number == a.mark {
		a.marked = a.chain
	}
	if last, ok := a.commands[e.Command]; ok && last != e.Number-1 && e.By != "" {
		a.fault("command %s had its effect at event %d and again at %d", e.Command, last, e.Number)
	}
	a.commands[e.Command] = e.Number
	if client, digits, ok := strings.Cut(string(e.Command), "/"); ok && e.By != "" {
		n, _ := strconv.ParseUint(digits, 10, 64)
		if n < a.orders[client] {
			a.fault("command %s stands behind number %d of the same client", e.Command, a.orders[client])
		}
		a.orders[client] = n
	}
	switch f := e.Fact.(type) {
	case interview.BoardEdited:
		for _, u := range f.Updates {
			if u.K != a.editors[u.Client]+1 {
				a.fault("update %d of editor %s stands behind its update %d", u.K, u.Client, a.editors[u.Client])
			}
			a.editors[u.Client] = max(u.K, a.editors[u.Client])
		}
	case interview.ChatSaid:
		if a.said[f.Text]++; a.said[f.Text] > 1 {
			a.fault("the line %q was said twice", f.Text)
		}
	}
	return a.state.Apply(e)
}

func (a *audit) fault(format string, args ...any) {
	a.faults = append(a.faults, fmt.Sprintf(format, args...))
}
