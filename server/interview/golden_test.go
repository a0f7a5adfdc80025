package interview

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file that is kept, or writes it.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; if that is meant, go test ./server/interview -update", path)
	}
}

// oneOfEach is an event of every kind: those kept so far, which never change, then others out of
// walks and by hand.
func oneOfEach(t *testing.T) []Event {
	var list []Event
	seen := map[Kind]bool{}
	take := func(events []Event) {
		for _, e := range events {
			if !seen[e.Fact.Kind()] {
				seen[e.Fact.Kind()] = true
				list = append(list, e)
			}
		}
	}
	kept, err := os.ReadFile("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(kept) {
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		take([]Event{e})
	}
	for seed := range uint64(40) {
		w := newWalk(seed, Peer, Soft)
		for range 200 {
			w.step()
		}
		w.finish()
		take(w.events)
	}
	for _, f := range []Fact{
		SessionClosed{"abandoned"}, PersonCreated{"person", "hash"}, PersonNamed{"Ana"}, ServerStarted{"1", HostTime{"boot", 7}}, ServerBeat{HostTime{"boot", 8}},
		SessionErased{"session", Candidate, ByParticipant}, PersonErased{"person", []string{"session"}, ByPerson}, ServerCompacted{7}, ServerBackedUp{4096}, PauseDeclined{}, InviteRevoked{"i-1"}, RevealReady{}, SeatKept{Candidate, "p-1"},
		ScoresRevealed{Without: "p-1"},
		PinDropped{"pin-12345", "trade-offs", For, 1, 1, false}, PinNoted{"pin-12345", "said so"}, PinLinked{"pin-12345", "reliability", Against}, PinWithdrawn{"pin-12345"},
		PersonKeyIssued{"person"}, PersonKeyMade{"key-hash"}, PersonKeyRevoked{}, PersonBrowserAdded{"hash"}, PersonBrowsersClosed{"hash"},
		PersonTookOver{"other"}, PersonMerged{"person"}, ParticipantMerged{"p-1", "person"},
		GroupMade{"Thursday group", "m-1", "person"}, GroupNamed{"Friday group"}, GroupInvited{"g-1", GroupMentor, "hash"}, GroupInviteRevoked{"g-1"},
		GroupJoined{"m-2", "other", GroupMember, "g-1"}, GroupLeft{"m-2"}, GroupRoleSet{"m-2", GroupMentor}, GroupHandedOver{"m-2"}, GroupMerged{"m-2", "person"},
		GroupErased{"group", ByPerson},
		PersonContentSeen{"core/tinyurl", "kit", "hash"}, ServerSigns{[]byte("seed")}, FollowupDealt{"card-1", "dealt"}, ProbeAsked{"dive-1", "dive", 1, "two"}, HintGiven{HighLevel, "api", 2, "pointed"},
	} {
		take([]Event{{Number: 1, At: 1, Audience: ForNobody, Fact: f}})
	}
	return list
}

// TestGoldenJournalOpens holds the form in which events are kept: an old journal opens in every
// later release.
func TestGoldenJournalOpens(t *testing.T) {
	if *update {
		var b bytes.Buffer
		for _, e := range oneOfEach(t) {
			line, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		golden(t, "testdata/golden.jsonl", b.Bytes())
	}
	raw, err := os.ReadFile("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[Kind]bool{}
	for line := range strings.Lines(string(raw)) {
		var e Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		kinds[e.Fact.Kind()] = true
		if again, _ := json.Marshal(e); string(again)+"\n" != line {
			t.Errorf("%sis now written as\n%s", line, again)
		}
	}
	for _, k := range Kinds() {
		if !kinds[k] {
			t.Errorf("%s is not in the golden journal; go test ./server/interview -update adds it", k)
		}
	}
}

// TestBrowsersFoldAlike writes what the browser's fold is compared with: for views of random
// sessions the state they begin with, their items, and the state these come to.
func TestBrowsersFoldAlike(t *testing.T) {
	type item struct {
		At   Time          `json:"at"`
		By   ParticipantID `json:"by"`
		Kind Kind          `json:"kind"`
		Data Fact          `json:"data"`
	}
	type view struct {
		Start *State `json:"start"`
		Items []item `json:"items"`
		End   *State `json:"end"`
	}
	var views []view
	for seed := range uint64(6) {
		w := newWalk(seed, Peer, []Pace{Soft, Strict}[seed%2])
		begun := len(w.events)
		for range 120 {
			w.step()
		}
		w.finish()
		for _, viewer := range []ParticipantID{"p-0", "p-1", "p-2"} {
			s := NewState()
			for _, e := range w.events[:begun] {
				if err := s.Apply(e); err != nil {
					t.Fatal(err)
				}
			}
			generation := s.Generation(viewer)
			v := view{Start: s.Project(viewer), Items: []item{}}
			for _, e := range w.events[begun:] {
				next := s.Clone()
				if err := next.Apply(e); err != nil {
					t.Fatal(err)
				}
				s, next = next, s
				if g := s.Generation(viewer); g != generation {
					v.End = next.Project(viewer)
					views = append(views, v)
					generation, v = g, view{Start: s.Project(viewer), Items: []item{}}
					continue
				}
				if seen, ok := s.Filter(viewer, e); ok {
					v.Items = append(v.Items, item{seen.At, seen.By, seen.Fact.Kind(), seen.Fact})
				}
			}
			v.End = s.Project(viewer)
			views = append(views, v)
		}
	}
	b, err := json.Marshal(views)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "../../static/js/session/testdata/views.json", append(b, '\n'))
}
