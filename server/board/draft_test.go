package board

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestDraftIsTheDocument applies random change sets to a draft and to documents.
func TestDraftIsTheDocument(t *testing.T) {
	words := []string{"a", "queue\n", "", "ü", "😀", "x → y", "long text "}
	for round := range 200 {
		known := words
		if round%2 == 0 {
			known = words[:3]
		}
		var d Draft
		var doc Text
		for range 60 {
			var c ChangeSet
			for left := doc.Len(); ; {
				n := rand.IntN(left + 1)
				c.add(section{n, keep, ""}, false)
				left -= n
				gone := rand.IntN(min(left, 5) + 1)
				text := known[rand.IntN(len(known))]
				c.add(section{gone, unitsOf(text), text}, false)
				if left -= gone; left == 0 || rand.IntN(3) == 0 {
					c.add(section{left, keep, ""}, false)
					break
				}
			}
			if rand.IntN(20) == 0 {
				c.add(section{1, keep, ""}, false) // for another document
			}
			next, err := c.Apply(doc)
			if draftErr := d.Apply(c); (err == nil) != (draftErr == nil) {
				t.Fatalf("%v on a draft, %v on the document", draftErr, err)
			}
			if err == nil {
				doc = next
			}
			if d.Text() != doc {
				t.Fatalf("the draft is %q, the document %q", d.Text().String(), doc.String())
			}
		}
	}
}

func BenchmarkDraft(b *testing.B) {
	var c ChangeSet
	text := strings.Repeat("word ", 8000)
	c.add(section{0, len(text), text}, false)
	var d Draft
	if err := d.Apply(c); err != nil {
		b.Fatal(err)
	}
	var in, out ChangeSet
	in.add(section{100, keep, ""}, false)
	in.add(section{0, 2, "ab"}, false)
	in.add(section{len(text) - 100, keep, ""}, false)
	out.add(section{100, keep, ""}, false)
	out.add(section{2, 0, ""}, false)
	out.add(section{len(text) - 100, keep, ""}, false)
	for b.Loop() {
		if d.Apply(in) != nil || d.Apply(out) != nil {
			b.Fatal("it does not apply")
		}
	}
}
