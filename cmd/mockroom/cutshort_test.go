package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// TestAServerStartsOnAFullDisk kills a server whose disk is full, and starts it again there.
func TestAServerStartsOnAFullDisk(t *testing.T) {
	folder, breaks, mends := smallDisk(t)
	data := filepath.Join(folder, "test.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	c := servertest.Dial(t, url, session.ID, session.Key, "client-full1")
	c.Must("chat.say", `{"text":"before"}`)
	breaks(t, 0)
	_ = server.Process.Kill()
	_ = server.Wait()
	server, url = startServer(t, "127.0.0.1:0", data)
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	if chatOf(t, url, session) != 1 {
		t.Error("what was saved cannot be read")
	}
	c = servertest.Dial(t, url, session.ID, session.Key, "client-full2")
	long := strings.Repeat("long ", 3000)
	until(t, "a refusal", func() bool {
		err := c.Do("note.write", fmt.Sprintf(`{"text":%q}`, long))
		long += "."
		return err != nil && err.Code == interview.Unavailable
	})
	if status, answer := servertest.Call(t, "GET", url+"/healthz", "", ""); status != 503 || answer["reason"] != "the disk is full" {
		t.Errorf("healthz: %d %v", status, answer)
	}
	mends(t, 0)
	until(t, "recovery", func() bool { return c.Do("chat.say", `{"text":"after"}`) == nil })
	if status, answer := servertest.Call(t, "GET", url+"/healthz", "", ""); status != 200 {
		t.Errorf("healthz after recovery: %d %v", status, answer)
	}
}

// filled is a database with some sessions that hold 16 KiB notes, and no server on it.
func filled(t *testing.T) (data string, sessions []servertest.Session) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "test.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	for range 4 {
		s := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
		c := servertest.Dial(t, url, s.ID, s.Key, "client-fill")
		for i := range 12 {
			c.Must("note.write", fmt.Sprintf(`{"text":"%d %s"}`, i, strings.Repeat("note ", 3000)))
		}
		c.Close()
		sessions = append(sessions, s)
	}
	stopServer(t, server)
	return data, sessions
}

// TestADatabaseCutShortUnderAServer takes the end of the file away while the server uses it: whatever
// it can still do, it does not end, and takes nothing that it cannot keep.
func TestADatabaseCutShortUnderAServer(t *testing.T) {
	data, sessions := filled(t)
	server, url := startServer(t, "127.0.0.1:0", data)
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	c := servertest.Dial(t, url, sessions[0].ID, sessions[0].Key, "client-short")
	if err := os.Truncate(data, 32<<10); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if err := c.Do("note.write", fmt.Sprintf(`{"text":"%d short"}`, i)); err != nil && err.Code != interview.Unavailable {
			t.Errorf("refused with %v", err)
		}
	}
	status, answer := servertest.Call(t, "GET", url+"/healthz", "", "")
	if reason, _ := answer["reason"].(string); status != 503 || !strings.Contains(reason, "the database is damaged") {
		t.Errorf("healthz: %d %v", status, answer)
	}
	for _, s := range sessions {
		status, answer := servertest.Call(t, "GET", url+"/api/sessions/"+s.ID, s.Key, "")
		if status != 200 && status != 503 {
			t.Errorf("a session answers %d %v", status, answer)
		}
	}
	if status, _ := servertest.Call(t, "GET", url+"/api/problems", "", ""); status != 200 {
		t.Errorf("the problems answer %d", status)
	}
}

// TestADatabaseCutShortBeforeTheStart starts a server on files of all lengths: it serves what it can read,
// or says what to do.
func TestADatabaseCutShortBeforeTheStart(t *testing.T) {
	data, sessions := filled(t)
	whole, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	served := 0
	for _, length := range []int{1, 4000, 4096, 8192, 9000, 16 << 10, 40 << 10, 100 << 10, 300 << 10, len(whole) - 5000} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			if length > len(whole) {
				t.Fatalf("the file has %d bytes only", len(whole))
			}
			short := filepath.Join(t.TempDir(), "short.db")
			if err := os.WriteFile(short, whole[:length], 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(os.Args[0], "-addr", "127.0.0.1:0", "-data", short)
			cmd.Env = append(os.Environ(), "MOCKROOM_CHILD=serve")
			var said strings.Builder
			cmd.Stderr = &said
			url, ok := ready(t, cmd)
			defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
			if !ok {
				_ = cmd.Wait()
				if words := said.String(); strings.Contains(words, "goroutine ") || !strings.Contains(words, "restore a backup") {
					t.Errorf("it says %.2000s", words)
				}
				return
			}
			served++
			for _, s := range sessions {
				if status, answer := servertest.Call(t, "GET", url+"/api/sessions/"+s.ID, s.Key, ""); status != 200 && status != 503 && status != 404 {
					t.Errorf("a session answers %d %v", status, answer)
				}
			}
		})
	}
	t.Logf("%d were served", served)
}
