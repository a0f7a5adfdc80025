package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"mockroom/server/board"
	"mockroom/server/load/peer"
)

// typist is one simulated participant. The interview's lock guards everything that changes, because
// latency is known only where both typists of a room meet.
type typist struct {
	room  *interview
	other *typist

	role, participant, key string
	// client is the name of the program's life and of its editor's alike.
	client string
	editor *peer.Editor
	hand   *peer.Hand

	socket  *peer.Socket
	n       uint64
	dials   uint64
	pings   uint64
	pending []pending
	pushing bool
	// frame is where pushes are written; only one is in the air.
	frame []byte
	// due is when each own update was due, from k = 1 on; pushed is how many of them were in a push
	// that was acknowledged.
	due    []time.Time
	pushed uint64
	// seen are the accepted updates in the order in which they came; said the lines of chat.
	seen []mark
	said []string
	// asked are the commands that were acknowledged, apart from pushes.
	asked []pending

	leaving atomic.Bool
	ended   bool
}

// mark is an accepted update: whose, and which.
type mark struct {
	client string
	k      uint64
}

// pending is a command that is not answered yet.
type pending struct {
	n             uint64
	command, data string
	// frame and k are of a push: what was sent, and the last k in it.
	frame []byte
	k     uint64
}

// dial opens the line and says hello; the welcome brings the board, or what was missed of it.
func (t *typist) dial() error {
	socket, err := peer.Dial(t.room.run.addr, "/api/sessions/"+t.room.id+"/live?role="+t.role, t.key)
	if err != nil {
		return err
	}
	socket.SetDeadline(time.Now().Add(20 * time.Second))
	t.room.mu.Lock()
	var version *uint64
	if t.editor != nil {
		v := t.editor.Version()
		version = &v
	}
	t.dials++
	hello := peer.AppendHello(make([]byte, peer.HeadRoom), t.client, t.dials, version)
	t.room.mu.Unlock()
	if err := socket.Send(hello); err != nil {
		socket.Close()
		return err
	}
	var f peer.Frame
	for f.Type != "welcome" {
		raw, err := socket.Next()
		if err != nil {
			socket.Close()
			return err
		}
		if !f.Read(raw) || f.Type == "error" {
			socket.Close()
			return fmt.Errorf("in place of a welcome came %.200s", raw)
		}
	}
	socket.SetDeadline(time.Time{})
	t.room.mu.Lock()
	defer t.room.mu.Unlock()
	if t.ended {
		socket.Close()
		return errEnded
	}
	if err := t.welcome(&f); err != nil {
		socket.Close()
		return err
	}
	t.socket = socket
	t.resend(f.Last)
	return nil
}

var errEnded = errors.New("the load has ended")

// welcome takes the board that came with a welcome.
func (t *typist) welcome(f *peer.Frame) error {
	switch {
	case t.editor == nil && f.Text != nil:
		t.editor = peer.NewEditor(t.client, *f.Text, f.Version)
		return nil
	case t.editor == nil || f.Text != nil && f.Version != t.editor.Version():
		return errors.New("a welcome without the updates that were asked for")
	}
	return peer.Updates(f.Updates, t.receive)
}

// resend goes on after a reconnect: what had its effect is done, the rest is sent again as it was.
func (t *typist) resend(last uint64) {
	open := t.pending
	t.pending = nil
	for _, p := range open {
		if p.n <= last {
			t.done(p)
			continue
		}
		t.pending = append(t.pending, p)
		t.send(p)
	}
	t.push()
}

func (t *typist) send(p pending) {
	if p.frame != nil {
		_ = t.socket.Send(p.frame)
		return
	}
	_ = t.socket.Send(peer.AppendDo(make([]byte, peer.HeadRoom, 256), p.n, p.command, p.data))
}

// do sends a command; its answer comes whenever it comes.
func (t *typist) do(command, data string) {
	t.n++
	p := pending{n: t.n, command: command, data: data}
	t.pending = append(t.pending, p)
	if t.socket != nil {
		t.send(p)
	}
}

// edit makes one edit that was due at a time.
func (t *typist) edit(due time.Time) {
	t.room.mu.Lock()
	defer t.room.mu.Unlock()
	t.change(due, t.hand.Next(t.editor.Doc()))
}

func (t *typist) change(due time.Time, c board.ChangeSet) {
	if err := t.editor.Edit(c); err != nil {
		t.room.fail("%v", err)
		return
	}
	t.due = append(t.due, due)
	t.push()
	if t.room.run.plan.Cursors > 0 && t.socket != nil {
		_ = t.socket.Send(peer.AppendCursor(make([]byte, peer.HeadRoom, 128), t.editor.Version(), 0, 0))
	}
}

// maxPush is how many updates a push may hold.
const maxPush = 200

// push sends what is unconfirmed, unless a push is in the air.
func (t *typist) push() {
	updates := t.editor.Unconfirmed()
	if t.socket == nil || t.pushing || len(updates) == 0 {
		return
	}
	updates = updates[:min(len(updates), maxPush)]
	t.n++
	if cap(t.frame) == 0 {
		t.frame = make([]byte, peer.HeadRoom, 384)
	}
	t.frame = peer.AppendPush(t.frame[:peer.HeadRoom], t.n, t.client, t.editor.Version(), updates)
	p := pending{n: t.n, frame: t.frame, k: updates[len(updates)-1].K}
	t.pushing = true
	t.pending = append(t.pending, p)
	t.send(p)
}

// read reads the line until the load ends, and opens it again where it was lost.
func (t *typist) read() {
	var f peer.Frame
	for {
		raw, err := t.line().Next()
		if err == nil {
			t.room.mu.Lock()
			t.take(&f, raw)
			t.room.mu.Unlock()
			continue
		}
		if t.lost(err) {
			return
		}
	}
}

func (t *typist) line() *peer.Socket {
	t.room.mu.Lock()
	defer t.room.mu.Unlock()
	return t.socket
}

// lost opens the line again; true if the load has ended.
func (t *typist) lost(err error) bool {
	r := t.room.run
	t.room.mu.Lock()
	t.socket.Close()
	t.socket = nil
	ended := t.ended
	t.room.mu.Unlock()
	if ended {
		return true
	}
	if !t.leaving.Swap(false) {
		r.dropped.Add(1)
		r.note("a line was lost: %v", err)
	}
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		err := t.dial()
		if err == nil {
			r.reconnects.Add(1)
			return false
		}
		if errors.Is(err, errEnded) || r.ctx.Err() != nil {
			return true
		}
		r.note("a reconnect failed: %v", err)
		sleep(r.ctx, wait)
	}
}

// take handles one frame of the server.
func (t *typist) take(f *peer.Frame, raw []byte) {
	if !f.Read(raw) {
		t.room.fail("a frame cannot be read: %.200s", raw)
		return
	}
	switch f.Type {
	case "events":
		for _, i := range f.Items {
			t.item(i)
		}
	case "done":
		t.answered(f.N, nil)
	case "refused":
		t.answered(f.N, fmt.Errorf("%s: %s", f.Code, f.Message))
	case "error":
		t.room.fail("the server said %s: %s", f.Code, f.Message)
	case "welcome":
		if err := t.welcome(f); err != nil {
			t.room.fail("%v", err)
		}
	}
}

func (t *typist) item(i peer.Item) {
	switch i.Kind {
	case "board.edited":
		if err := peer.Edited(i.Data, t.receive); err != nil {
			t.room.fail("%s: %v", t.role, err)
		}
	case "chat.said":
		var line struct{ Text string }
		if err := json.Unmarshal(i.Data, &line); err != nil {
			t.room.fail("a line of chat: %v", err)
		}
		t.said = append(t.said, line.Text)
	}
}

// receive takes one accepted update.
func (t *typist) receive(client string, k uint64, c board.ChangeSet) error {
	own := client == t.client
	if own {
		client = t.client
	} else if client == t.other.client {
		client = t.other.client
		if k >= 1 && k <= uint64(len(t.other.due)) {
			t.room.run.measure(&t.room.run.partner, t.other.due[k-1])
		}
	} else {
		client = strings.Clone(client)
	}
	t.seen = append(t.seen, mark{client, k})
	return t.editor.Receive(client, k, c)
}

// answered settles a command.
func (t *typist) answered(n uint64, err error) {
	for i, p := range t.pending {
		if p.n != n {
			continue
		}
		t.pending = append(t.pending[:i], t.pending[i+1:]...)
		if err != nil {
			t.refused(p, err)
			return
		}
		t.done(p)
		if p.frame != nil {
			t.push()
		}
		return
	}
	t.room.fail("command %d was answered, which was not asked", n)
}

func (t *typist) done(p pending) {
	if p.frame == nil {
		t.asked = append(t.asked, p)
		return
	}
	t.pushing = false
	for ; t.pushed < p.k; t.pushed++ {
		t.room.run.measure(&t.room.run.acknowledged, t.due[t.pushed])
	}
}

// refused tells of a refusal: the simulation asks for nothing that is not its right.
func (t *typist) refused(p pending, err error) {
	t.room.run.refused.Add(1)
	t.room.run.note("%s%.40s was refused: %v", p.command, p.frame, err)
	if p.frame == nil {
		return
	}
	t.pushing = false
	time.AfterFunc(time.Second, func() {
		t.room.mu.Lock()
		defer t.room.mu.Unlock()
		t.push()
	})
}

// settled says that everything made here is confirmed and answered.
func (t *typist) settled() bool {
	return len(t.pending) == 0 && t.editor.Confirmed() == t.editor.Made()
}
