package problems

import (
	"slices"
	"strings"
	"testing"

	"mockroom/server/cue"
)

// filler is phrases that say nothing, and those that say nothing when they are a whole answer.
type filler struct{ phrases, whole []string }

// readFiller reads a phrase a line; "whole:" before it means that it may be part of a longer answer.
func readFiller(source string) filler {
	var f filler
	for line := range strings.Lines(source) {
		phrase, whole := strings.CutPrefix(strings.TrimSpace(line), "whole:")
		switch said := cue.Normalise(phrase); {
		case said == "" || strings.HasPrefix(phrase, "#"):
		case whole:
			f.whole = append(f.whole, said)
		default:
			f.phrases = append(f.phrases, said)
		}
	}
	return f
}

// in gives the phrase that a passage uses, "" if none. Each cell of a table is an answer.
func (f filler) in(p passage) string {
	said := " " + strings.Join(p.words, " ") + " "
	for _, phrase := range f.phrases {
		if strings.Contains(said, " "+phrase+" ") {
			return phrase
		}
	}
	answers := []string{p.answer()}
	if strings.HasPrefix(p.text, "|") {
		answers = strings.Split(p.text, "|")
	}
	for _, answer := range answers {
		if i := slices.Index(f.whole, cue.Normalise(answer)); i >= 0 {
			return f.whole[i]
		}
	}
	return ""
}

func TestProblemsHaveNoFiller(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	f := readFiller(readFile(t, "testdata/filler.txt"))
	for _, p := range core.All() {
		for _, passage := range passages(p) {
			if phrase := f.in(passage); phrase != "" {
				t.Errorf("%s: %q says nothing; say what happens, with a figure: %s", passage.place(), phrase, passage.start())
			}
		}
	}
}

func TestFillerIsFound(t *testing.T) {
	f := readFiller("# remark\nrobust and scalable\nwhole: it depends on the use case\nwhole: expensive\n")
	for _, test := range []struct{ text, want string }{
		{"A robust and scalable design.", "robust and scalable"},
		{"- `mid` It depends on the use case.", "it depends on the use case"},
		{"- then: It depends on the use case.", "it depends on the use case"},
		{"| Queue | order | Expensive |", "expensive"},
		{"It depends on the use case: a ledger waits, a chat does not.", ""},
		{"| Queue | order | expensive below 100/s |", ""},
		{"Robust, and scalable by city", "robust and scalable"},
	} {
		p := passagesOf("a", "dives.md", test.text)
		if got := f.in(p[0]); got != test.want {
			t.Errorf("%q has %q, not %q", test.text, got, test.want)
		}
	}
}
