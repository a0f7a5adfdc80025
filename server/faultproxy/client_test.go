package faultproxy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"mockroom/server/board"
	"mockroom/server/load/peer"
)

var stop atomic.Bool

// client is one browser tab at the end of a bad network, as static/js behaves: one push in the air,
// what is unanswered resent under its numbers, a line that stays mute given up. Its waits are those
// of the browser, made short.
type client struct {
	addr, session, role, key string
	name                     string
	rand                     *rand.Rand
	// left is how many edits it is still to make.
	left int

	life    int
	editor  *peer.Editor
	socket  *peer.Socket
	frames  chan []byte
	dials   uint64
	n       uint64
	pings   uint64
	pushing bool
	pending []command
	asked   time.Time // when the first ping left that nothing came after
	wait    time.Duration

	// made are the updates of each editor's life; acknowledged the highest k of one that a push was
	// acknowledged with.
	made, acknowledged map[string]uint64
	// sent is the highest k that may have left, composed how many edits a closed tab has joined to others.
	sent                        uint64
	reconnects, lives, composed int
}

// command is a push that is not answered yet. raw ones are resent as they were, as those of a
// closed tab; the others are made anew from the editor.
type command struct {
	n      uint64
	raw    []byte
	client string
	k      uint64
}

const (
	pingEvery = 100 * time.Millisecond
	mute      = 500 * time.Millisecond
	// ahead is how many unconfirmed edits a tab makes before it waits for the network.
	ahead   = 350
	maxPush = 150
)

func (c *client) clientName() string { return fmt.Sprintf("%s-line-%d", c.name, c.life) }

// run edits until there is nothing left and everything is confirmed.
func (c *client) run() error {
	c.made, c.acknowledged = map[string]uint64{}, map[string]uint64{}
	defer c.hangUp()
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		if stop.Load() {
			return nil
		}
		if c.socket == nil {
			f, err := c.dial()
			if err != nil {
				c.idle()
				continue
			}
			if err := c.welcome(f); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		if c.editor != nil && c.left == 0 && len(c.pending) == 0 && len(c.editor.Unconfirmed()) == 0 {
			return nil
		}
		if err := c.step(tick.C); err != nil {
			return err
		}
	}
}

// step makes an edit or takes a frame, whichever can be had.
func (c *client) step(tick <-chan time.Time) error {
	if c.left > 0 && len(c.editor.Unconfirmed()) < ahead && c.rand.IntN(3) > 0 {
		if err := c.edit(); err != nil {
			return err
		}
		c.push()
		select {
		case raw, ok := <-c.frames:
			return c.take(raw, ok)
		case <-tick:
			c.ping()
		default:
		}
		return nil
	}
	select {
	case raw, ok := <-c.frames:
		return c.take(raw, ok)
	case <-tick:
		c.ping()
	}
	return nil
}

// idle is what happens without a line: some more edits, and a short wait.
func (c *client) idle() {
	for range c.rand.IntN(20) {
		if c.editor != nil && c.left > 0 && len(c.editor.Unconfirmed()) < 2*ahead {
			_ = c.edit()
		}
	}
	c.wait = min(2*c.wait+10*time.Millisecond, 200*time.Millisecond)
	<-time.After(time.Duration(float64(c.wait) * (0.5 + c.rand.Float64())))
}

func (c *client) edit() error {
	c.left--
	change, err := randomChange(c.rand, c.editor.Doc())
	if err != nil {
		return err
	}
	return c.editor.Edit(change)
}

// dial opens the line, and goes on where the last one ended; now and then in a new tab.
func (c *client) dial() (*peer.Frame, error) {
	if c.editor != nil && c.left > 0 && !c.orphaned() && c.rand.IntN(25) == 0 {
		c.closeTab()
	}
	socket, err := peer.Dial(c.addr, "/api/sessions/"+c.session+"/live?role="+c.role, c.key)
	if err != nil {
		return nil, err
	}
	c.dials++
	var version *uint64
	if c.editor != nil {
		v := c.editor.Version()
		version = &v
	}
	socket.SetDeadline(time.Now().Add(3 * time.Second))
	if err := socket.Send(peer.AppendHello(make([]byte, peer.HeadRoom), c.clientName(), c.dials, version)); err != nil {
		socket.Close()
		return nil, err
	}
	var f peer.Frame
	for f.Type != "welcome" {
		raw, err := socket.Next()
		if err != nil {
			socket.Close()
			return nil, err
		}
		if !f.Read(slices.Clone(raw)) {
			socket.Close()
			return nil, fmt.Errorf("in place of a welcome came %.100s", raw)
		}
	}
	socket.SetDeadline(time.Time{})
	c.socket, c.asked, c.wait = socket, time.Time{}, 0
	c.reconnects++
	c.frames = make(chan []byte, 64)
	go read(socket, c.frames)
	return &f, nil
}

// read hands frames on until the socket ends.
func read(socket *peer.Socket, frames chan<- []byte) {
	defer close(frames)
	for {
		raw, err := socket.Next()
		if err != nil {
			return
		}
		frames <- slices.Clone(raw)
	}
}

func (c *client) hangUp() {
	if c.socket == nil {
		return
	}
	c.socket.Close()
	for range c.frames { // the reader ends
	}
	c.socket = nil
}

// orphaned says that what an earlier tab left behind is still on its way.
func (c *client) orphaned() bool {
	return slices.ContainsFunc(c.pending, func(p command) bool { return p.client != c.editor.Client })
}

// closeTab leaves the unconfirmed updates to be pushed by the next tab under their own client name:
// what may have left as it is, the rest composed into one.
func (c *client) closeTab() {
	e := c.editor
	c.pending, c.pushing = nil, false
	c.n, c.dials = 0, 0
	c.made[e.Client] = e.Made()
	if updates := slices.Clone(e.Unconfirmed()); len(updates) > 0 {
		sent := int(max(c.sent, e.Confirmed()) - e.Confirmed())
		if rest := len(updates) - sent; rest > 1 {
			for _, u := range updates[sent+1:] {
				// Both were made here, one upon the other: they fit.
				updates[sent].Changes, _ = updates[sent].Changes.Compose(u.Changes)
			}
			updates = updates[:sent+1]
			c.made[e.Client] -= uint64(rest - 1)
			c.composed += rest - 1
		}
		c.n++
		raw := peer.AppendPush(make([]byte, peer.HeadRoom), c.n, e.Client, e.Version(), updates)
		c.pending = append(c.pending, command{c.n, raw, e.Client, updates[len(updates)-1].K})
	}
	c.editor, c.sent = nil, 0
	c.life++
	c.lives++
}

func (c *client) welcome(f *peer.Frame) error {
	switch {
	case f.Text != nil:
		if c.editor != nil { // too far behind
			c.closeTab()
			c.hangUp()
			return nil
		}
		c.editor = peer.NewEditor(fmt.Sprintf("%s-editor-%d", c.name, c.life), *f.Text, f.Version)
	case c.editor != nil:
		if err := peer.Updates(f.Updates, c.receive); err != nil {
			return err
		}
	default:
		return fmt.Errorf("a first welcome without a text")
	}
	open := c.pending
	c.pending = nil
	for _, p := range open {
		if p.n <= f.Last {
			c.done(p)
			continue
		}
		c.pending = append(c.pending, p)
		c.send(&c.pending[len(c.pending)-1])
	}
	c.push()
	return nil
}

// send writes a push: a raw one as it was, another as it is now.
func (c *client) send(p *command) {
	frame := p.raw
	if frame == nil {
		updates := c.editor.Unconfirmed()
		if p.k > 0 { // resent: no more than at first
			updates = updates[:max(0, int(p.k)-int(c.editor.Confirmed()))]
		}
		if len(updates) == 0 {
			c.settle(p.n)
			return
		}
		updates = updates[:min(len(updates), maxPush)]
		p.k = updates[len(updates)-1].K
		c.sent = max(c.sent, p.k)
		frame = peer.AppendPush(make([]byte, peer.HeadRoom), p.n, p.client, c.editor.Version(), updates)
		if c.rand.IntN(4) == 0 {
			p.raw = frame // resent as it was: both are allowed
		}
	}
	c.socket.SetDeadline(time.Time{})
	_ = c.socket.Send(frame)
}

func (c *client) push() {
	if c.socket == nil || c.pushing || len(c.editor.Unconfirmed()) == 0 {
		return
	}
	c.n++
	c.pushing = true
	c.pending = append(c.pending, command{n: c.n, client: c.editor.Client})
	c.send(&c.pending[len(c.pending)-1])
}

func (c *client) ping() {
	if c.socket == nil {
		return
	}
	now := time.Now()
	if !c.asked.IsZero() && now.Sub(c.asked) > mute {
		c.hangUp()
		return
	}
	if c.asked.IsZero() {
		c.asked = now
	}
	c.pings++
	_ = c.socket.Send(peer.AppendPing(make([]byte, peer.HeadRoom), c.pings))
}

func (c *client) take(raw []byte, ok bool) error {
	if !ok {
		c.hangUp()
		return nil
	}
	c.asked = time.Time{}
	var f peer.Frame
	if !f.Read(raw) {
		return fmt.Errorf("a frame cannot be read: %.200s", raw)
	}
	switch f.Type {
	case "events":
		for _, i := range f.Items {
			if i.Kind != "board.edited" {
				continue
			}
			if err := peer.Edited(i.Data, c.receive); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	case "done":
		c.settle(f.N)
		c.push()
	case "refused", "error":
		return fmt.Errorf("%s: %s %s", c.name, f.Code, f.Message)
	}
	return nil
}

func (c *client) receive(client string, k uint64, changes board.ChangeSet) error {
	return c.editor.Receive(strings.Clone(client), k, changes)
}

func (c *client) settle(n uint64) {
	if i := slices.IndexFunc(c.pending, func(p command) bool { return p.n == n }); i >= 0 {
		p := c.pending[i]
		c.pending = slices.Delete(c.pending, i, i+1)
		c.done(p)
	}
}

func (c *client) done(p command) {
	if p.client == c.editor.Client {
		c.pushing = false
	}
	c.acknowledged[p.client] = max(c.acknowledged[p.client], p.k)
}
