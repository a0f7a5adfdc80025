package load_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mockroom/server/load"
	"mockroom/server/load/floor"
	"mockroom/server/servertest"
)

// TestInterviewsAreKeptWhole runs a few interviews with everything that people do in them, and
// compares boards and exports at the end.
func TestInterviewsAreKeptWhole(t *testing.T) {
	s := servertest.New(t)
	plan := load.DefaultPlan()
	plan.Rooms, plan.Rate, plan.Warm, plan.For, plan.Previews, plan.Cursors = 4, 25, 200*time.Millisecond, 2500*time.Millisecond, 4, 1
	plan.ChatEvery, plan.KitEvery, plan.ReconnectEvery = 300*time.Millisecond, 150*time.Millisecond, 400*time.Millisecond
	r, err := load.Run(t.Context(), strings.TrimPrefix(s.URL, "http://"), plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Sound() || r.Dropped > 0 || r.Checked != plan.Rooms {
		t.Errorf("%+v\n%s", r, s.Log)
	}
	if r.Acknowledged.Count == 0 || r.Acknowledged.Count != r.Partner.Count || r.Reconnects == 0 || r.Previews == 0 {
		t.Errorf("not much happened: %+v", r)
	}
}

// TestFloorsRelayEveryMessage drives both floors for a moment.
func TestFloorsRelayEveryMessage(t *testing.T) {
	plan := load.Plan{Rooms: 3, Rate: 20, For: time.Second, Board: 500}
	for name, keep := range map[string]bool{"a": false, "b": true} {
		t.Run(name, func(t *testing.T) {
			relay := &floor.Relay{}
			if keep {
				store, err := floor.OpenStore(filepath.Join(t.TempDir(), "floor.db"))
				if err != nil {
					t.Fatal(err)
				}
				relay.Keep = store.Keep
				t.Cleanup(func() {
					if err := store.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			s := httptest.NewServer(relay)
			defer s.Close()
			r, err := load.RunFloor(t.Context(), strings.TrimPrefix(s.URL, "http://"), plan, nil)
			if err != nil || !r.Sound() || r.Acknowledged.Count != 120 || r.Partner.Count != 120 {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}
