package review

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// typed writes a text with corrections, a few characters at a time, over so many minutes.
func typed(t testing.TB, source string, edits int, minutes interview.Duration) ([]Edit, []string) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(edits)))
	list, texts := []Edit{}, []string{""}
	now := board.NewText("")
	put := func(at interview.Time, c board.ChangeSet) {
		var err error
		if now, err = c.Apply(now); err != nil {
			t.Fatal(err)
		}
		list, texts = append(list, Edit{at, c}), append(texts, now.String())
	}
	rest := []rune(source)
	for i := range edits {
		at := interview.Time(minutes) * interview.Time(i) / interview.Time(edits)
		if i%17 == 16 {
			from := r.IntN(now.Len() + 1)
			put(at, board.Replace(now.Len(), from, min(now.Len(), from+r.IntN(3)), "*"))
			continue
		}
		n := min(len(rest), max(1, len(rest)/(edits-i)))
		put(at, board.Replace(now.Len(), now.Len(), now.Len(), string(rest[:n])))
		rest = rest[n:]
	}
	return list, texts
}

func exampleBoard(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../problems/testdata/boards/uber-unlike.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestRenderingsAreWhatTheServerRenders puts the changes together and holds each against the server's
// own rendering of that version.
func TestRenderingsAreWhatTheServerRenders(t *testing.T) {
	edits, texts := typed(t, exampleBoard(t), 700, 5*interview.Minute)
	list, err := Renderings(edits, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 150 || len(list) > 300 || list[len(list)-1].Version != len(edits) {
		t.Fatalf("%d renderings, the last of version %d", len(list), list[len(list)-1].Version)
	}
	var blocks []string
	for _, r := range list {
		blocks = slices.Concat(blocks[:r.Start], r.Come, blocks[r.Start+r.Gone:])
		var want []string
		for _, b := range markdown.Blocks(texts[r.Version]) {
			want = append(want, b.HTML)
		}
		if !slices.Equal(blocks, want) {
			t.Fatalf("version %d reads\n%s\nwant\n%s", r.Version, strings.Join(blocks, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestRenderingsAreBounded gives a long session with a large board its renderings less often.
func TestRenderingsAreBounded(t *testing.T) {
	edits, _ := typed(t, strings.Repeat("word ", 40_000), 2000, 600*interview.Minute)
	list, err := Renderings(edits, 0)
	if err != nil || len(list) > 300 || len(list) < 50 || list[len(list)-1].Version != len(edits) {
		t.Fatalf("%d renderings, %v", len(list), err)
	}
	if list, err := Renderings(nil, 0); err != nil || len(list) != 0 {
		t.Errorf("of nothing: %v %v", list, err)
	}
}

// BenchmarkRenderings renders an hour of 20,000 edits.
func BenchmarkRenderings(b *testing.B) {
	edits, _ := typed(b, exampleBoard(b), 20_000, 60*interview.Minute)
	for b.Loop() {
		list, err := Renderings(edits, 0)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(list)), "renderings")
	}
}
