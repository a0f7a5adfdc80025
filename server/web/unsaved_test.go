package web_test

import (
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestAServerThatCannotSaveSaysSo takes the database away from under a server.
func TestAServerThatCannotSaveSaysSo(t *testing.T) {
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
	status, answer := servertest.Call(t, "GET", s.URL+"/healthz", "", "")
	if status != 200 || answer["status"] != "ok" {
		t.Fatalf("%d %v", status, answer)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	status, answer = servertest.Call(t, "GET", s.URL+"/healthz", "", "")
	if status != 503 || answer["reason"] != "the database cannot be written" {
		t.Errorf("%d %v", status, answer)
	}
	page, err := http.PostForm(s.URL+"/problems/tinyurl/study", url.Values{})
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	body, err := io.ReadAll(page.Body)
	if err != nil {
		t.Fatal(err)
	}
	if page.StatusCode != 503 || !strings.Contains(string(body), "<h1>The server cannot save, so it starts nothing new.</h1><p>The database cannot be written.") {
		t.Errorf("%d %s", page.StatusCode, body)
	}
}
