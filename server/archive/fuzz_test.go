package archive_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"

	"mockroom/server/archive"
	"mockroom/server/interview"
)

// numbered makes keys that a test can tell.
type numbered struct{ n *int }

func (s numbered) next(what string) string { *s.n++; return fmt.Sprintf("%s-%d", what, *s.n) }

func (s numbered) Link() string { return s.next("i") }

func (s numbered) Key() (secret, hash string) { return s.next("key"), s.next("hash") }

func (s numbered) Person() interview.PersonID { return interview.PersonID(s.next("person")) }

// sealed is an export with these events, as a server with some key of its own would sign it: a
// signature keeps nobody from writing what they like.
func sealed(events []byte) []byte {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	e := archive.Export{Header: archive.Header{Viewer: "p-ana", Role: interview.Candidate, People: map[interview.ParticipantID]string{"p-ana": "Ana"}}}
	for _, raw := range bytes.Split(events, []byte("\n")) {
		var item struct {
			At   interview.Time
			By   interview.ParticipantID
			Kind interview.Kind
			Data json.RawMessage
		}
		if json.Unmarshal(raw, &item) != nil {
			continue
		}
		if fact, err := interview.DecodeFact(item.Kind, item.Data); err == nil {
			e.Items = append(e.Items, archive.Item{Event: &archive.Event{At: item.At, By: item.By, Kind: item.Kind, Data: fact}})
		}
	}
	var b bytes.Buffer
	if archive.Write(&b, e, key) != nil {
		return nil
	}
	return b.Bytes()
}

const created = `{"at":1,"by":"p-ana","kind":"session.created","data":{"problem":{"slug":"tinyurl"},"mode":"solo","help":"normal","pace":"soft","plan":{"clarification":420000,"high-level":960000,"deep-dive":900000,"follow-up":420000},"creator":"p-ana"}}`

// FuzzImportFiles reads any bytes as an export.
func FuzzImportFiles(f *testing.F) {
	f.Add([]byte(""))
	f.Add(sealed([]byte(created)))
	f.Add([]byte(`{"prev":"","mockroom":"export","format":1}` + "\n"))
	f.Add([]byte(`{"prev":null}` + "\n"))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		if e, _, err := archive.Read(bytes.NewReader(raw)); err == nil {
			n := 0
			_, _ = archive.Build(e, numbered{&n})
		}
	})
}

// FuzzImportedEvents builds sessions of any events in a sound file: what comes in is what commands
// could have caused.
func FuzzImportedEvents(f *testing.F) {
	for _, s := range []string{
		`{"at":2,"by":"p-ana","kind":"participant.joined","data":{"participant":"p-ana","role":"candidate"}}`,
		`{"at":2,"by":"p-ana","kind":"meeting.set","data":{"url":"javascript:alert(1)"}}`,
		`{"at":2,"by":"p-ana","kind":"chat.said","data":{"text":"a\u0000b"}}`,
		`{"at":2,"by":"p-ana","kind":"scorecard.saved","data":{"card":{"scores":{"communication":99}},"scored":6}}`,
		`{"at":2,"by":"p-ana","kind":"board.edited","data":{"updates":[{"client":"editor-1","k":1,"changes":[[0,"x"]]}]}}`,
		`{"at":2,"by":"p-ana","kind":"interviewer.rated","data":{"prepared":-4,"listened":4,"fair":3,"again":true,"words":"w"}}`,
		`{"at":2,"by":"","kind":"phase.started","data":{"phase":"review"}}`,
		`{"at":-9,"by":"","kind":"server.beat","data":{}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, events []byte) {
		raw := sealed(append([]byte(created+"\n"), events...))
		e, _, err := archive.Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		n := 0
		session, err := archive.Build(e, numbered{&n})
		if err != nil {
			return
		}
		state := interview.NewState()
		for _, event := range session.Events {
			if err := interview.CheckFact(event.Fact); err != nil {
				t.Fatalf("%s came in: %v", event.Fact.Kind(), err)
			}
			if err := state.Apply(event); err != nil {
				t.Fatal(err)
			}
		}
		for id := range state.Participants {
			state.Project(id)
		}
	})
}
