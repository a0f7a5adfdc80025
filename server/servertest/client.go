package servertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mockroom/server/board"
	"mockroom/server/interview"
)

// Patience is how long anything that has to come may take.
const Patience = 20 * time.Second

// Call asks the JSON API and reads the answer.
func Call(t testing.TB, method, url, key, body string) (int, map[string]any) {
	t.Helper()
	q, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		q.Header.Set("Authorization", "Bearer "+key)
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &answer); err != nil {
			answer["raw"] = string(raw)
		}
	}
	return a.StatusCode, answer
}

// Session is a session as its creator got it.
type Session struct {
	ID, Key string
	Invites map[string]string
}

// Open opens a session and fails the test if that is refused.
func Open(t testing.TB, url, body string) Session {
	t.Helper()
	status, answer := Call(t, "POST", url+"/api/sessions", "", body)
	if status != http.StatusCreated {
		t.Fatalf("opening: %d %v", status, answer)
	}
	s := Session{ID: answer["id"].(string), Key: answer["key"].(string), Invites: map[string]string{}}
	for role, link := range answer["invites"].(map[string]any) {
		_, key, _ := strings.Cut(link.(string), "#")
		s.Invites[role] = key
	}
	return s
}

// Join exchanges a link's key for a participant's own.
func (s Session) Join(t testing.TB, url, role, name string) (key string) {
	t.Helper()
	status, answer := Call(t, "POST", url+"/api/sessions/"+s.ID+"/join", "", fmt.Sprintf(`{"role":%q,"key":%q,"name":%q}`, role, s.Invites[role], name))
	if status != http.StatusOK {
		t.Fatalf("joining as %s: %d %v", role, status, answer)
	}
	return answer["key"].(string)
}

// Client is a program at the other end of the websocket, written after PROTOCOL.md.
type Client struct {
	t       testing.TB
	ws      *websocket.Conn
	writing sync.Mutex
	name    string
	n       uint64
	Frames  []json.RawMessage
	// You is the participant that the welcome named.
	You string
	// Board is what the events make of the board.
	Board   board.Text
	Version uint64
	Updates []board.Update
}

// Dial opens a websocket and says hello; the welcome is the first frame.
func Dial(t testing.TB, url, session, key, name string) *Client {
	t.Helper()
	c, err := TryDial(t, url, session, key, name)
	if err != nil {
		t.Fatalf("dialling: %v", err)
	}
	return c
}

// TryDial is Dial that gives the error.
func TryDial(t testing.TB, url, session, key, name string) (*Client, error) {
	h := http.Header{"Authorization": {"Bearer " + key}}
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(url, "http")+"/api/sessions/"+session+"/live", h)
	if err != nil {
		return nil, err
	}
	c := &Client{t: t, ws: ws, name: name}
	t.Cleanup(func() { _ = ws.Close() })
	c.TrySend(fmt.Sprintf(`{"type":"hello","protocol":1,"client":%q}`, name))
	for {
		f, err := c.Read()
		if err != nil {
			return nil, err
		}
		if f["type"] == "welcome" {
			c.You = f["you"].(string)
			return c, nil
		}
	}
}

// Send writes a raw frame.
func (c *Client) Send(frame string) {
	c.t.Helper()
	if err := c.write(frame); err != nil {
		c.t.Fatal(err)
	}
}

// write is for one goroutine at a time, as the library asks.
func (c *Client) write(frame string) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.ws.WriteMessage(websocket.TextMessage, []byte(frame))
}

// KeepAlive pings from now on, as a browser does, for a client that is silent while others act; its
// pongs are among the frames.
func (c *Client) KeepAlive() {
	done := make(chan struct{})
	c.t.Cleanup(func() { close(done) })
	go func() {
		tick := time.NewTicker(2 * time.Second)
		defer tick.Stop()
		for id := 1; ; id++ {
			select {
			case <-tick.C:
			case <-done:
				return
			}
			if c.write(fmt.Sprintf(`{"type":"ping","id":%d}`, id)) != nil {
				return
			}
		}
	}()
}

// TrySend is Send where the server may have closed the socket already.
func (c *Client) TrySend(frame string) { _ = c.write(frame) }

// Next reads a frame, and folds the board.
func (c *Client) Next() map[string]any {
	c.t.Helper()
	frame, err := c.Read()
	if err != nil {
		c.t.Fatal(err)
	}
	return frame
}

// Read is Next that gives the error, which is a *websocket.CloseError at the end.
func (c *Client) Read() (map[string]any, error) {
	_ = c.ws.SetReadDeadline(time.Now().Add(Patience))
	_, raw, err := c.ws.ReadMessage()
	if err != nil {
		return nil, err
	}
	c.Frames = append(c.Frames, raw)
	var typed struct {
		Type  string
		Board struct {
			Version uint64
			Text    *string
			Updates []board.Update
		}
		Items []struct {
			Kind string
			Data json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &typed); err != nil {
		return nil, err
	}
	if typed.Type == "welcome" && typed.Board.Text != nil {
		c.Board, c.Version = board.NewText(*typed.Board.Text), typed.Board.Version
	}
	for _, i := range typed.Items {
		if i.Kind != "board.edited" {
			continue
		}
		var f interview.BoardEdited
		if err := json.Unmarshal(i.Data, &f); err != nil {
			return nil, err
		}
		for _, u := range f.Updates {
			if c.Board, err = u.Changes.Apply(c.Board); err != nil {
				return nil, err
			}
			c.Version++
			c.Updates = append(c.Updates, u)
		}
	}
	frame := map[string]any{}
	return frame, json.Unmarshal(raw, &frame)
}

// Until reads on to the next frame of a type.
func (c *Client) Until(kind string) map[string]any {
	c.t.Helper()
	for {
		if f := c.Next(); f["type"] == kind {
			return f
		}
	}
}

// Do sends a command and reads on to its answer; the error is the refusal.
func (c *Client) Do(command, data string) *interview.Error {
	c.t.Helper()
	err := c.TryDo(command, data)
	var refusal *interview.Error
	if err != nil && !errors.As(err, &refusal) {
		c.t.Fatal(err)
	}
	return refusal
}

// TryDo is Do that also gives the error of a lost line.
func (c *Client) TryDo(command, data string) error {
	c.n++
	n := c.n
	c.TrySend(fmt.Sprintf(`{"type":"do","n":%d,"command":%q,"data":%s}`, n, command, data))
	for {
		f, err := c.Read()
		if err != nil {
			return err
		}
		if f["n"] != float64(n) {
			continue
		}
		switch f["type"] {
		case "done":
			return nil
		case "refused":
			e := f["error"].(map[string]any)
			return &interview.Error{Code: interview.Code(e["code"].(string)), Message: e["message"].(string)}
		}
	}
}

// Must is Do that fails the test on a refusal.
func (c *Client) Must(command, data string) {
	c.t.Helper()
	if err := c.Do(command, data); err != nil {
		c.t.Fatalf("%s %s: %v", command, data, err)
	}
}

// PinCriteria drops two pins for every criterion, as many as any card rests on, and notes the first.
func (c *Client) PinCriteria(words string) {
	for i, k := range interview.Criteria() {
		for j, sign := range []interview.Sign{interview.For, interview.Against} {
			c.Must("pin.drop", fmt.Sprintf(`{"id":"pin-%d-%s","criterion":%q,"sign":%q}`, i, sign, k, sign))
			if i+j == 0 {
				c.Must("pin.note", fmt.Sprintf(`{"pin":"pin-%d-%s","text":%q}`, i, sign, words))
			}
		}
	}
}

// Close ends the socket.
func (c *Client) Close() { _ = c.ws.Close() }
