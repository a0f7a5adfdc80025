package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mockroom/server/servertest"
)

// TestANewReleaseCostsAReconnect stops the running program as an operator does and starts it again
// at the same place, while people type in several rooms: everybody comes back to all that was
// acknowledged. How long that took is in the test's log; a browser adds its back-off, which begins
// at one second.
func TestANewReleaseCostsAReconnect(t *testing.T) {
	const rooms = 8
	data := filepath.Join(t.TempDir(), "test.db")
	server, url := startServer(t, "127.0.0.1:0", data)
	addr := strings.TrimPrefix(url, "http://")
	type seat struct {
		session servertest.Session
		*writer
	}
	var seats []seat
	for i := range rooms {
		session := servertest.Open(t, url, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
		ana := session.Join(t, url, "candidate", "Ana")
		lead := servertest.Dial(t, url, session.ID, session.Key, "client-lead")
		lead.Must("interview.start", `{"anyway":true}`)
		lead.Close()
		seats = append(seats,
			seat{session, &writer{key: session.Key, name: fmt.Sprintf("client-ben-%d", i)}},
			seat{session, &writer{key: ana, name: fmt.Sprintf("client-ana-%d", i)}})
	}
	for range 2 {
		var typing sync.WaitGroup
		for _, s := range seats {
			typing.Go(func() { s.work(t, url, s.session.ID, nil) })
		}
		watch := servertest.Dial(t, url, seats[0].session.ID, seats[0].key, "client-watch")
		for range 200 {
			if _, err := watch.Read(); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		// Nobody is told to stop typing: the server's end ends their lines.
		for {
			if _, err := watch.Read(); err != nil {
				break
			}
		}
		watch.Close()
		typing.Wait()
		if err := server.Wait(); err != nil {
			t.Fatalf("the clean stop: %v", err)
		}
		stopped := time.Since(began)
		server, url = startServer(t, addr, data)
		started := time.Since(began)
		var back sync.WaitGroup
		for i, s := range seats {
			back.Go(func() {
				c := dialAgain(t, url, s.session.ID, s.key, fmt.Sprintf("client-back-%d", i))
				if c == nil {
					return
				}
				defer c.Close()
				both := seats[i&^1].k + seats[i|1].k
				if c.Version < both || uint64(c.Board.Len()) != c.Version {
					t.Errorf("room %d: %d updates were acknowledged, %d are there, on a board of %d", i/2, both, c.Version, c.Board.Len())
				}
			})
		}
		back.Wait()
		t.Logf("from SIGTERM: stopped after %d ms, listening again after %d ms, %d people back after %d ms",
			stopped.Milliseconds(), started.Milliseconds(), len(seats), time.Since(began).Milliseconds())
	}
	stopServer(t, server)
}

// dialAgain polls until a server answers.
func dialAgain(t *testing.T, url, session, key, name string) *servertest.Client {
	var problem error
	for deadline := time.Now().Add(servertest.Patience); time.Now().Before(deadline); {
		c, err := servertest.TryDial(t, url, session, key, name)
		if err == nil {
			return c
		}
		problem = errors.Join(problem, err)
	}
	t.Errorf("%s never came back: %v", name, problem)
	return nil
}
