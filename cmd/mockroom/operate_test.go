package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"mockroom/server/operator"
	"mockroom/server/servertest"
)

// writer is one client that types and talks until its server is gone.
type writer struct {
	key, name string
	k         uint64 // updates acknowledged
	said      int    // lines acknowledged
	life      int
}

func (w *writer) work(t *testing.T, url, session string, stop <-chan struct{}) {
	w.life++
	c, err := servertest.TryDial(t, url, session, w.key, fmt.Sprintf("%s-%d", w.name, w.life))
	if err != nil {
		return
	}
	defer c.Close()
	editor := fmt.Sprintf("editor-%s-%d", w.name, w.life)
	for k := uint64(1); ; k++ {
		select {
		case <-stop:
			return
		default:
		}
		changes := `[[0,"x"]]`
		if n := c.Board.Len(); n > 0 {
			changes = fmt.Sprintf(`[[0,"x"],%d]`, n)
		}
		if err := c.TryDo("board.edit", fmt.Sprintf(`{"client":%q,"version":%d,"updates":[{"client":%q,"k":%d,"changes":%s}]}`, editor, c.Version, editor, k, changes)); err != nil {
			return
		}
		w.k++
		if k%7 == 0 {
			if err := c.TryDo("chat.say", fmt.Sprintf(`{"text":"%s %d"}`, w.name, w.said)); err != nil {
				return
			}
			w.said++
		}
	}
}

// TestBackupUnderLoad backs a running server up while two people type, restores the copy elsewhere
// and finds everything in it that was acknowledged before the backup began.
func TestBackupUnderLoad(t *testing.T) {
	folder := t.TempDir()
	data, copied, restored := filepath.Join(folder, "test.db"), filepath.Join(folder, "copy.db"), filepath.Join(folder, "restored.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ben := &writer{key: session.Key, name: "client-ben"}
	ana := &writer{key: session.Join(t, url, "candidate", "Ana"), name: "client-ana"}
	lead := servertest.Dial(t, url, session.ID, session.Key, "client-lead")
	lead.Must("interview.start", `{"anyway":true}`)
	lead.Must("chat.say", `{"text":"before the backup"}`)
	var work sync.WaitGroup
	stop := make(chan struct{})
	for _, w := range []*writer{ben, ana} {
		work.Go(func() { w.work(t, url, session.ID, stop) })
	}
	for lead.Version < 200 {
		if _, err := lead.Read(); err != nil {
			t.Fatal(err)
		}
	}
	acknowledged := lead.Version
	lead.Close()
	var out bytes.Buffer
	if err := backup(t.Context(), []string{"-data", data, copied}, &out); err != nil {
		t.Fatal(err)
	}
	if err := verify(t.Context(), []string{"-data", data}, &out); err != nil {
		t.Errorf("the running one: %v %s", err, out.String())
	}
	close(stop)
	work.Wait()
	if err := backup(t.Context(), []string{"-data", data, copied}, &out); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("it replaced a backup: %v", err)
	}
	out.Reset()
	if err := status(t.Context(), []string{"-data", data}, &out); err != nil || !strings.Contains(out.String(), "can save") || strings.Contains(out.String(), "none by this server") {
		t.Errorf("%v %s", err, out.String())
	}
	if err := restore(t.Context(), []string{"-replace", "-data", data, copied}, &out); err == nil {
		t.Error("it replaced the database of a running server")
	}
	stopServer(t, server)

	if err := restore(t.Context(), []string{"-data", restored, copied}, &out); err != nil {
		t.Fatal(err)
	}
	if err := restore(t.Context(), []string{"-data", restored, copied}, &out); err == nil {
		t.Error("it replaced a database without being told")
	}
	server, url = startServer(t, "127.0.0.1:0", restored)
	look := servertest.Dial(t, url, session.ID, session.Key, "client-look")
	if look.Version < acknowledged || uint64(look.Board.Len()) != look.Version {
		t.Errorf("%d updates were acknowledged before, %d are in the copy, on a board of %d", acknowledged, look.Version, look.Board.Len())
	}
	if got := chatOf(t, url, session); got < 1 {
		t.Error("the chat is not in the copy")
	}
	look.Close()
	stopServer(t, server)
}

func chatOf(t *testing.T, url string, s servertest.Session) int {
	t.Helper()
	return len(view(t, url, s)["state"].(map[string]any)["chat"].([]any))
}

func view(t *testing.T, url string, s servertest.Session) map[string]any {
	t.Helper()
	status, answer := servertest.Call(t, "GET", url+"/api/sessions/"+s.ID, s.Key, "")
	if status != 200 {
		t.Fatalf("%d %v", status, answer)
	}
	return answer
}

// stopServer stops a server as an operator does.
func stopServer(t *testing.T, server *exec.Cmd) {
	t.Helper()
	if err := errors.Join(server.Process.Signal(syscall.SIGTERM), server.Wait()); err != nil {
		t.Fatal(err)
	}
}

// TestTheSocketIsTheOperatorsAlone looks at the socket's mode, at one that a killed server left, and
// at the folder after a clean stop.
func TestTheSocketIsTheOperatorsAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "test.db")
	socket := operator.SocketPath(data)
	var out bytes.Buffer
	if err := status(t.Context(), []string{"-data", data}, &out); err == nil || !strings.Contains(err.Error(), "no server is running") {
		t.Errorf("without a server: %v", err)
	}
	server, _ := startServer(t, "127.0.0.1:0", data)
	info, err := os.Lstat(socket)
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Fatalf("%v %v", info, err)
	}
	_ = server.Process.Kill()
	_ = server.Wait()
	if _, err := os.Lstat(socket); err != nil {
		t.Fatalf("a killed server leaves its socket, or this test shows nothing: %v", err)
	}
	if err := verify(t.Context(), []string{"-data", data}, &out); err != nil {
		t.Errorf("beside a stale socket: %v", err)
	}
	server, _ = startServer(t, "127.0.0.1:0", data)
	if err := status(t.Context(), []string{"-data", data}, &out); err != nil {
		t.Errorf("the stale socket was not replaced: %v", err)
	}
	stopServer(t, server)
	entries, err := os.ReadDir(filepath.Dir(data))
	if err != nil || len(entries) != 1 {
		t.Errorf("after a clean stop there are %v %v", entries, err)
	}
	if err := os.WriteFile(socket, []byte("a file of somebody"), 0o600); err != nil {
		t.Fatal(err)
	}
	server, _ = startServer(t, "127.0.0.1:0", data)
	stopServer(t, server)
	if b, err := os.ReadFile(socket); err != nil || string(b) != "a file of somebody" {
		t.Errorf("a file in the socket's place became %q %v", b, err)
	}
}

// TestHalfACompactionDoesNotStay puts the file there that a compaction leaves when its process is killed.
func TestHalfACompactionDoesNotStay(t *testing.T) {
	data := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(data+".compact", []byte("somebody who is erased later"), 0o600); err != nil {
		t.Fatal(err)
	}
	server, _ := startServer(t, "127.0.0.1:0", data)
	stopServer(t, server)
	if entries, err := os.ReadDir(filepath.Dir(data)); err != nil || len(entries) != 1 {
		t.Errorf("there are %v %v", entries, err)
	}
}

// TestErasingByTheOperator erases over the socket, and looks for the bytes after a compaction.
func TestErasingByTheOperator(t *testing.T) {
	data := filepath.Join(t.TempDir(), "test.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"canary-ana","mode":"solo"}`)
	c := servertest.Dial(t, url, session.ID, session.Key, "client-one")
	c.Must("chat.say", `{"text":"canary-line"}`)
	c.Close()
	var out bytes.Buffer
	if err := exportSession(t.Context(), []string{"-data", data, session.ID}, &out); err != nil || !strings.Contains(out.String(), "canary-line") {
		t.Fatalf("%v %s", err, out.String())
	}
	for _, bad := range [][]string{{"session"}, {"session", "nothing"}, {"person", "nobody"}, {"person", session.ID + "/interviewer"}, {"host", "x"}} {
		if err := erase(t.Context(), append([]string{"-data", data}, bad...), &out); err == nil {
			t.Errorf("erasing %v went well", bad)
		}
	}
	if err := erase(t.Context(), []string{"-data", data, "person", session.ID + "/candidate"}, &out); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := status(t.Context(), []string{"-data", data}, &out); err != nil || !strings.Contains(out.String(), "bytes still in the file: person") {
		t.Errorf("%v %s", err, out.String())
	}
	if err := compact(t.Context(), []string{"-data", data}, &out); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := status(t.Context(), []string{"-data", data}, &out); err != nil || strings.Contains(out.String(), "bytes still in the file") {
		t.Errorf("%v %s", err, out.String())
	}
	if code, _ := servertest.Call(t, http.MethodGet, url+"/api/sessions/"+session.ID, session.Key, ""); code != http.StatusGone {
		t.Errorf("the session answers %d", code)
	}
	stopServer(t, server)
	b, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	if i := bytes.Index(b, []byte("canary-")); i >= 0 {
		t.Errorf("in the file at %d: %q", i, b[i:i+20])
	}
}

// TestADamagedBackupIsNotRestored flips one bit of a backup.
func TestADamagedBackupIsNotRestored(t *testing.T) {
	folder := t.TempDir()
	data, copied, restored := filepath.Join(folder, "test.db"), filepath.Join(folder, "copy.db"), filepath.Join(folder, "restored.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	c := servertest.Dial(t, url, session.ID, session.Key, "client-one")
	c.Must("chat.say", `{"text":"find this line"}`)
	c.Close()
	stopServer(t, server)
	var out bytes.Buffer
	if err := backup(t.Context(), []string{"-data", data, copied}, &out); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	b[bytes.Index(b, []byte("find this line"))] ^= 1
	if err := os.WriteFile(copied, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := restore(t.Context(), []string{"-data", restored, copied}, &out); !errors.Is(err, errFindings) || !strings.Contains(out.String(), "session:"+session.ID) {
		t.Errorf("%v %s", err, out.String())
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("it left %v %v", entries, err)
	}
	if err := restore(t.Context(), []string{"-replace", "-data", data, data}, &out); err == nil {
		t.Error("the database was restored from itself")
	}
}
