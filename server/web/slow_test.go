package web_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mockroom/server/room"
	"mockroom/server/servertest"
)

// deaf is a client that says it is alive and reads nothing: its receive window fills up.
type deaf struct{ ws *websocket.Conn }

func newDeaf(t *testing.T, url, session, key, name string) *deaf {
	t.Helper()
	dialer := websocket.Dialer{NetDial: func(network, addr string) (net.Conn, error) {
		c, err := net.Dial(network, addr)
		if err == nil {
			err = c.(*net.TCPConn).SetReadBuffer(256 << 10)
		}
		return c, err
	}}
	ws, _, err := dialer.Dial("ws"+strings.TrimPrefix(url, "http")+"/api/sessions/"+session+"/live", http.Header{"Authorization": {"Bearer " + key}})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	stop := make(chan struct{})
	t.Cleanup(func() {
		close(stop)
		<-ended
		_ = ws.Close()
	})
	if err := ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"type":"hello","protocol":1,"client":%q}`, name)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			if ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping","id":1}`)) != nil {
				return
			}
		}
	}()
	return &deaf{ws}
}

// readOn reads to the end, and gives how much there was and why it ended.
func (d *deaf) readOn() (bytes int, err error) {
	for {
		_ = d.ws.SetReadDeadline(time.Now().Add(servertest.Patience))
		_, raw, err := d.ws.ReadMessage()
		if err != nil {
			return bytes, err
		}
		bytes += len(raw)
	}
}

// TestClientsThatStopReadingDelayNobody fills the windows of two sockets while their partner works:
// every command is answered, both are dropped; the one that reads on learns why.
func TestClientsThatStopReadingDelayNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("the window takes its time")
	}
	s := servertest.New(t)
	session := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ben := servertest.Dial(t, s.URL, session.ID, session.Key, "client-ben")
	session.Join(t, s.URL, "candidate", "Ana")
	observer := func() string { return session.Join(t, s.URL, "observer", "Olga") }
	wakes := newDeaf(t, s.URL, session.ID, observer(), "client-deaf1")
	newDeaf(t, s.URL, session.ID, observer(), "client-deaf2")
	ben.Must("interview.start", `{"anyway":true}`)
	line := strings.Repeat("0123456789", 6_000)
	var slowest time.Duration
	pushed := 0
	for strings.Count(s.Log.String(), "reads too slowly") < 2 {
		if pushed++; pushed > 2000 {
			t.Fatal("nobody is dropped, though nobody reads")
		}
		changes := fmt.Sprintf(`[[%d,%q]]`, ben.Board.Len(), line)
		began := time.Now()
		ben.Must("board.edit", fmt.Sprintf(`{"client":"editor-ben","version":%d,"updates":[{"client":"editor-ben","k":%d,"changes":%s}]}`, ben.Version, pushed, changes))
		slowest = max(slowest, time.Since(began))
	}
	t.Logf("dropped after %d pushes of 60 KB; the slowest answer to the partner took %v", pushed, slowest)
	bytes, err := wakes.readOn()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != room.CloseTooSlow {
		t.Errorf("who reads on learns %v", err)
	}
	if bytes >= pushed*len(line) {
		t.Errorf("it got all %d bytes, so that its window was never full", bytes)
	}
	for {
		here := 0
		for _, p := range ben.Until("presence")["people"].([]any) {
			if p.(map[string]any)["connected"] == true {
				here++
			}
		}
		if here == 1 {
			return
		}
	}
}
