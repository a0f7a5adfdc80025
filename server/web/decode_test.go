package web

import (
	"encoding/json"
	"reflect"
	"testing"

	"mockroom/server/board"
	"mockroom/server/interview"
)

// FuzzQuickFrames holds the quick way of reading a frame to the general one.
func FuzzQuickFrames(f *testing.F) {
	for _, s := range []string{
		`{"type":"do","n":4,"command":"board.edit","data":{"client":"client-one","version":17,"updates":[{"client":"client-one","k":1,"changes":[17,[0,"x"]]}]}}`,
		`{"type":"do","n":4,"n":5,"command":"board.edit","data":{}}`, `{"type":"do","command":"board.edit","data":{},"n":1}`,
		`{"data":{},"type":"do","n":4,"command":"board.edit"}`, `{"type":"do","n":4,"command":"chat.say","data":{"text":"x"}}`, `{"type":"ping","id":1}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var quick, general frame
		if board.CheckSurrogates(raw) != nil || !quick.readEdit(raw) {
			return
		}
		if err := json.Unmarshal(raw, &general); err != nil {
			t.Fatalf("%s is taken, but %v", raw, err)
		}
		want, err := interview.ParseAction(general.Command, general.Data)
		got, _ := quick.action()
		if err != nil || !reflect.DeepEqual(got, want) || quick.N != general.N || quick.Type != general.Type || quick.Command != general.Command {
			t.Errorf("%s is %+v, want %+v (%v)", raw, got, want, err)
		}
	})
}
