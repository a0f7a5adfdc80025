package interview

import (
	"encoding/json"
	"reflect"
	"testing"
)

func eachWalk(t *testing.T, check func(t *testing.T, seed uint64, mode Mode, pace Pace)) {
	for seed := range uint64(60) {
		mode, pace := Peer, Soft
		if seed%5 == 4 {
			mode = Solo
		}
		if seed%2 == 1 {
			pace = Strict
		}
		check(t, seed, mode, pace)
	}
}

// TestFoldingIsAssociative folds a prefix, clones, then folds the rest.
func TestFoldingIsAssociative(t *testing.T) {
	eachWalk(t, func(t *testing.T, seed uint64, mode Mode, pace Pace) {
		w := newWalk(seed, mode, pace)
		for range 150 {
			w.step()
		}
		cut := w.r.IntN(len(w.events))
		s := NewState()
		for i, e := range w.events {
			if i == cut {
				s = s.Clone()
			}
			if err := s.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(s, w.state) {
			t.Fatalf("seed %d: folding in two parts gives another state", seed)
		}
		fold := NewFold()
		for _, e := range w.events {
			if err := fold.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(fold.State(), w.state) {
			t.Fatalf("seed %d: a Fold gives another state", seed)
		}
	})
}

// TestEventsRoundTrip writes and reads every event of random sessions.
func TestEventsRoundTrip(t *testing.T) {
	eachWalk(t, func(t *testing.T, seed uint64, mode Mode, pace Pace) {
		w := newWalk(seed, mode, pace)
		for range 120 {
			w.step()
		}
		for _, e := range w.events {
			b, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			var back Event
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			if again, _ := json.Marshal(back); string(again) != string(b) {
				t.Fatalf("%s came back as %s", b, again)
			}
		}
	})
}

// TestViewLaw holds fold(filter(events)) = project(fold(events)) for every prefix and participant,
// from each generation of a view on.
func TestViewLaw(t *testing.T) {
	eachWalk(t, func(t *testing.T, seed uint64, mode Mode, pace Pace) {
		w := newWalk(seed, mode, pace)
		for range 150 {
			w.step()
		}
		w.finish()
		s := NewState()
		views := map[ParticipantID]*State{}
		generations := map[ParticipantID]string{}
		positions := map[ParticipantID]uint64{}
		for _, e := range w.events {
			if err := s.Apply(e); err != nil {
				t.Fatal(err)
			}
			for id := range s.Participants {
				generation := s.Generation(id)
				if views[id] == nil || generations[id] != generation {
					views[id], generations[id], positions[id] = s.Project(id), generation, s.Position(id)
					continue
				}
				if generation == "" {
					continue
				}
				if seen, ok := s.Filter(id, e); ok {
					if err := views[id].Apply(seen); err != nil {
						t.Fatal(err)
					}
					positions[id]++
				}
				if positions[id] != s.Position(id) {
					t.Fatalf("seed %d, after %d %s: %s is at %d, counted %d", seed, e.Number, e.Fact.Kind(), id, s.Position(id), positions[id])
				}
				if want := s.Project(id); !reflect.DeepEqual(views[id], want) {
					got, _ := json.Marshal(views[id])
					exp, _ := json.Marshal(want)
					t.Fatalf("seed %d, after %d %s: %s (%s) folds to\n%s\nnot\n%s", seed, e.Number, e.Fact.Kind(), id, generation, got, exp)
				}
			}
		}
	})
}
