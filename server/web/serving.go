package web

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Timeouts end what a slow or silent client would hold open. A zero field means its default.
type Timeouts struct {
	// Header and Body are how long a request's head, and a whole request, may take to come.
	Header, Body time.Duration
	// Answer is how long an answer may take to leave, Idle how long a connection may wait for the
	// next request.
	Answer, Idle time.Duration
	// Silence is how long a websocket may say nothing, its first frame included: clients ping every
	// two seconds.
	Silence time.Duration
}

func (t Timeouts) settled() Timeouts {
	for _, f := range []struct {
		at    *time.Duration
		usual time.Duration
	}{{&t.Header, 10 * time.Second}, {&t.Body, 30 * time.Second}, {&t.Answer, 2 * time.Minute}, {&t.Idle, 2 * time.Minute}, {&t.Silence, 12 * time.Second}} {
		if *f.at == 0 {
			*f.at = f.usual
		}
	}
	return t
}

// maxHeader is the most that a request's head may have, in bytes.
const maxHeader = 32 << 10

// HTTP is the http.Server that serves this site.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler: s.echo, ReadHeaderTimeout: s.timeouts.Header, ReadTimeout: s.timeouts.Body,
		WriteTimeout: s.timeouts.Answer, IdleTimeout: s.timeouts.Idle, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
}

// Listen bounds the connections that one address holds open to twice its websockets, so that nobody
// takes them all. Named proxies bring everybody's and are not counted, nor is this computer.
func (s *Server) Listen(l net.Listener) net.Listener {
	if s.guard.limits.Connections <= 0 {
		return l
	}
	return &fairListener{Listener: l, server: s, open: sockets{most: 2 * s.guard.limits.Connections}}
}

type fairListener struct {
	net.Listener
	server *Server
	open   sockets
}

// Accept waits for a connection of an address that has not had its share.
func (l *fairListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		peer, ok := netip.Addr{}, false
		if host, _, err := net.SplitHostPort(c.RemoteAddr().String()); err == nil {
			peer, ok = parseHop(host)
		}
		if !ok || l.server.trusted(peer) || peer.IsLoopback() && !l.server.guard.limits.Local {
			return c, nil
		}
		leave, ok := l.open.enter(network(peer))
		if !ok {
			_ = c.Close()
			continue
		}
		return &countedConn{Conn: c, leave: leave}, nil
	}
}

// countedConn gives its place free once, when it is closed.
type countedConn struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (c *countedConn) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}
