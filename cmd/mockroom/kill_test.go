package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mockroom/server/servertest"
)

func TestMain(m *testing.M) {
	if args := os.Getenv("MOCKROOM_CHILD"); args != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := run(ctx, strings.Split(args, "\n")); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return
	}
	m.Run()
}

// startServer runs the real program on a port and waits until it is ready.
func startServer(t *testing.T, addr, data string, flags ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MOCKROOM_CHILD="+strings.Join(append([]string{"serve", "-addr", addr, "-data", data}, flags...), "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	_, url, ok := strings.Cut(strings.TrimSpace(line), "listening on ")
	if !ok {
		t.Fatalf("it said %q", line)
	}
	return cmd, url
}

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

// TestKilledServerCostsNothingButAReconnect kills the server at random moments while two people
// type, talk and work the clock.
func TestKilledServerCostsNothingButAReconnect(t *testing.T) {
	data := filepath.Join(t.TempDir(), "test.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	addr := strings.TrimPrefix(url, "http://")
	session := servertest.Open(t, url, `{"problem":"tinyurl","plan":{"clarification":60,"high-level":60,"deep-dive":60,"follow-up":60},"name":"Ben","role":"interviewer"}`)
	ben := &writer{key: session.Key, name: "client-ben"}
	ana := &writer{key: session.Join(t, url, "candidate", "Ana"), name: "client-ana"}
	lead := servertest.Dial(t, url, session.ID, ben.key, "client-lead")
	lead.Must("interview.start", `{"anyway":true}`)
	lead.Close()
	kills := 20
	if testing.Short() {
		kills = 3
	}
	for range kills {
		var work sync.WaitGroup
		stop := make(chan struct{})
		for _, w := range []*writer{ben, ana} {
			work.Go(func() { w.work(t, url, session.ID, stop) })
		}
		watch := servertest.Dial(t, url, session.ID, ana.key, "client-watch")
		before := deadline(t, url, session)
		for range 20 + rand.IntN(150) {
			if _, err := watch.Read(); err != nil {
				t.Fatal(err)
			}
		}
		_ = server.Process.Kill()
		_ = server.Wait()
		close(stop)
		work.Wait()
		watch.Close()
		server, url = startServer(t, addr, data)
		if moved := math.Abs(deadline(t, url, session) - before); moved > 250 {
			t.Fatalf("the clock moved by %v ms", moved)
		}
		a := servertest.Dial(t, url, session.ID, ben.key, "client-look1")
		b := servertest.Dial(t, url, session.ID, ana.key, "client-look2")
		if a.Board != b.Board || uint64(a.Board.Len()) != a.Version || a.Version < ben.k+ana.k {
			t.Fatalf("%d updates were acknowledged, %d are there, boards of %d and %d", ben.k+ana.k, a.Version, a.Board.Len(), b.Board.Len())
		}
		if said := chatOf(t, url, session); said < ben.said+ana.said {
			t.Fatalf("%d lines were acknowledged, %d are there", ben.said+ana.said, said)
		}
		a.Close()
		b.Close()
	}
	t.Logf("%d kills, %d updates and %d lines acknowledged, none lost", kills, ben.k+ana.k, ben.said+ana.said)
	// A clean stop tells clients to come back, within five seconds.
	c := servertest.Dial(t, url, session.ID, ana.key, "client-last")
	_ = server.Process.Signal(os.Interrupt)
	for {
		if _, err := c.Read(); err != nil {
			break
		}
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Wait() }()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	select {
	case err := <-stopped:
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Errorf("the clean stop: %v", err)
		}
	case <-ctx.Done():
		t.Error("it does not stop")
	}
}

func deadline(t *testing.T, url string, s servertest.Session) float64 {
	t.Helper()
	return view(t, url, s)["clock"].(map[string]any)["deadline"].(float64)
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
