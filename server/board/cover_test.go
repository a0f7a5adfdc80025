package board

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWordsAreFoundAsWordsOfTheirOwn(t *testing.T) {
	words := NewWords([]string{"Ana", "Ben", "O'Neil", "李明", "J", "🦊🦊"})
	for text, want := range map[string]string{
		"Ana":                      "X",
		"analysis by ana, BEN's":   "analysis by X, X's",
		"Banana Anab 1Ana Ana1":    "Banana Anab 1Ana Ana1",
		"ana_service, (Ben)":       "X_service, (X)",
		"o'neil and O’Neil":        "X and O’Neil",
		"李明说 and J":                "X说 and J",
		"🦊🦊 done":                  "X done",
		"Ana Ana":                  "X X",
		"Änana Anä":                "Änana Anä",
		"":                         "",
		"nothing here":             "nothing here",
		"mail ana@example.org now": "mail X@example.org now",
	} {
		if got := words.Replace(text, func(string) string { return "X" }); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := (Words{}).Replace("Ana", func(string) string { return "X" }); got != "Ana" {
		t.Error(got)
	}
}

// typing makes the versions of a text that is typed one character after the other at the end.
func typing(texts ...string) []ChangeSet {
	var sets []ChangeSet
	n := 0
	for _, text := range texts {
		for _, r := range text {
			set := Replace(n, n, n, string(r))
			if r == '\b' {
				set = Replace(n, n-1, n, "")
			}
			sets, n = append(sets, set), set.NewLen()
		}
	}
	return sets
}

func versions(t *testing.T, sets []ChangeSet) []string {
	t.Helper()
	var text Text
	var list []string
	for i, set := range sets {
		var err error
		if text, err = set.Apply(text); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
		list = append(list, text.String())
	}
	return list
}

func TestACoveredNameIsCoveredFromItsFirstLetter(t *testing.T) {
	words := NewWords([]string{"Ana", "Marković"})
	for typed, want := range map[string]string{
		"Hi Ana.":           "Hi •••.",
		"Ana":               "•••",
		"Analysis":          "Analysis",
		"Anab\b":            "•••",
		"Ana\b\b\bBob":      "Bob",
		"by Marković, 2026": "by ••••••••, 2026",
	} {
		list := versions(t, Cover(typing(typed), words))
		if got := list[len(list)-1]; got != want {
			t.Errorf("%q became %q, want %q", typed, got, want)
		}
		for _, v := range list {
			if want != typed && (strings.Contains(v, "An") || strings.Contains(v, "Mar")) {
				t.Errorf("%q was %q on the way", typed, v)
			}
		}
	}
	// Written in the middle of others' words, from behind, and pasted.
	sets := []ChangeSet{Replace(0, 0, 0, "ask  about it"), Replace(13, 4, 4, "a"), Replace(14, 4, 4, "n"), Replace(15, 4, 4, "A"), Replace(16, 16, 16, " Ana's")}
	if list := versions(t, Cover(sets, words)); list[1] != "ask • about it" || list[4] != "ask ••• about it •••'s" {
		t.Errorf("%q", list)
	}
}

// TestNoVersionShowsACoveredWord edits at random around names and looks at every version.
func TestNoVersionShowsACoveredWord(t *testing.T) {
	words := NewWords([]string{"Ana", "Benjamin"})
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		var sets []ChangeSet
		n := 0
		for range 300 {
			from := r.IntN(n + 1)
			to := from
			if r.IntN(4) == 0 {
				to = min(n, from+r.IntN(6))
			}
			text := []string{"a", "n", "A", " ", "Ana ", "Benjamin", "x", "\n", "😀", "Ben", "jamin"}[r.IntN(11)]
			set := Replace(n, from, to, text)
			if _, err := set.Apply(NewText(strings.Repeat("x", n))); err != nil {
				t.Fatal(err)
			}
			sets, n = append(sets, set), set.NewLen()
		}
		plain := make([]ChangeSet, 0, len(sets))
		var text Text
		for _, set := range sets {
			next, err := set.Apply(text)
			if err != nil {
				break // It would split a character.
			}
			plain, text = append(plain, set), next
		}
		was, is := versions(t, plain), versions(t, Cover(plain, words))
		for i := range was {
			if NewText(was[i]).Len() != NewText(is[i]).Len() {
				t.Fatalf("seed %d: version %d has another length", seed, i)
			}
			shown := words.Replace(is[i], func(string) string { return "FOUND" })
			if !strings.Contains(shown, "FOUND") {
				continue
			}
			// A word may only be there while the next change makes it a longer one.
			if i+1 == len(is) || !strings.Contains(shown, "FOUND") || words.Replace(is[i+1], func(string) string { return "FOUND" }) == shown {
				t.Fatalf("seed %d: version %d shows\n%q", seed, i, is[i])
			}
		}
	}
}

func FuzzCover(f *testing.F) {
	f.Add("Ana said", "Ana")
	f.Add("•• said", "••")
	f.Fuzz(func(t *testing.T, typed, name string) {
		words := NewWords(strings.Fields(name))
		sets := typing(strings.ReplaceAll(NewText(typed).String(), "\b", ""))
		list := versions(t, Cover(sets, words))
		if len(list) > 0 && words.Replace(list[len(list)-1], func(string) string { return "" }) != list[len(list)-1] {
			t.Errorf("%q is in %q", name, list[len(list)-1])
		}
	})
}

// BenchmarkCover covers names in an hour of 20,000 edits on a board of 20 KB.
func BenchmarkCover(b *testing.B) {
	words := NewWords([]string{"Ana", "Benjamin"})
	sets := typing(strings.Repeat("Ana draws a box. ", 1200))[:20_000]
	for b.Loop() {
		Cover(sets, words)
	}
}
