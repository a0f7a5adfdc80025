package faultproxy

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// Proxy stands between clients and one server.
type Proxy struct {
	// Addr is where clients reach it, HOST:PORT.
	Addr     string
	target   string
	plan     Plan
	listener net.Listener

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu     sync.Mutex
	calm   bool
	number uint64
	open   map[net.Conn]bool
	done   map[Fault]int
}

// New starts a proxy in front of a server at HOST:PORT. Close ends it.
func New(target string, plan Plan) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the fault proxy: %w", err)
	}
	p := &Proxy{
		Addr: listener.Addr().String(), target: target, plan: plan, listener: listener,
		open: map[net.Conn]bool{}, done: map[Fault]int{},
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.work.Go(p.accept)
	return p, nil
}

// Close ends every connection and waits for every goroutine.
func (p *Proxy) Close() {
	p.cancel()
	_ = p.listener.Close()
	p.CutAll()
	p.work.Wait()
}

// Calm lets later connections be; those that stand keep their fate.
func (p *Proxy) Calm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calm = true
}

// CutAll ends every connection that stands.
func (p *Proxy) CutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close()
	}
}

// Done counts the faults that have happened, and the connections that none befell under None.
func (p *Proxy) Done() map[Fault]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.done)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		p.number++
		number, calm := p.number, p.calm
		p.mu.Unlock()
		r := rand.New(rand.NewPCG(p.plan.Seed, number))
		f := p.plan.draw(r)
		if calm {
			f.fault = None
		}
		if !p.keep(client) {
			return
		}
		p.work.Go(func() { p.carry(client, f, r.Uint64()) })
	}
}

// keep notes an open connection, unless the proxy has ended.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		_ = c.Close()
		return false
	}
	p.open[c] = true
	return true
}

func (p *Proxy) drop(c net.Conn) {
	_ = c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

// count notes that a fault has happened.
func (p *Proxy) count(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[f]++
}

func (p *Proxy) dial() (net.Conn, bool) {
	c, err := net.DialTimeout("tcp", p.target, 10*time.Second)
	if err != nil {
		return nil, false
	}
	return c, p.keep(c)
}

// rest waits, but not beyond the proxy's end.
func (p *Proxy) rest(d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-p.ctx.Done():
	}
}
