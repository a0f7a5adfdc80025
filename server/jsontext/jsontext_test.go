package jsontext

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"
)

func FuzzAppendStringIsEncodingJSON(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"b\\c", "<a href='x'>&amp;</a>", "line\nbreak\r\t\b\f\x00\x1f\x7f", "ä→𝄞", "\u2028\u2029", "\xff\xc3\x28", "�"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := AppendString(nil, s); string(got) != string(want) {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	})
}

// read makes of text what encoding/json would, as far as the Reader understands it.
func read(r *Reader) any {
	switch {
	case r.Is('{'):
		m := map[string]any{}
		r.Open('{')
		for r.More('}') {
			k := string(r.Key())
			m[k] = read(r)
		}
		return m
	case r.Is('['):
		a := []any{}
		r.Open('[')
		for r.More(']') {
			a = append(a, read(r))
		}
		return a
	case r.Is('"'):
		return r.String()
	}
	return float64(r.Uint())
}

// FuzzReaderReadsNothingElse holds what the Reader takes to what encoding/json takes.
func FuzzReaderReadsNothingElse(f *testing.F) {
	for _, s := range []string{
		`{"type":"do","n":4,"data":{"updates":[{"k":1,"changes":[17,[0,"x","",1]]}]}}`, ` [ 1 , 2 ] `, `[]`, `{}`, `[1,]`, `[,1]`, `{"a":1,}`, `{"a" 1}`,
		`[01]`, `[1.5]`, `[1e3]`, `[-1]`, `["\u00e4\n"]`, `["\x"]`, "[\"a\nb\"]", `[1 2]`, `{"a":1 "b":2}`, `[`, `{"a":`, `"x`, `[1]]`, `[9007199254740993]`, `["a]`, `{"\u0061":1}`, "{\"\x01\":0}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := NewReader(text)
		got := read(&r)
		r.End()
		if r.Failed() {
			return
		}
		var want any
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("%q was read as %v, but it is not JSON: %v", text, got, err)
		}
		if !reflect.DeepEqual(got, want) && utf8.Valid(text) {
			t.Errorf("%q was read as %v, want %v", text, got, want)
		}
	})
}

func TestReaderTakesWhatClientsSend(t *testing.T) {
	r := NewReader([]byte(` {"n" : 12, "text":"a\"b", "skip":[{"x":"]}"},null,-1.5e3,true], "last":"é"} `))
	r.Open('{')
	found := map[string]any{}
	for r.More('}') {
		switch k := string(r.Key()); k {
		case "n":
			found[k] = r.Uint()
		case "skip":
			found[k] = string(r.Skip())
		default:
			found[k] = r.String()
		}
	}
	r.End()
	want := map[string]any{"n": uint64(12), "text": `a"b`, "skip": `[{"x":"]}"},null,-1.5e3,true]`, "last": "é"}
	if r.Failed() || !reflect.DeepEqual(found, want) {
		t.Fatalf("%v, failed %v", found, r.Failed())
	}
}
