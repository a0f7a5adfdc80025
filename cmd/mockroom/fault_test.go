package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// typist types and says lines, and remembers what was acknowledged.
type typist struct {
	*servertest.Client
	k       uint64
	said    []string
	refused *interview.Error
}

// work types and talks once; what is refused because it cannot be saved is tried again as a page does:
// the edit under the same k, the line with the next command.
func (a *typist) work(t *testing.T) (saved bool) {
	t.Helper()
	changes := `[[0,"x"]]`
	if n := a.Board.Len(); n > 0 {
		changes = fmt.Sprintf(`[[0,"x"],%d]`, n)
	}
	edit := fmt.Sprintf(`{"client":"editor-fault","version":%d,"updates":[{"client":"editor-fault","k":%d,"changes":%s}]}`, a.Version, a.k+1, changes)
	if a.refused = a.Do("board.edit", edit); a.refused != nil {
		return false
	}
	a.k++
	line := fmt.Sprintf("line %d%s", a.k, strings.Repeat(" long", 300))
	if a.refused = a.Do("chat.say", fmt.Sprintf(`{"text":%q}`, line)); a.refused != nil {
		return false
	}
	a.said = append(a.said, line)
	return true
}

// until polls.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(servertest.Patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not happen", what)
		}
	}
}

// TestADiskThatFails breaks a running server's disk and mends it again: what was acknowledged stays
// readable, new work is refused in words, and everything goes on by itself.
func TestADiskThatFails(t *testing.T) {
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, breaks, mends := f.folder(t)
			data := filepath.Join(folder, "test.db")
			server, url := startServer(t, "127.0.0.1:0", data)
			defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
			session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
			session.Join(t, url, "candidate", "Ana")
			ben := &typist{Client: servertest.Dial(t, url, session.ID, session.Key, "client-fault")}
			ben.Must("interview.start", `{"anyway":true}`)
			for range 5 {
				if !ben.work(t) {
					t.Fatalf("before: %v", ben.refused)
				}
			}
			for i := range 60 {
				ben.Must("note.write", fmt.Sprintf(`{"text":"%d %s"}`, i, strings.Repeat("note ", 3000)))
			}
			breaks(t, server.Process.Pid)
			if f.reason != "" {
				until(t, "a refusal", func() bool { return !ben.work(t) })
				if ben.refused.Code != interview.Unavailable || !strings.Contains(ben.refused.Message, "cannot save right now") {
					t.Errorf("refused with %v", ben.refused)
				}
				status, answer := servertest.Call(t, "GET", url+"/healthz", "", "")
				if status != 503 || answer["reason"] != f.reason {
					t.Errorf("healthz: %d %v, want %q", status, answer, f.reason)
				}
				status, answer = servertest.Call(t, "POST", url+"/api/sessions", "", `{"problem":"tinyurl","minutes":45,"name":"Eva","role":"interviewer"}`)
				if status != 503 {
					t.Errorf("opening a session: %d %v", status, answer)
				}
			} else {
				for range 20 {
					ben.work(t)
				}
			}
			// What was acknowledged is readable, also by who comes new.
			look := servertest.Dial(t, url, session.ID, session.Key, "client-look1")
			if look.Version < ben.k {
				t.Errorf("%d updates were acknowledged, %d can be read", ben.k, look.Version)
			}
			look.Close()
			if status, _ := servertest.Call(t, "GET", url+"/api/sessions/"+session.ID+"/export?format=markdown", session.Key, ""); status != 200 {
				t.Errorf("the export: %d", status)
			}
			mends(t, server.Process.Pid)
			until(t, "word that it saves again", func() bool {
				ben.Send(`{"type":"ping","id":1}`)
				return ben.Until("pong")["saving"] == true
			})
			until(t, "recovery", func() bool { return ben.work(t) })
			if status, answer := servertest.Call(t, "GET", url+"/healthz", "", ""); status != 200 {
				t.Errorf("healthz after recovery: %d %v", status, answer)
			}
			for range 3 {
				if !ben.work(t) {
					t.Errorf("after recovery: %v", ben.refused)
				}
			}
			entries, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if strings.Contains(e.Name(), "compact") {
					t.Errorf("%s is left", e.Name())
				}
			}
			_ = server.Process.Kill()
			_ = server.Wait()
			ben.Close()
			server, url = startServer(t, "127.0.0.1:0", data)
			again := servertest.Dial(t, url, session.ID, session.Key, "client-again")
			if again.Version != ben.k || uint64(again.Board.Len()) != ben.k {
				t.Errorf("%d updates were acknowledged, %d are there, on a board of %d", ben.k, again.Version, again.Board.Len())
			}
			again.Close()
			chat := view(t, url, session)["state"].(map[string]any)["chat"].([]any)
			seen := map[string]int{}
			for _, line := range chat {
				seen[line.(map[string]any)["text"].(string)]++
			}
			for _, line := range ben.said {
				if seen[line] != 1 {
					t.Errorf("%.10s is there %d times", line, seen[line])
				}
			}
			_ = server.Process.Kill()
			_ = server.Wait()
			if err := verify(t.Context(), []string{"-data", data}, t.Output()); err != nil {
				t.Errorf("verify: %v", err)
			}
		})
	}
}
