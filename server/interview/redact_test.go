package interview

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestRedactionsAreNamed(t *testing.T) {
	for list, want := range map[string]Redaction{
		"": {}, "names": {Names: true}, "chat,scores": {Chat: true, Scores: true}, ",notes,,": {Notes: true}, "names,chat,notes,scores": RedactAll,
	} {
		got, err := ParseRedaction(list)
		if err != nil || got != want {
			t.Errorf("%q: %+v %v", list, got, err)
		}
		again, err := ParseRedaction(strings.Join(got.List(), ","))
		if err != nil || again != got {
			t.Errorf("%q comes back as %+v, %v", list, again, err)
		}
	}
	for _, list := range []string{"everything", "names;chat", "Names"} {
		if _, err := ParseRedaction(list); err == nil {
			t.Errorf("%q was taken", list)
		}
	}
	if got := (Redaction{Names: true}).With(Redaction{Chat: true}); got != (Redaction{Names: true, Chat: true}) {
		t.Error(got)
	}
}

// notWritten are the kinds whose texts nobody in a session writes: ids, words of the problem's, and of
// the program. Every other kind's texts are searched for names.
var notWritten = []Kind{
	"session.created", "session.closed", "invite.made", "invite.revoked", "participant.joined", "participant.left", "participant.away",
	"participant.back", "participant.merged", "seat.taken", "seat.asked", "seat.kept", "ready.set", "phase.started", "clock.paused",
	"clock.resumed", "clock.extended", "pause.asked", "pause.declined", "clarification.answered", "hint.asked", "hint.declined", "hint.given",
	"probe.asked", "followup.dealt", "dive.chosen", "checklist.seen", "content.seen", "reveal.ready", "pin.dropped", "pin.linked", "pin.withdrawn",
	"consent.given", "consent.withdrawn", "scorecard.begun", "participant.removed", "swap.declined", "share.made", "share.revoked", "gold.agreed", "gold.withdrawn",
	// Edits go through Boards.
	"board.edited",
}

// fill puts a text into every string within a value.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type().Name() == "string" {
			v.SetString(text)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetString("p-1")
		fill(value, text)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}

// TestNoFactNamesAnybody fills every text of every fact with a name: where names are left out, it is gone,
// or the whole fact is. A new kind fails until it says that nobody writes it.
func TestNoFactNamesAnybody(t *testing.T) {
	names := map[ParticipantID]string{"p-1": "Ana Quellmark"}
	view := NewState()
	view.Participants["p-1"] = Participant{Role: Candidate}
	d := NewRedactor(Redaction{Names: true}, view, names)
	if d.People()["p-1"] != "Candidate" {
		t.Errorf("she goes by %q", d.People()["p-1"])
	}
	for _, kind := range Kinds() {
		if slices.Contains(elsewhere, kind) || slices.Contains(notWritten, kind) {
			continue
		}
		fact, err := DecodeFact(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(fact)).Elem()
		fill(v, "as ana said, Quellmark's")
		// A level is one of a list; nobody writes it.
		shown, ok := d.Fact(v.Interface().(Fact))
		if !ok {
			continue
		}
		b, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(`"recommendation":"as ana said, Quellmark's"`, "", `"confidence":"as ana said, Quellmark's"`, "", `"level":"as ana said, Quellmark's"`, "", `"id":"as ana said, Quellmark's"`, "", `"pin":"as ana said, Quellmark's"`, "").Replace(string(b))
		if strings.Contains(text, "ana") || strings.Contains(text, "Quellmark") {
			t.Errorf("%s names her: %s", kind, b)
		}
		if !strings.Contains(text, "as Candidate said, Candidate's") {
			t.Errorf("%s lost more than the name: %s", kind, b)
		}
	}
}

// TestRedactedViewsHoldNothingOfIt walks through sessions in which everybody's private words are canaries,
// named so, and looks at what each redaction leaves of each view and item.
func TestRedactedViewsHoldNothingOfIt(t *testing.T) {
	for seed := range uint64(40) {
		w := newWalk(seed+5000, Peer, Soft)
		for range 200 {
			w.step()
		}
		w.finish()
		s := w.state
		for viewer := range s.Participants {
			names := map[ParticipantID]string{viewer: "canary"}
			for _, r := range []Redaction{{Names: true}, {Notes: true, Scores: true}, RedactAll} {
				d := NewRedactor(r, s.Project(viewer), names)
				view := s.Project(viewer)
				before, _ := json.Marshal(view)
				d.View(view)
				look := func(what string, v any) {
					t.Helper()
					b, err := json.Marshal(v)
					if err != nil {
						t.Fatal(err)
					}
					text := strings.ReplaceAll(string(b), "kit-canary", "")
					if !r.Chat && !r.Names {
						text = strings.ReplaceAll(text, "talk canary", "")
					}
					if hasCanary(text) {
						t.Fatalf("without %v %s shows %s a canary: %s", r.List(), what, viewer, b)
					}
				}
				look("the view", view)
				if again, _ := json.Marshal(s.Project(viewer)); string(again) != string(before) {
					t.Fatal("what the view shares was written to")
				}
				for _, e := range w.events {
					if seen, ok := s.Filter(viewer, e); ok {
						if fact, ok := d.Fact(seen.Fact); ok {
							look(string(e.Fact.Kind()), fact)
						}
					}
				}
			}
		}
	}
}
