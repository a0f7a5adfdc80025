package faultproxy

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// link is one connection through the proxy.
type link struct {
	proxy          *Proxy
	client, server net.Conn
	fate           fate
	// struck is closed when the fault happens.
	struck chan struct{}
	// sent is what the client has sent so far, for a repeated connection; of the goroutine that
	// carries it.
	sent []byte
}

func (p *Proxy) carry(client net.Conn, f fate, seed uint64) {
	defer p.drop(client)
	server, ok := p.dial()
	if !ok {
		return
	}
	defer p.drop(server)
	l := &link{proxy: p, client: client, server: server, fate: f, struck: make(chan struct{})}
	if f.fault == None {
		p.count(None)
	}
	var both sync.WaitGroup
	both.Go(func() { l.pass(client, server, true, rand.New(rand.NewPCG(seed, 1))) })
	both.Go(func() { l.pass(server, client, false, rand.New(rand.NewPCG(seed, 2))) })
	both.Wait()
	if f.fault == Repeat && l.hasStruck() {
		p.repeat(l.sent)
	}
}

// pass carries one direction until it ends or the fault says so.
func (l *link) pass(from, to net.Conn, up bool, r *rand.Rand) {
	p := l.proxy
	// Whoever ends takes the other direction along, unless one side is to know nothing of it.
	defer l.end()
	buffer := make([]byte, 16<<10)
	// left is how many bytes pass before the fault, where this direction's are counted.
	left, counted := l.fate.after, l.fate.fault != None && up == l.fate.up
	for {
		n, err := from.Read(buffer[:1+r.IntN(len(buffer))])
		piece := buffer[:n]
		if up && l.fate.fault == Repeat {
			l.sent = append(l.sent, piece...)
		}
		if n > 0 && p.plan.Delay > 0 {
			p.rest(time.Duration(r.Int64N(int64(p.plan.Delay))))
		}
		if l.fate.fault == Throttle {
			p.rest(time.Duration(n) * time.Second / time.Duration(max(1, p.plan.Rate)))
		}
		switch {
		case l.hasStruck() && l.fate.fault != Stall:
			// The other direction's fault: what came before it was seen is lost with it.
			silence(from, nil)
			return
		case counted && n >= left:
			// Up to the very byte, wherever in a frame that is.
			if _, err := to.Write(piece[:left]); err != nil {
				return
			}
			piece = piece[left:]
			if !l.strike(from, to, piece) {
				return
			}
			left = l.fate.after
		case counted:
			left -= n
		}
		if _, werr := to.Write(piece); err != nil || werr != nil {
			return
		}
	}
}

func (l *link) hasStruck() bool {
	select {
	case <-l.struck:
		return true
	default:
		return false
	}
}

// end closes both sides, unless the fault keeps one of them in the dark.
func (l *link) end() {
	if l.hasStruck() {
		switch l.fate.fault {
		case Mute, HalfClient, HalfServer, Late:
			return
		}
	}
	_ = l.client.Close()
	_ = l.server.Close()
}

// strike lets the fault happen; rest is what was on its way. It returns true if the connection goes
// on afterwards.
func (l *link) strike(from, to net.Conn, rest []byte) bool {
	p := l.proxy
	if l.hasStruck() {
		return false // a stall has been, and this is the end
	}
	close(l.struck)
	p.count(l.fate.fault)
	switch l.fate.fault {
	case Stall:
		p.rest(l.fate.pause)
		return true
	case Cut, Repeat:
		for _, c := range []net.Conn{l.client, l.server} {
			if t, ok := c.(*net.TCPConn); ok {
				_ = t.SetLinger(0)
			}
		}
	case Mute:
		wake(to)
		silence(from, nil)
	case HalfClient:
		_ = l.server.Close()
		silence(l.client, nil)
	case HalfServer:
		_ = l.client.Close()
		silence(l.server, nil)
	case Late:
		kept := append([]byte(nil), rest...)
		wake(to) // The server's answers reach nobody.
		silence(from, &kept)
		p.rest(l.fate.pause)
		_, _ = to.Write(kept)
	}
	return false
}

// wake brings the other direction out of its read, so that it sees what has happened.
func wake(side net.Conn) { _ = side.SetReadDeadline(time.Now()) }

// silence reads on without passing anything, until the side gives up.
func silence(side net.Conn, keep *[]byte) {
	_ = side.SetReadDeadline(time.Time{})
	buffer := make([]byte, 16<<10)
	for {
		n, err := side.Read(buffer)
		if keep != nil {
			*keep = append(*keep, buffer[:n]...)
		}
		if err != nil {
			return
		}
	}
}

// repeat plays what a client had sent once more, and reads what is said to it.
func (p *Proxy) repeat(sent []byte) {
	again, ok := p.dial()
	if !ok {
		return
	}
	defer p.drop(again)
	if _, err := again.Write(sent); err != nil {
		return
	}
	buffer := make([]byte, 16<<10)
	for {
		if _, err := again.Read(buffer); err != nil {
			return
		}
	}
}
