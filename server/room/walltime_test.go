package room_test

import (
	"path/filepath"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// left is what an interview has left of its phase, in milliseconds.
func left(t *testing.T, s *servertest.Server, one servertest.Session) float64 {
	t.Helper()
	status, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, "")
	if status != 200 {
		t.Fatal(status, answer)
	}
	clock := answer["clock"].(map[string]any)
	if clock["state"] != "running" {
		t.Fatalf("the clock is %v", clock)
	}
	return clock["deadline"].(float64) - clock["now"].(float64)
}

// TestRemainingTimeAcrossARestartWithAWrongClock sets the host's clock between two processes: what is
// left is less by the time that passed, and by nothing else.
func TestRemainingTimeAcrossARestartWithAWrongClock(t *testing.T) {
	for name, test := range map[string]struct {
		bootID string
		step   interview.Duration
		moved  float64
	}{
		"an hour forward":                {"boot-1", interview.Hour, 0},
		"an hour back":                   {"boot-1", -interview.Hour, 0},
		"not set":                        {"boot-1", 0, 0},
		"set, and the host began anew":   {"boot-2", 60 * interview.Second, 60_000},
		"a host that does not say":       {"", 60 * interview.Second, 60_000},
		"a clock that was wrong by days": {"boot-1", 72 * interview.Hour, 72 * 3600_000},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = store.Close() })
			clock := room.NewSteppedClock(servertest.Start).OnHost("boot-1")
			var one servertest.Session
			var before float64
			t.Run("the first process", func(t *testing.T) {
				s := servertest.On(t, store, clock, room.NewLocalSignals())
				one = servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ana","mode":"solo","plan":{"clarification":60,"high-level":60,"deep-dive":60,"follow-up":60}}`)
				servertest.Dial(t, s.URL, one.ID, one.Key, "client-ana").Must("interview.start", `{}`)
				s.Clock.Step(30 * interview.Second)
				before = left(t, s, one)
			})
			const away = 20 * interview.Second
			later := servertest.On(t, store, clock.Restarted(test.bootID, away, test.step), room.NewLocalSignals())
			if test.moved > 120_000 {
				// The server believes that it was away for long, and has paused the clock.
				return
			}
			if moved := before - left(t, later, one) - float64(away); moved < test.moved-250 || moved > test.moved+250 {
				t.Errorf("the remaining time moved by %v ms, want %v", moved, test.moved)
			}
		})
	}
}

// TestTheTimeOfDayGoesOnWithTheHost reads the system's clock twice: its time of day is that of the
// host's own counter, which nobody sets.
func TestTheTimeOfDayGoesOnWithTheHost(t *testing.T) {
	clock := room.NewSystemClock()
	boot, wall := clock.Boot(), clock.Wall()
	for clock.Boot() < boot+20 {
	}
	if apart := interview.Duration(clock.Wall()-wall) - (clock.Boot() - boot); apart < -2 || apart > 2 {
		t.Errorf("time of day and counter came apart by %d ms", apart)
	}
	clock.Continue(servertest.Start, clock.Boot())
	if apart := clock.Wall() - servertest.Start; apart < 0 || apart > 1000 {
		t.Errorf("it goes on %d ms apart", apart)
	}
}
