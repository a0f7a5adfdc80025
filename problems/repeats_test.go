package problems

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Two passages of different problems are near-duplicates when more than half of the shorter one's
// shingles, runs of four words, stand in the other as well: the same sentence with another noun. Twelve
// words are the least that says something of its own; below that plain language repeats itself.
const (
	shingleWords = 4
	leastWords   = 12
	sharedAtMost = 0.5
)

func shingles(words []string) map[string]bool {
	set := map[string]bool{}
	for i := range len(words) - shingleWords + 1 {
		set[strings.Join(words[i:i+shingleWords], " ")] = true
	}
	return set
}

// repeat is two passages of different problems, and the share of the shorter one that both have.
type repeat struct {
	a, b  passage
	share float64
}

// repeats finds the pairs that are near-duplicates, the nearest first. Frames are sentences that belong into
// every problem: what is left of a passage without them counts. A work may be cited by two problems.
func repeats(all, frames []passage) []repeat {
	framed := map[string]bool{}
	for _, f := range frames {
		maps.Copy(framed, shingles(f.words))
	}
	var sets []map[string]bool
	var prose []passage
	for _, p := range all {
		set := shingles(p.words)
		maps.DeleteFunc(set, func(s string, _ bool) bool { return framed[s] })
		if len(set) > leastWords-shingleWords && p.section != "Further reading" {
			prose, sets = append(prose, p), append(sets, set)
		}
	}
	holders := map[string][]int{}
	for i, set := range sets {
		for s := range set {
			holders[s] = append(holders[s], i)
		}
	}
	near := map[[2]int]bool{}
	for _, at := range holders {
		for i, a := range at {
			for _, b := range at[i+1:] {
				if prose[a].problem != prose[b].problem {
					near[[2]int{min(a, b), max(a, b)}] = true
				}
			}
		}
	}
	var found []repeat
	for pair := range near {
		if s := share(sets[pair[0]], sets[pair[1]]); s > sharedAtMost {
			found = append(found, repeat{prose[pair[0]], prose[pair[1]], s})
		}
	}
	slices.SortFunc(found, func(x, y repeat) int {
		return cmp.Or(cmp.Compare(y.share, x.share), cmp.Compare(x.a.place(), y.a.place()), cmp.Compare(x.b.place(), y.b.place()))
	})
	return found
}

// share is how much of the smaller set is in the other.
func share(a, b map[string]bool) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)))
}

// TestProblemsDoNotRepeatEachOther names both places of each passage that would fit two problems.
func TestProblemsDoNotRepeatEachOther(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	var all []passage
	for _, p := range core.All() {
		all = append(all, passages(p)...)
	}
	frames := passagesOf("testdata", "frames.md", readFile(t, "testdata/frames.md"))
	for _, r := range repeats(all, frames) {
		t.Errorf("%.0f %% of the shorter of these two is the same; say it for this problem, or not at all:\n%s\n\t%s\n%s\n\t%s", 100*r.share, r.a.place(), r.a.start(), r.b.place(), r.b.start())
	}
}

func TestRepeatsAreFound(t *testing.T) {
	const said = "The primary dies one millisecond after you have answered, and nobody else has the row.\n"
	other := strings.Replace(said, "row", "picture", 1)
	for _, test := range []struct {
		name, a, b, frame string
		want              int
	}{
		{"one word differs", said, other, "", 1},
		{"a frame", said, other, said, 0},
		{"a work cited twice", "## Further reading\n" + said, "## Further reading\n" + other, "", 0},
		{"a diagram", "```mermaid\n" + said + "```\n", "```mermaid\n" + said + "```\n", "", 0},
		{"another matter", said, "The queue is an hour long before anybody looks at the age of its oldest entry.\n", "", 0},
	} {
		all := append(passagesOf("a", "dives.md", test.a), passagesOf("b", "dives.md", test.b)...)
		if found := repeats(all, passagesOf("", "", test.frame)); len(found) != test.want {
			t.Errorf("%s: %v", test.name, found)
		}
	}
	all := append(passagesOf("a", "dives.md", "## Title\n\n"+said), passagesOf("a", "design.md", said)...)
	if found := repeats(all, nil); len(found) != 0 {
		t.Errorf("within one problem: %v", found)
	}
	if got := all[0].place(); got != "problems/a/dives.md:3" {
		t.Errorf("the place is %s", got)
	}
}

// cardPassages cuts a card's text. A work may be cited by several cards.
func cardPassages(t *testing.T, id string) []passage {
	t.Helper()
	_, body, _, ok := cutFrontMatter(&report{}, readFile(t, "concepts/"+id+".md"))
	if !ok {
		t.Fatalf("%s has no front matter", id)
	}
	list := passagesOf("concepts", id+".md", body)
	for i := range list {
		list[i].problem = "card " + id
		if list[i].section == ConceptReading {
			list[i].section = "Further reading"
		}
	}
	return list
}

// TestCardsDoNotRepeatEachOtherNorProblems holds each card against all others and against the problems.
func TestCardsDoNotRepeatEachOtherNorProblems(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	var all []passage
	for _, p := range core.All() {
		all = append(all, passages(p)...)
	}
	f := readFiller(readFile(t, "testdata/filler.txt"))
	for _, card := range core.Concepts() {
		list := cardPassages(t, card.ID)
		for _, p := range list {
			if phrase := f.in(p); phrase != "" {
				t.Errorf("%s: %q says nothing; say what happens, with a figure: %s", card.ID, phrase, p.start())
			}
		}
		all = append(all, list...)
	}
	for _, r := range repeats(all, nil) {
		if strings.HasPrefix(r.a.problem, "card ") || strings.HasPrefix(r.b.problem, "card ") {
			t.Errorf("%.0f %% of the shorter of these two is the same; say it once:\n%s, %s\n\t%s\n%s, %s\n\t%s", 100*r.share, r.a.problem, r.a.section, r.a.start(), r.b.problem, r.b.section, r.b.start())
		}
	}
}
