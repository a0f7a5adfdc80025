package web_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// seat is one browser that comes back.
type seat struct {
	session servertest.Session
	key     string
}

// seated opens so many sessions with four people each.
func seated(t testing.TB, s *servertest.Server, sessions int) (all []seat) {
	t.Helper()
	for n := range sessions {
		one := servertest.Open(t, s.URL, peer)
		all = append(all, seat{one, one.Key})
		for _, role := range []string{"candidate", "mentor", "observer"} {
			all = append(all, seat{one, one.Join(t, s.URL, role, fmt.Sprintf("Person %d", n))})
		}
	}
	return all
}

// comeBack lets everybody dial at the same instant, and gives how long each took until the welcome.
func comeBack(t testing.TB, url string, all []seat) []time.Duration {
	t.Helper()
	took := make([]time.Duration, len(all))
	var work sync.WaitGroup
	began := time.Now()
	for i, one := range all {
		work.Go(func() {
			c, err := servertest.TryDial(t, url, one.session.ID, one.key, fmt.Sprintf("client-storm-%d", i))
			if err != nil {
				t.Errorf("socket %d was not let in: %v", i, err)
				return
			}
			took[i] = time.Since(began)
			c.Close()
		})
	}
	work.Wait()
	slices.Sort(took)
	return took
}

// storm stops a server with its sessions and lets everybody come back to the next one at once.
func storm(t testing.TB, sessions int) []time.Duration {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	first := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
	all := seated(t, first, sessions)
	first.Registry.Close()
	return comeBack(t, servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals()).URL, all)
}

// TestEverybodyComesBackAtOnce lets all rooms' people dial in the same instant after a restart.
func TestEverybodyComesBackAtOnce(t *testing.T) { storm(t, 50) }

// BenchmarkReconnectStorm is the same with 500 rooms of four: until a socket is welcomed.
func BenchmarkReconnectStorm(b *testing.B) {
	var took []time.Duration
	for range b.N {
		took = append(took, storm(b, 500)...)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "max-ms")
	b.ReportMetric(0, "ns/op")
}
