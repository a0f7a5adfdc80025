package interview

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"mockroom/server/board"
)

// texts are events as journals may hold them, and what looks like one.
var eventTexts = []string{
	`{"n":7,"at":1795442400000,"by":"p-1","cmd":"client-1/7","for":"all","kind":"board.edited","data":{"updates":[{"client":"e-1","k":3,"changes":[4,[0,"a\u003cb","ü 😀"],2]},{"client":"e-1","k":4,"changes":[[1]]}],"late":true}}`,
	`{"n":7,"at":-5,"for":"nobody","kind":"chat.said","data":{"text":"hi"}}`,
	`{"n":1,"at":2,"for":"own","kind":"note.written","data":{"text":"x"}}`,
	`{"n":1,"at":2,"for":"seats","kind":"board.edited","data":{"updates":[]}}`,
	`{"n":1,"at":2,"for":"seats","kind":"board.edited","data":{"updates":null}}`,
	`{"data":{"updates":[]},"kind":"board.edited","for":"all","at":2,"n":1}`,
	` {"n": 1, "at": 2, "for": "all", "kind": "chat.said", "data": {"text": "spaced"}} `,
	`{"n":1,"at":2,"by":"p-\u0041","for":"all","kind":"chat.said","data":{"text":"x"},"more":1}`,
	`{"N":1,"At":2,"for":"all","kind":"chat.said","data":{"text":"x"}}`,
	`{"n":1,"at":2,"for":"all","kind":"chat.said","data":{"text":"x"},"data":{"text":"y"}}`,
	`{"n":1,"n":3,"at":2,"for":"all","kind":"board.edited","data":{"updates":[{"client":"a","client":"b","k":1,"changes":[[0,"x"]]}]}}`,
	`{"n":1,"at":2,"for":"all","kind":"no.such","data":{}}`,
	`{"n":1,"at":2,"for":"all","kind":"chat.said"}`,
	`{"n":1,"at":2,"for":"all","kind":"board.edited","data":{"updates":[{"client":"a","k":1,"changes":["x"]}]}}`,
	`{"n":1,"at":2,"for":"all","kind":"board.edited","data":{"updates":[{"client":"a","k":1,"changes":[]}]}}x`,
	"{\"n\":1,\"at\":2,\"by\":\"\xff\",\"for\":\"all\",\"kind\":\"chat.said\",\"data\":{\"text\":\"x\"}}",
	`{"kind":"chat.said","data":{""},"data":{}}`,
	`{`, ``, `null`, `[]`,
}

func readsTheSame(t *testing.T, x *EventReader, text []byte) {
	t.Helper()
	var want Event
	wantErr := json.Unmarshal(text, &want)
	got, err := x.Read(text)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%s: %v, encoding/json says %v", text, err, wantErr)
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n%#v\nencoding/json reads\n%#v", text, got, want)
	}
	if err != nil {
		return
	}
	plain, err1 := json.Marshal(got)
	quick, err2 := got.AppendJSON(nil)
	if (err1 == nil) != (err2 == nil) || err1 == nil && !bytes.Equal(plain, quick) {
		t.Fatalf("%s is written as\n%s, %v, not\n%s, %v", text, quick, err2, plain, err1)
	}
}

func TestEventsReadAndWriteAsEncodingJSONDoes(t *testing.T) {
	var x EventReader
	for _, text := range eventTexts {
		readsTheSame(t, &x, []byte(text))
	}
}

func FuzzEventText(f *testing.F) {
	for _, text := range eventTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if strings.Contains(string(text), "\\u") && !json.Valid(text) {
			return
		}
		readsTheSame(t, &EventReader{}, text)
	})
}

func BenchmarkReadEvent(b *testing.B) {
	var c board.ChangeSet
	if err := c.UnmarshalJSON([]byte(`[100,[0,"ab"],20]`)); err != nil {
		b.Fatal(err)
	}
	e := Event{Number: 9, At: 1795442400000, By: "p-1", Command: "client-1/9", Audience: ForAll, Fact: BoardEdited{Updates: []board.Update{{Client: "e", K: 1, Changes: c}}}}
	text, err := e.AppendJSON(nil)
	if err != nil {
		b.Fatal(err)
	}
	var x EventReader
	for b.Loop() {
		if _, err := x.Read(text); err != nil {
			b.Fatal(err)
		}
	}
}
