package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mockroom/problems"
	"mockroom/server/servertest"
)

// TestAPacksLife writes a pack, previews it, breaks it and mends it while the preview and then a server
// that people use run on it: the last good version stays, with the fault named, and what a session began
// with stays after the pack is gone.
func TestAPacksLife(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"pack", "new", dir}); err != nil {
		t.Fatal(err)
	}
	if err := check([]string{dir}, &out); err != nil || !strings.Contains(out.String(), "1 problems, 0 cards, 4 checked results, 0 faults, 0 warnings") {
		t.Fatalf("%v %s", err, &out)
	}
	if err := newPack([]string{dir}, io.Discard); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a pack over a pack: %v", err)
	}
	problem := filepath.Join(dir, "my-problem", "problem.md")
	good, err := os.ReadFile(problem)
	if err != nil {
		t.Fatal(err)
	}
	moment := time.Now()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(problem, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		moment = moment.Add(time.Second)
		if err := os.Chtimes(problem, moment, moment); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(os.Args[0], "-addr", "127.0.0.1:0", dir)
	cmd.Env = append(os.Environ(), "MOCKROOM_CHILD=pack\npreview")
	preview, ok := ready(t, cmd)
	if !ok {
		t.Fatal("the preview did not start")
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	page := func(url string) string {
		t.Helper()
		r, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	becomes := func(what string, is func() bool) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); !is(); {
			if time.Now().After(deadline) {
				t.Fatalf("never: %s", what)
			}
			<-time.After(50 * time.Millisecond)
		}
	}
	kit := page(preview + "/problems/my-problem")
	if !strings.Contains(kit, "Say which sentence helps") || !strings.Contains(kit, "/static/js/preview/main.js") {
		t.Errorf("the preview shows no kit:\n%s", kit)
	}
	state := func() (s struct {
		Generation uint64
		Faults     problems.Faults
	}) {
		t.Helper()
		if err := json.Unmarshal([]byte(page(preview+"/preview/state")), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := state()
	write(strings.Replace(string(good), "level: beginner", "level: easy", 1))
	becomes("the preview names the fault", func() bool {
		s := state()
		return s.Generation > before.Generation && len(s.Faults) == 1 && strings.HasPrefix(s.Faults[0].Error(), "my-problem/problem.md:5:8: level:")
	})
	if !strings.Contains(page(preview+"/problems/my-problem"), "Guestbook") {
		t.Error("the last good version is gone")
	}
	write(string(good))
	becomes("the fault is gone", func() bool { return len(state().Faults) == 0 })
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the preview ended with %v", err)
	}

	server, url := startServer(t, "127.0.0.1:0", filepath.Join(t.TempDir(), "test.db"), "-packs", filepath.Dir(dir))
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	one := servertest.Open(t, url, `{"problem":"my-problem","minutes":45,"name":"Ben","role":"interviewer"}`)
	write(strings.Replace(string(good), "Design a guestbook", "Design a visitors' book", 1))
	becomes("the server takes the new title", func() bool { return strings.Contains(page(url+"/api/problems/my-problem"), "visitors' book") })
	write("nothing")
	becomes("nothing is left of the broken file's words, and all of the good ones", func() bool {
		return strings.Contains(page(url+"/api/problems/my-problem"), "visitors' book")
	})
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	becomes("the pack is gone", func() bool { return strings.Contains(page(url+"/api/problems/my-problem"), "not-found") })
	for path, words := range map[string]string{"": "Design a guestbook", "/problem": "Write two functions"} {
		status, answer := servertest.Call(t, "GET", url+"/api/sessions/"+one.ID+path, one.Key, "")
		text, err := json.Marshal(answer)
		if err != nil || status != 200 || !strings.Contains(string(text), words) {
			t.Errorf("the session that began with it, %s: %d %s", path, status, text)
		}
	}
}

func TestPackCommandsSayWhatIsWrong(t *testing.T) {
	for words, args := range map[string][]string{
		"pack new DIR writes":   {"pack"},
		`no command pack "old"`: {"pack", "old"},
		"name one folder":       {"pack", "new"},
		"is no folder":          {"pack", "preview", "nowhere"},
	} {
		if err := run(t.Context(), args); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v: %v, not %q", args, err, words)
		}
	}
}
