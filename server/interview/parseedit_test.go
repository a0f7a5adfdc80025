package interview

import (
	"reflect"
	"testing"

	"mockroom/server/board"
	"mockroom/server/jsontext"
)

// FuzzParseEdit holds the quick reader to the general one, wherever it does not give up.
func FuzzParseEdit(f *testing.F) {
	for _, s := range []string{
		`{"client":"client-one","version":17,"updates":[{"client":"client-one","k":1,"changes":[17,[0,"x"]]}]}`,
		`{"client":"c","client":"d","version":1,"updates":[]}`, `{"version":1,"Version":2}`, `{"updates":null}`, `{"updates":[{"k":1,"k":2}]}`,
		`{"client":"é\n","version":0,"updates":[{"changes":[[3],2,[0,"a","b"]]}]}`, `{"updates":[{"changes":[]}]}`, `{}`, `[]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if board.CheckSurrogates(raw) != nil {
			return
		}
		r := jsontext.NewReader(raw)
		got, ok := ParseEdit(&r)
		if r.End(); !ok || r.Failed() {
			return
		}
		want, err := ParseAction("board.edit", raw)
		if err != nil {
			t.Fatalf("%s is taken as %+v, but %v", raw, got, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, want %+v", raw, got, want)
		}
	})
}
