package web_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestDamagedSessionSaysSo flips a bit in one session and one in the server's own stream: the server starts, the
// damaged session says what is wrong in words, and everything else goes on.
func TestDamagedSessionSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	const body = `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`
	var hurt, sound servertest.Session
	t.Run("before", func(t *testing.T) {
		store, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		})
		s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
		hurt, sound = servertest.Open(t, s.URL, body), servertest.Open(t, s.URL, body)
		for name, one := range map[string]servertest.Session{"hurt": hurt, "sound": sound} {
			c := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
			c.Must("chat.say", `{"text":"line of the `+name+` session"}`)
			c.Close()
		}
	})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"line of the hurt session", `"server.started"`} {
		// Pages that are not in use any more hold the same bytes.
		n := 0
		for at := 0; ; n++ {
			i := bytes.Index(b[at:], []byte(words))
			if i < 0 {
				break
			}
			b[at+i+4] ^= 2
			at += i + len(words)
		}
		if n == 0 {
			t.Fatalf("%q is not in the file", words)
		}
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
	status, answer := servertest.Call(t, http.MethodGet, s.URL+"/api/sessions/"+hurt.ID, hurt.Key, "")
	message, _ := answer["error"].(map[string]any)["message"].(string)
	if status != http.StatusServiceUnavailable || !strings.Contains(message, "cannot be read from the server's disk") {
		t.Errorf("the damaged session: %d %v", status, answer)
	}
	c := servertest.Dial(t, s.URL, sound.ID, sound.Key, "client-ben-2")
	c.Must("chat.say", `{"text":"it goes on"}`)
	c.Close()
	again := servertest.Open(t, s.URL, body)
	if status, _ := servertest.Call(t, http.MethodGet, s.URL+"/api/sessions/"+again.ID, again.Key, ""); status != http.StatusOK {
		t.Errorf("a new session: %d", status)
	}
}
