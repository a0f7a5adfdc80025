package board

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func parse(t *testing.T, s string) ChangeSet {
	t.Helper()
	var c ChangeSet
	if err := json.Unmarshal([]byte(s), &c); err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return c
}

func TestApply(t *testing.T) {
	for _, test := range []struct{ doc, change, want string }{
		{"", `[[0,"a"]]`, "a"},
		{"abc", `[1,[1],1]`, "ac"},
		{"abc", `[1,[1,"x","y"],1]`, "ax\nyc"},
		{"a😀b", `[3,[0,"!"],1]`, "a😀!b"},
		{"日本", `[1,[1,"𝒳"]]`, "日𝒳"},
	} {
		got, err := parse(t, test.change).Apply(NewText(test.doc))
		if err != nil || got.String() != test.want || !reflect.DeepEqual(got, NewText(test.want)) {
			t.Errorf("%q %s = %q, %v; want %q", test.doc, test.change, got, err, test.want)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	for _, test := range []struct{ doc, change string }{
		{"abc", `[4]`}, {"abc", `[2]`}, {"a😀", `[2,[0,"x"],1]`}, {"😀", `[[1],1]`}, {"", `[[1,"x"]]`},
	} {
		if got, err := parse(t, test.change).Apply(NewText(test.doc)); err == nil {
			t.Errorf("%q %s = %q, want an error", test.doc, test.change, got)
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, s := range []string{`{}`, `3`, `[-1]`, `["a"]`, `[[]]`, `[[1,2]]`, `[["a"]]`, `[[0,"a\nb"]]`, `[[0,"a\rb"]]`, `[1.5]`, `[99999999999]`, `[null]`, `[[0,null]]`} {
		var c ChangeSet
		if err := json.Unmarshal([]byte(s), &c); err == nil {
			t.Errorf("%s was read as %+v", s, c)
		}
	}
}

func TestCheckSurrogates(t *testing.T) {
	for s, ok := range map[string]bool{
		`"plain"`: true, `"\ud83d\ude00"`: true, `"\ud83d"`: false, `"\ude00"`: false, `"\ud83dx"`: false,
		`"\ud83d\u0041"`: false, `"\\ud83d"`: true, `"\\\ud83d"`: false, "\"\xed\xa0\xbd\"": false, `"😀"`: true, `"\ud83d\ud83d\ude00"`: false,
	} {
		if err := CheckSurrogates([]byte(s)); (err == nil) != ok {
			t.Errorf("CheckSurrogates(%s) = %v", s, err)
		}
	}
}

var alphabet = []string{"a", "b", "\n", "é", "日", "😀", "word ", ""}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

// randomChange makes a valid change of a document.
func randomChange(r *rand.Rand, doc Text) ChangeSet {
	var c ChangeSet
	runes := []rune(doc.String())
	for i := 0; i <= len(runes); {
		switch n := min(len(runes)-i, r.IntN(4)); r.IntN(3) {
		case 0:
			text := randomText(r, r.IntN(3))
			c.add(section{unitsOf(string(runes[i : i+n])), unitsOf(text), text}, false)
			i += n
		default:
			c.add(section{unitsOf(string(runes[i : i+n])), keep, ""}, false)
			i += n
		}
		if i == len(runes) {
			break
		}
	}
	return c
}

func TestLawsOfTheAlgebra(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	apply := func(c ChangeSet, d Text) Text {
		t.Helper()
		got, err := c.Apply(d)
		if err != nil {
			t.Fatalf("apply %+v to %q: %v", c, d, err)
		}
		return got
	}
	for range 20_000 {
		doc := NewText(randomText(r, r.IntN(12)))
		a, b := randomChange(r, doc), randomChange(r, doc)
		docA := apply(a, doc)
		next := randomChange(r, docA)
		both, err := a.Compose(next)
		if err != nil || apply(both, doc) != apply(next, docA) {
			t.Fatalf("compose: %q %+v %+v: %v", doc, a, next, err)
		}
		bOverA, err1 := b.Map(a, false)
		aOverB, err2 := a.Map(b, true)
		if err1 != nil || err2 != nil || apply(bOverA, docA) != apply(aOverB, apply(b, doc)) {
			t.Fatalf("map: %q %+v %+v: %v %v", doc, a, b, err1, err2)
		}
		j, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if back := parse(t, string(j)); !reflect.DeepEqual(back, a) && !(len(back.sections) == 0 && len(a.sections) == 0) {
			t.Fatalf("%s came back as %+v, was %+v", j, back, a)
		}
		if !utf8.ValidString(docA.String()) || docA.Len() != a.NewLen() {
			t.Fatalf("%q is not what its length says", docA)
		}
	}
}

func FuzzChangeSet(f *testing.F) {
	f.Add([]byte(`[1,[1,"x"],1]`), "abc")
	f.Fuzz(func(t *testing.T, raw []byte, doc string) {
		var c ChangeSet
		if json.Unmarshal(raw, &c) != nil {
			return
		}
		d := NewText(doc)
		if after, err := c.Apply(d); err == nil && (after.Len() != unitsOf(after.String()) || !utf8.ValidString(after.String())) {
			t.Fatalf("%s made %q", raw, after)
		}
	})
}

func BenchmarkTypeOnTenKiB(b *testing.B) {
	doc := NewText(strings.Repeat("a line of the board, about forty bytes\n", 256))
	typed := ChangeSet{[]section{{5000, keep, ""}, {0, 1, "x"}, {doc.Len() - 5000, keep, ""}}}
	over := []Update{{Client: "other", K: 1, Changes: ChangeSet{[]section{{100, keep, ""}, {0, 1, "y"}, {doc.Len() - 100, keep, ""}}}}}
	moved, _ := over[0].Changes.Apply(doc)
	b.ReportAllocs()
	for b.Loop() {
		rebased, err := Rebase([]Update{{Client: "me", K: 1, Changes: typed}}, over)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := rebased[0].Changes.Apply(moved); err != nil {
			b.Fatal(err)
		}
	}
}
