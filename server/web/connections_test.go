package web_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// TestSlowClientsAreLetGo holds lines open in every way; the server closes each.
func TestSlowClientsAreLetGo(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) {
		quick := 50 * time.Millisecond
		c.Timeouts = web.Timeouts{Header: quick, Body: 2 * quick, Idle: quick, Silence: quick}
	})
	one := servertest.Open(t, s.URL, peer)
	live := "GET /api/sessions/" + one.ID + "/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + one.Key +
		"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	for name, sent := range map[string]string{
		"nothing":         "",
		"half a line":     "GET / HT",
		"half a head":     "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
		"half a body":     "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
		"half a chunk":    "POST /api/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFF\r\n{",
		"idle":            "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
		"no hello":        live,
		"half a hello":    live + "\x81\xfe",
		"a slow fragment": live + "\x01\x81\x00\x00\x00\x00{",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, sent); err != nil {
				t.Fatal(err)
			}
			_ = c.SetReadDeadline(time.Now().Add(servertest.Patience))
			if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
				t.Errorf("it is still open: %v", err)
			}
		})
	}
}

// TestConnectionsOfAnAddressAreBounded opens more TCP connections than an address may have.
func TestConnectionsOfAnAddressAreBounded(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{Connections: 2, Local: true} })
	var open []net.Conn
	refused := 0
	for range 10 {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		open = append(open, c)
	}
	for _, c := range open {
		_, _ = io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		_ = c.SetReadDeadline(time.Now().Add(servertest.Patience))
		if _, err := c.Read(make([]byte, 16)); err != nil {
			refused++
		}
	}
	if refused != 6 {
		t.Errorf("%d of 10 connections were refused, want all beyond 4", refused)
	}
}
