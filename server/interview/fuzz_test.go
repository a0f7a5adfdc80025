package interview

import (
	"encoding/json"
	"errors"
	"testing"
)

// FuzzCommands decides whatever a client may send, as everybody in every phase: the answer is a
// refusal that a person can read or events that apply, and a refused command changes nothing.
func FuzzCommands(f *testing.F) {
	for name, row := range authorities {
		data := row.data
		if data == "" {
			data = "{}"
		}
		f.Add(name, []byte(data), uint8(1), uint8(1))
	}
	f.Add("board.edit", []byte(`{"client":"editor-1","version":0,"updates":[{"client":"editor-1","k":1,"changes":[[0,"x",""]]}]}`), uint8(0), uint8(2))
	f.Add("board.edit", []byte(`{"client":"editor-1","version":9,"updates":[{"client":"editor-1","k":1,"changes":[1,[2],[0,"\ud83d"]]}]}`), uint8(0), uint8(2))
	f.Add("phase.next", []byte(`{"from":"clarification"}`), uint8(1), uint8(1))
	f.Add("scorecard.save", []byte(`{"card":{"scores":{"communication":5,"luck":1}}}`), uint8(2), uint8(5))
	f.Add("hint.give", []byte(`{"phase":"lobby","item":"x","rung":-1}`), uint8(1), uint8(3))
	f.Add("make.coffee", []byte(`null`), uint8(7), uint8(6))
	stages := map[Phase]*walk{}
	for _, phase := range everywhere {
		stages[phase] = at(phase, Peer)
	}
	people := []ParticipantID{ana, ben, mia, oli, second, spare, revoked, stranger}
	f.Fuzz(func(t *testing.T, name string, data []byte, who, when uint8) {
		stage := stages[everywhere[int(when)%len(everywhere)]]
		by := people[int(who)%len(people)]
		action, err := ParseAction(name, json.RawMessage(data))
		var refusal *Error
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Message == "" {
				t.Fatalf("%s %q: %v", name, data, err)
			}
			return
		}
		before, err := json.Marshal(stage.state)
		if err != nil {
			t.Fatal(err)
		}
		events, err := Decide(stage.state, stage.now, Command{ID: "client-fuzz/1", By: by, Do: action, Kit: &walkKit})
		if err != nil && (!errors.As(err, &refusal) || refusal.Message == "" || len(events) > 0) {
			t.Fatalf("%s %q: %d events, %v", name, data, len(events), err)
		}
		after, err := json.Marshal(stage.state)
		if err != nil {
			t.Fatal(err)
		}
		if string(before) != string(after) {
			t.Fatalf("%s %q changed the state by being decided", name, data)
		}
		next := stage.state.Clone()
		for _, e := range events {
			raw, err := json.Marshal(e)
			if err != nil {
				t.Fatalf("%s %q: %v", name, data, err)
			}
			var back Event
			if err := json.Unmarshal(raw, &back); err != nil {
				t.Fatalf("%s cannot be read again: %v", raw, err)
			}
			if err := next.Apply(back); err != nil {
				t.Fatalf("%s %q made %s: %v", name, data, raw, err)
			}
			if err := CheckFact(back.Fact); err != nil {
				t.Fatalf("%s %q made %s, which an import would refuse: %v", name, data, raw, err)
			}
			for _, viewer := range people {
				next.Filter(viewer, back)
			}
		}
		for _, viewer := range people {
			next.Project(viewer)
		}
	})
}
