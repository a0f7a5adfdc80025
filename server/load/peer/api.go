package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// API is the HTTP side of a server. Addr is HOST:PORT.
type API struct {
	Addr   string
	client *http.Client
}

// NewAPI makes one that keeps at most a few lines open.
func NewAPI(addr string) *API {
	return &API{Addr: addr, client: &http.Client{
		Timeout:   60 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64, DisableCompression: true},
	}}
}

// Session is a session as its creator got it: the own key, and each role's link key.
type Session struct {
	ID          string `json:"id"`
	Key         string `json:"key"`
	Participant string `json:"participant"`
	Invites     map[string]string
}

// Open opens a session; body is the request of POST /api/sessions.
func (a *API) Open(body string) (Session, error) {
	var s Session
	if err := a.call("POST", "/api/sessions", "", body, &s); err != nil {
		return s, fmt.Errorf("opening a session: %w", err)
	}
	for role, link := range s.Invites {
		_, s.Invites[role], _ = strings.Cut(link, "#")
	}
	return s, nil
}

// Join exchanges a link's key for a participant and their own key.
func (a *API) Join(session, role, linkKey, name string) (participant, key string, err error) {
	var joined struct{ Participant, Key string }
	body, _ := json.Marshal(map[string]string{"role": role, "key": linkKey, "name": name})
	if err := a.call("POST", "/api/sessions/"+session+"/join", "", string(body), &joined); err != nil {
		return "", "", fmt.Errorf("joining: %w", err)
	}
	return joined.Participant, joined.Key, nil
}

// Board is the board as the server has it.
func (a *API) Board(session, key string) (text string, version uint64, err error) {
	var view struct {
		Board struct {
			Text    string
			Version uint64
		}
	}
	if err := a.call("GET", "/api/sessions/"+session, key, "", &view); err != nil {
		return "", 0, fmt.Errorf("reading the board: %w", err)
	}
	return view.Board.Text, view.Board.Version, nil
}

// Preview asks for the board as it reads, as a window does that has some blocks already; it gives
// the blocks' keys.
func (a *API) Preview(session, key string, known []string) (keys []string, err error) {
	body, _ := json.Marshal(map[string][]string{"known": known})
	var answer struct {
		Blocks []struct{ Key string }
	}
	if err := a.call("POST", "/api/sessions/"+session+"/preview", key, string(body), &answer); err != nil {
		return nil, fmt.Errorf("the preview: %w", err)
	}
	for _, b := range answer.Blocks {
		keys = append(keys, b.Key)
	}
	return keys, nil
}

// Exported is one line of a JSON lines export.
type Exported struct {
	Event *struct {
		At   uint64          `json:"at"`
		By   string          `json:"by"`
		Kind string          `json:"kind"`
		Data json.RawMessage `json:"data"`
	}
	Withheld string
}

// Export reads the session's export, line by line.
func (a *API) Export(session, key string) ([]Exported, error) {
	raw, err := a.raw("GET", "/api/sessions/"+session+"/export?format=jsonl", key, "")
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	var lines []Exported
	for line := range bytes.Lines(raw) {
		var l Exported
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("the export: %w", err)
		}
		if l.Event != nil || l.Withheld != "" {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

func (a *API) call(method, path, key, body string, into any) error {
	raw, err := a.raw(method, path, key, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func (a *API) raw(method, path, key, body string) ([]byte, error) {
	q, err := http.NewRequest(method, "http://"+a.Addr+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if key != "" {
		q.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := a.client.Do(q)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= 300 {
		return nil, fmt.Errorf("%s: %.300s", answer.Status, raw)
	}
	return raw, nil
}
