package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// eventually polls until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(servertest.Patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s never came", what)
		}
	}
}

// browser keeps cookies, as a person's does.
type browser struct {
	*http.Client
	url string
}

func newBrowser(t *testing.T, url string) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{&http.Client{Jar: jar}, url}
}

// ask sends JSON and reads the answer.
func (b browser) ask(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	q, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(a.Body); err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, answer.String()
}

func write(c *servertest.Client, word string) {
	c.Must("board.edit", fmt.Sprintf(`{"client":"editor-one","version":%d,"updates":[{"client":"editor-one","k":1,"changes":[[0,%q]]}]}`, c.Version, word))
	c.Must("chat.say", fmt.Sprintf(`{"text":"said %s"}`, word))
}

// TestErasedBytesLeaveTheFile erases a person and a session, compacts, and looks for what they
// wrote in every byte of the database.
func TestErasedBytesLeaveTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())

	ana := newBrowser(t, s.URL)
	status, answer := ana.ask(t, "POST", "/api/sessions", `{"problem":"tinyurl","minutes":45,"name":"canary-name","mode":"solo"}`)
	if status != 201 {
		t.Fatal(status, answer)
	}
	solo := opened(t, answer)
	alone := servertest.Dial(t, s.URL, solo.ID, solo.Key, "client-alone")
	alone.Must("interview.start", `{"anyway":true}`)
	write(alone, "canary-solo")

	shared := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	status, answer = ana.ask(t, "POST", "/api/sessions/"+shared.ID+"/join", fmt.Sprintf(`{"role":"candidate","key":%q,"name":"canary-name"}`, shared.Invites["candidate"]))
	if status != 200 {
		t.Fatal(status, answer)
	}
	ben := servertest.Dial(t, s.URL, shared.ID, shared.Key, "client-ben")
	ben.Must("interview.start", `{"anyway":true}`)
	write(ben, "stays-shared")

	doomed := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Cyd","mode":"solo"}`)
	cyd := servertest.Dial(t, s.URL, doomed.ID, doomed.Key, "client-cyd")
	cyd.Must("interview.start", `{"anyway":true}`)
	write(cyd, "canary-doomed")
	cyd.Close()

	canaries := []string{"canary-name", "canary-solo", "canary-doomed"}
	for _, c := range append(canaries, "stays-shared") {
		if !inFile(t, path, c) {
			t.Fatalf("%s is not in the file, so that this test finds nothing", c)
		}
	}

	if status, answer = ana.ask(t, "DELETE", "/api/me", ""); status != 200 || strings.TrimSpace(answer) != `{"erased":1,"shared":1}` {
		t.Fatal(status, answer)
	}
	if err := s.Registry.EraseSession(t.Context(), doomed.ID, interview.ByOperator); err != nil {
		t.Fatal(err)
	}
	if err := s.Registry.EraseSession(t.Context(), doomed.ID, interview.ByOperator); err == nil {
		t.Error("it was erased twice")
	}
	eventually(t, "the end of the erased room", func() bool { _, err := alone.Read(); return err != nil })
	if status, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+solo.ID, solo.Key, ""); status != 410 {
		t.Errorf("the erased session answers %d %v", status, answer)
	}
	eventually(t, "somebody in place of the name", func() bool {
		_, seen := servertest.Call(t, "GET", s.URL+"/api/sessions/"+shared.ID, shared.Key, "")
		return !strings.Contains(fmt.Sprint(seen), "canary-name") && strings.Contains(fmt.Sprint(seen), "somebody") && strings.Contains(fmt.Sprint(seen), "stays-shared")
	})
	if status, answer = ana.ask(t, "GET", "/api/me", ""); status != 200 || strings.TrimSpace(answer) != `{"id":"","name":""}` {
		t.Errorf("afterwards the browser is %d %s", status, answer)
	}
	if pending, err := s.Registry.Pending(t.Context()); err != nil || len(pending) != 2 {
		t.Fatalf("pending: %v %v", pending, err)
	}
	if err := s.Registry.Compacting(t.Context(), func() error { return store.Compact(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	if pending, err := s.Registry.Pending(t.Context()); err != nil || len(pending) != 0 {
		t.Errorf("still pending: %v %v", pending, err)
	}
	for _, c := range canaries {
		if inFile(t, path, c) {
			t.Errorf("%s is still in the file", c)
		}
	}
	if !inFile(t, path, "stays-shared") {
		t.Error("the shared session went too")
	}
	ben.Must("chat.say", `{"text":"the server goes on"}`)
}

// opened reads the answer to a session's opening.
func opened(t *testing.T, answer string) servertest.Session {
	t.Helper()
	var s servertest.Session
	if err := json.Unmarshal([]byte(answer), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// inFile looks for a word in a file's bytes.
func inFile(t *testing.T, path, word string) bool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(b, []byte(word))
}

// TestOldSessionsAreErasedWhereTheyAreNotKept steps the clock beyond the time that sessions are kept.
func TestOldSessionsAreErasedWhereTheyAreNotKept(t *testing.T) {
	s := servertest.New(t, func(c *room.Config) { c.Keep = 30 * 24 * 60 * interview.Minute })
	old := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	eventually(t, "the session in the index", func() bool { return s.Registry.Index().Len() == 1 })
	s.Clock.Step(20 * 24 * 60 * interview.Minute)
	fresh := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	status := func(one servertest.Session) int {
		code, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, "")
		return code
	}
	if status(old) != 200 {
		t.Fatal("it went too early")
	}
	eventually(t, "the erasure", func() bool {
		s.Clock.Step(24 * 60 * interview.Minute)
		pending, err := s.Registry.Pending(t.Context())
		return err == nil && len(pending) > 0 && pending[0].Session == old.ID && pending[0].By == interview.ByRetention
	})
	// It is noted first and erased then.
	eventually(t, "410", func() bool { return status(old) == 410 })
	if code := status(fresh); code != 200 {
		t.Errorf("the fresh one answers %d", code)
	}
}
