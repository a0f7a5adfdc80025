package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mockroom/server/crash"
	"mockroom/server/servertest"
)

func TestMain(m *testing.M) {
	if args := os.Getenv("MOCKROOM_CHILD"); args != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		engine.Patience = 300 * time.Millisecond
		engine.NoSync = os.Getenv("MOCKROOM_CHILD_NOSYNC") != ""
		if err := run(ctx, append(strings.Split(args, "\n"), os.Args[1:]...)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return
	}
	m.Run()
}

// startServer runs the real program on a port and waits until it is ready.
func startServer(t *testing.T, addr, data string, flags ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"-addr", addr, "-data", data}, flags...)...)
	cmd.Env = append(os.Environ(), "MOCKROOM_CHILD=serve")
	url, ok := ready(t, cmd)
	if !ok {
		t.Fatal("the server did not start")
	}
	return cmd, url
}

// ready starts a server and waits until it listens, or has ended.
func ready(t *testing.T, cmd *exec.Cmd) (url string, ok bool) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, url, ok = strings.Cut(strings.TrimSpace(line), "listening on ")
	return url, ok
}

// TestKilledServerCostsNothingButAReconnect kills the server at random moments while several interviews
// are under way; make crash does it 200 times.
func TestKilledServerCostsNothingButAReconnect(t *testing.T) {
	kills := 12
	if testing.Short() {
		kills = 4
	}
	report, err := crash.Kills{
		Server: crash.Program{Command: []string{os.Args[0]}, Env: []string{"MOCKROOM_CHILD=serve"}},
		Dir:    t.TempDir(), Times: kills, Sessions: 3, Seed: rand.Uint64(), Log: io.Discard,
	}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !report.Sound() || report.Kills < kills || report.Acknowledged < 20*kills {
		t.Fatalf("%+v", report)
	}
	t.Logf("%d kills, %d acknowledged in %d sessions, none lost; listening again after %s", kills, report.Acknowledged, report.Sessions, report.Restart[0])
}

// TestStopTellsClientsToComeBack stops the server cleanly: sockets end, and the process with them.
func TestStopTellsClientsToComeBack(t *testing.T) {
	server, url := startServer(t, "127.0.0.1:0", filepath.Join(t.TempDir(), "test.db"))
	session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	c := servertest.Dial(t, url, session.ID, session.Key, "client-last")
	_ = server.Process.Signal(os.Interrupt)
	for {
		if _, err := c.Read(); err != nil {
			if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
				t.Errorf("the socket ended with %v", err)
			}
			break
		}
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Wait() }()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	select {
	case err := <-stopped:
		if err != nil {
			t.Errorf("the clean stop: %v", err)
		}
	case <-ctx.Done():
		t.Error("it does not stop")
	}
}
