package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/load/peer"
)

// person is one participant and their browser. The page lives on when the server dies: it comes back
// under the same client name and sends again, in order and under the same numbers, what was not
// answered. Now and then it is loaded anew instead: then what the old editor had not confirmed is
// pushed raw, under the old editor's name and version, as a page does with what it finds kept.
type person struct {
	crowd *crowd
	stage *stage
	role  interview.Role
	key   string

	mu     sync.Mutex
	rand   *rand.Rand
	client string
	n      uint64
	dials  uint64
	queue  []*order
	hand   *peer.Hand
	editor *peer.Editor
	// pushing says that a push of this editor is on its way.
	pushing bool
	// closed says that the board takes no more edits.
	closed bool
	said   int
	// step is how far this person is in closing the session.
	step int
	// pinned counts the pins that are known to be there.
	pinned int
	socket *peer.Socket
	// here says that this connection was welcomed.
	here bool
	// clockIs is what an interviewer knows of the clock.
	clockIs int
	// fault is what the server did that no server may.
	fault error
}

// most is how many commands may be unanswered.
const most = 12

func (p *person) name(kind string) string { return fmt.Sprintf("%s-%08x", kind, p.rand.Uint32()) }

// live is one connection, from dialling to its end.
func (p *person) live(ctx context.Context, addr string) {
	socket, err := peer.Dial(addr, "/api/sessions/"+p.stage.account.session+"/live", p.key)
	if err != nil {
		return
	}
	stop := context.AfterFunc(ctx, socket.Close)
	defer stop()
	defer socket.Close()
	p.mu.Lock()
	p.socket, p.here = socket, false
	hello := p.hello()
	p.mu.Unlock()
	if socket.Send(hello) != nil {
		return
	}
	ended := make(chan struct{})
	welcomed := make(chan struct{})
	go func() {
		defer close(ended)
		p.read(socket, welcomed)
	}()
	defer func() { socket.Close(); <-ended }()
	select {
	case <-welcomed:
	case <-ended:
		return
	}
	ping := time.NewTicker(2 * time.Second)
	defer ping.Stop()
	for {
		p.mu.Lock()
		wait := time.Duration(4+p.rand.IntN(28)) * time.Millisecond
		p.mu.Unlock()
		select {
		case <-time.After(wait):
			p.mu.Lock()
			err = p.act()
			p.mu.Unlock()
		case <-ping.C:
			p.mu.Lock()
			err = socket.Send(peer.AppendPing(blank(), 1))
			p.mu.Unlock()
		case <-ended:
			return
		}
		if err != nil {
			return
		}
	}
}

// hello begins a new page life now and then, and always at first.
func (p *person) hello() []byte {
	if p.client == "" || p.rand.IntN(6) == 0 {
		p.reload()
	}
	var at *uint64
	if p.editor != nil {
		version := p.editor.Version()
		at = &version
	}
	p.dials++
	return peer.AppendHello(blank(), p.client, p.dials, at)
}

// reload is the page loaded anew. Commands that were never answered are forgotten with the old page;
// edits are kept.
func (p *person) reload() {
	old := p.editor
	p.client, p.n, p.queue, p.editor, p.pushing = p.name("page"), 0, nil, nil, false
	p.clockIs = unknown
	p.orphan(old)
}

// orphan pushes what an editor of an earlier life had not confirmed.
func (p *person) orphan(old *peer.Editor) {
	if old == nil || p.closed || len(old.Unconfirmed()) == 0 {
		return
	}
	p.queue = append(p.queue, p.push(old.Client, old, interview.MaxUpdates))
}

// read handles frames until the socket ends.
func (p *person) read(socket *peer.Socket, welcomed chan<- struct{}) {
	var f peer.Frame
	for {
		raw, err := socket.Next()
		if err != nil {
			return
		}
		if !f.Read(raw) {
			err = fmt.Errorf("this frame cannot be read: %.200s", raw)
		} else {
			p.mu.Lock()
			err = p.hear(&f, socket)
			p.mu.Unlock()
		}
		if err == nil && f.Type == "welcome" && welcomed != nil {
			close(welcomed)
			welcomed = nil
		}
		if err != nil {
			if !errors.Is(err, errLineLost) {
				p.mu.Lock()
				p.fault = errors.Join(p.fault, err)
				p.mu.Unlock()
			}
			return
		}
	}
}

var errLineLost = errors.New("the line was lost")

func (p *person) hear(f *peer.Frame, socket *peer.Socket) error {
	switch f.Type {
	case "welcome":
		return p.welcome(f, socket)
	case "events":
		return p.events(f)
	case "done", "refused":
		return p.answered(f)
	}
	return nil
}

func (p *person) welcome(f *peer.Frame, socket *peer.Socket) error {
	switch {
	case p.here:
		// A view begins anew on the same line; the board goes on.
		if p.editor != nil && p.editor.Version() != f.Version {
			return fmt.Errorf("a new view has the board at version %d, after %d", f.Version, p.editor.Version())
		}
		return nil
	case p.editor != nil && f.Text == nil:
		if err := peer.Updates(f.Updates, p.editor.Receive); err != nil {
			return err
		}
	case f.Text != nil:
		// Too far behind, or a new page: the editor begins at the head.
		old := p.editor
		p.editor = peer.NewEditor(p.name("editor"), *f.Text, f.Version)
		p.orphan(old)
	}
	p.here = true
	p.crowd.ledger.show(p.stage.account, f.Version)
	for _, o := range p.queue {
		if socket.Send(o.frame) != nil {
			return errLineLost
		}
	}
	return nil
}

func (p *person) events(f *peer.Frame) error {
	var seen []claim
	for _, i := range f.Items {
		switch i.Kind {
		case "board.edited":
			if p.editor == nil {
				continue
			}
			if err := peer.Edited(i.Data, func(client string, k uint64, changes board.ChangeSet) error {
				return p.editor.Receive(client, k, changes)
			}); err != nil {
				return err
			}
		case "chat.said":
			text, err := chatText(i.Data)
			if err != nil {
				return err
			}
			seen = append(seen, claim{"the line " + text, func(a *audit) bool { return a.said[text] == 1 }})
		}
	}
	if p.editor != nil {
		p.crowd.ledger.show(p.stage.account, p.editor.Version(), seen...)
	}
	return nil
}

// answered settles a command. Only a server that cannot save leaves one unsettled: it is sent again,
// in order, on a new line.
func (p *person) answered(f *peer.Frame) error {
	i := slices.IndexFunc(p.queue, func(o *order) bool { return o.n == f.N })
	if i < 0 {
		return fmt.Errorf("number %d was answered, which is not on its way", f.N)
	}
	o := p.queue[i]
	if f.Type == "refused" && f.Code == "unavailable" {
		return errLineLost
	}
	p.queue = slices.Delete(p.queue, i, i+1)
	if f.Type == "done" {
		p.crowd.ledger.done(p.stage.account, o.claim)
	} else {
		p.crowd.refused(o.command, f.Code, f.Message)
		if o.command == "board.edit" {
			if f.Code != "conflict" {
				return fmt.Errorf("an edit was refused: %s", f.Message)
			}
			p.closed = true
		}
	}
	if o.answered != nil {
		o.answered(f.Type == "done", f.Message)
	}
	return nil
}

// send puts a command on its way.
func (p *person) send(o *order) error {
	p.queue = append(p.queue, o)
	return p.socket.Send(o.frame)
}

// quiet says that nothing of this person is on its way.
func (p *person) quiet() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.queue) == 0 && (p.editor == nil || p.closed || len(p.editor.Unconfirmed()) == 0)
}
