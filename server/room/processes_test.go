package room_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestTwoProcessesOverOneJournal lets two peers of one session, each at a registry of its own, type
// and command at once: nothing is lost, nothing happens twice, both see the journal's order.
func TestTwoProcessesOverOneJournal(t *testing.T) {
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	clock, signals := room.NewSteppedClock(servertest.Start), room.NewLocalSignals()
	one, two := servertest.On(t, store, clock, signals), servertest.On(t, store, clock, signals)
	session := servertest.Open(t, one.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ana := session.Join(t, two.URL, "candidate", "Ana")
	clients := []*servertest.Client{
		servertest.Dial(t, one.URL, session.ID, session.Key, "client-ben"),
		servertest.Dial(t, two.URL, session.ID, ana, "client-ana"),
	}
	clients[1].Must("ready.set", `{"ready":true}`)
	clients[0].Must("interview.start", `{"anyway":true}`)
	// The other process decides on what it has seen: wait until the start has come there.
	for !strings.Contains(fmt.Sprint(clients[1].Next()), "phase.started") {
	}
	const each = 60
	var work sync.WaitGroup
	for i, c := range clients {
		work.Go(func() {
			for k := 1; k <= each; k++ {
				word := fmt.Sprintf("<%d/%d>", i, k)
				changes := fmt.Sprintf(`[[0,%q]]`, word)
				if n := c.Board.Len(); n > 0 {
					changes = fmt.Sprintf(`[[0,%q],%d]`, word, n)
				}
				if err := c.Do("board.edit", fmt.Sprintf(`{"client":"editor-%d","version":%d,"updates":[{"client":"editor-%d","k":%d,"changes":%s}]}`, i, c.Version, i, k, changes)); err != nil {
					t.Error(err)
					return
				}
				if k%5 == 0 {
					if err := c.Do("chat.say", fmt.Sprintf(`{"text":"chat %d/%d"}`, i, k)); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	work.Wait()
	if t.Failed() {
		t.Log(one.Log, two.Log)
	}
	for _, c := range clients {
		for c.Version < 2*each {
			c.Next()
		}
	}
	state := interview.NewState()
	for e, err := range store.Read(t.Context(), room.SessionStream(session.ID), 1) {
		if err != nil {
			t.Fatal(err)
		}
		if err := state.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if state.BoardVersion != 2*each || len(state.Chat) != 2*each/5 || state.Editors["editor-0"] != each || state.Editors["editor-1"] != each {
		t.Fatalf("%d updates, %d lines of chat", state.BoardVersion, len(state.Chat))
	}
	for i, c := range clients {
		if c.Board != state.Board {
			t.Errorf("client %d has %q, the journal %q", i, c.Board, state.Board)
		}
		for k, u := range c.Updates {
			if want := state.Recent[k]; u.Client != want.Client || u.K != want.K {
				t.Fatalf("client %d saw update %s/%d at %d, the journal has %s/%d", i, u.Client, u.K, k, want.Client, want.K)
			}
		}
	}
}

func TestAwayTakeoverAndRevocation(t *testing.T) {
	s := servertest.New(t)
	session := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ben := servertest.Dial(t, s.URL, session.ID, session.Key, "client-ben")
	first := servertest.Dial(t, s.URL, session.ID, session.Join(t, s.URL, "candidate", "Ana"), "client-ana1")
	first.Close()
	until := func(kind string) map[string]any {
		for {
			for _, i := range ben.Until("events")["items"].([]any) {
				if item := i.(map[string]any); item["kind"] == kind {
					return item["data"].(map[string]any)
				}
			}
		}
	}
	until("participant.back")
	// The room notices the closed socket by itself; the clock then makes her away.
	for {
		if f := ben.Until("presence"); len(connected(f)) == 1 {
			break
		}
	}
	s.Clock.Step(16 * interview.Second)
	until("participant.away")
	second := session.Join(t, s.URL, "candidate", "Ana on her phone")
	if data := until("seat.taken"); data["from"] == nil {
		t.Fatalf("%v", data)
	}
	ana := servertest.Dial(t, s.URL, session.ID, second, "client-ana2")
	ana.Must("ready.set", `{"ready":true}`)
	status, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+session.ID, session.Key, "")
	if status != 200 {
		t.Fatal(answer)
	}
	for _, i := range answer["state"].(map[string]any)["invites"].([]any) {
		if invite := i.(map[string]any); invite["role"] == "candidate" {
			servertest.Call(t, "DELETE", s.URL+"/api/sessions/"+session.ID+"/invites/"+invite["id"].(string), session.Key, "")
		}
	}
	for {
		if _, err := ana.Read(); err != nil {
			break
		}
	}
	if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+session.ID, second, ""); status != 403 {
		t.Errorf("a revoked key still opens: %d", status)
	}
}

func connected(presence map[string]any) (ids []string) {
	for _, p := range presence["people"].([]any) {
		if e := p.(map[string]any); e["connected"] == true {
			ids = append(ids, e["participant"].(string))
		}
	}
	return ids
}

func TestDeletingTellsThePartner(t *testing.T) {
	s := servertest.New(t)
	session := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	anaKey := session.Join(t, s.URL, "candidate", "Ana")
	ben := servertest.Dial(t, s.URL, session.ID, session.Key, "client-ben")
	at := s.URL + "/api/sessions/" + session.ID
	if status, _ := servertest.Call(t, "DELETE", at, anaKey, ""); status != 204 {
		t.Fatalf("the candidate may not delete: %d", status)
	}
	for {
		if _, err := ben.Read(); err != nil {
			break
		}
	}
	if status, answer := servertest.Call(t, "GET", at, session.Key, ""); status != 410 {
		t.Errorf("%d %v", status, answer)
	}
}
