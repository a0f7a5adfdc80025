package faultproxy_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mockroom/server/faultproxy"
	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// number reads a size from the environment: `make network` runs the long versions.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s is to be a number: %v", name, err)
	}
	return n
}

// everything is every fault, with plain cuts most often.
var everything = []faultproxy.Fault{
	faultproxy.Cut, faultproxy.Cut, faultproxy.Drop, faultproxy.Mute, faultproxy.HalfClient, faultproxy.HalfServer,
	faultproxy.Stall, faultproxy.Late, faultproxy.Repeat, faultproxy.Throttle,
}

// TestFiveClientsConvergeThroughABadNetwork lets five tabs of two people edit at random places
// through a network that does everything to them. In the end all boards are the server's, byte by
// byte, and every update stands in the journal once, in its client's order.
func TestFiveClientsConvergeThroughABadNetwork(t *testing.T) {
	edits, seed := number(t, "MOCKROOM_NETWORK_EDITS", 600), uint64(number(t, "MOCKROOM_NETWORK_SEED", 1))
	if testing.Short() {
		edits = 150
	}
	s := servertest.New(t)
	session := servertest.Open(t, s.URL, `{"problem":"tinyurl","plan":{"clarification":60,"high-level":60,"deep-dive":60,"follow-up":60},"name":"Ben","role":"interviewer"}`)
	keys := []string{session.Key, session.Join(t, s.URL, "candidate", "Ana")}
	roles := []string{"interviewer", "candidate"}
	ben := servertest.Dial(t, s.URL, session.ID, session.Key, "client-lead")
	ben.Must("interview.start", `{"anyway":true}`)
	ben.Close()
	proxy, err := faultproxy.New(strings.TrimPrefix(s.URL, "http://"), faultproxy.Plan{
		Seed: seed, Faults: everything, Bytes: [2]int{300, 80 << 10}, Delay: 4 * time.Millisecond, Stall: 1500 * time.Millisecond, Rate: 100 << 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	var clients []*client
	var work sync.WaitGroup
	began := time.Now()
	for i := range 5 {
		c := &client{
			addr: proxy.Addr, session: session.ID, role: roles[i%2], key: keys[i%2], name: fmt.Sprintf("tab-%d", i),
			rand: rand.New(rand.NewPCG(seed, uint64(i))), left: edits,
		}
		clients = append(clients, c)
		work.Go(func() {
			if err := c.run(); err != nil {
				stop.Store(true)
				t.Error(err)
			}
		})
	}
	work.Wait()
	took := time.Since(began)
	proxy.Calm()
	proxy.CutAll()
	if t.Failed() {
		return
	}
	state, order := journalOf(t, s, session.ID)
	made := checkOnce(t, clients, order, edits)
	reconnects, lives := 0, 0
	for _, c := range clients {
		reconnects, lives = reconnects+c.reconnects, lives+c.lives
		// One more reconnect, over a line that holds, brings what the others wrote last.
		if err := c.run(); err != nil {
			t.Fatal(err)
		}
		if got := c.editor.Doc(); got != state.Board {
			t.Errorf("%s has %d bytes at version %d, the journal %d at %d", c.name, got.Bytes(), c.editor.Version(), state.Board.Bytes(), state.BoardVersion)
		}
	}
	status, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+session.ID, session.Key, "")
	if status != 200 || answer["board"].(map[string]any)["text"] != state.Board.String() {
		t.Errorf("%d: the server's board is not the journal's", status)
	}
	t.Logf("seed %d: %d updates of 5 clients in %.1f s (%.0f/s), %d connections, %d tabs closed, board of %d bytes; faults: %v",
		seed, made, took.Seconds(), float64(made)/took.Seconds(), reconnects, lives, state.Board.Bytes(), proxy.Done())
}

// journalOf folds the session from its journal, and lists the accepted updates of each editor.
func journalOf(t *testing.T, s *servertest.Server, session string) (*interview.State, map[string][]uint64) {
	t.Helper()
	state, order := interview.NewState(), map[string][]uint64{}
	for e, err := range s.Journal.Read(t.Context(), room.SessionStream(session), 1) {
		if err != nil {
			t.Fatal(err)
		}
		if err := state.Apply(e); err != nil {
			t.Fatal(err)
		}
		if f, ok := e.Fact.(interview.BoardEdited); ok {
			for _, u := range f.Updates {
				order[u.Client] = append(order[u.Client], u.K)
			}
		}
	}
	return state, order
}

// checkOnce holds the journal against what the clients made: each update once, in order.
func checkOnce(t *testing.T, clients []*client, order map[string][]uint64, edits int) (made int) {
	t.Helper()
	for _, c := range clients {
		c.made[c.editor.Client] = c.editor.Made()
		sum := 0
		for name, n := range c.made {
			sum += int(n)
			if uint64(len(order[name])) != n {
				t.Errorf("%s made %d updates, the journal has %d", name, n, len(order[name]))
			}
			if c.acknowledged[name] > uint64(len(order[name])) {
				t.Errorf("%d updates of %s were acknowledged, %d are there", c.acknowledged[name], name, len(order[name]))
			}
			for i, k := range order[name] {
				if k != uint64(i)+1 {
					t.Fatalf("update %d of %s stands at its place %d", k, name, i+1)
				}
			}
		}
		if sum += c.composed; sum != edits {
			t.Errorf("%s made %d edits of %d", c.name, sum, edits)
		}
		made += sum
	}
	return made
}
