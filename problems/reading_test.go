package problems

import (
	"slices"
	"strings"
	"testing"
)

// TestReadingListHoldsTheMinimum wants each work of the list that a reader may expect, by its title and kind.
func TestReadingListHoldsTheMinimum(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ kind, by, title string }{
		{"course", "Design Gurus", "Grokking the System Design Interview"},
		{"course", "Design Gurus", "Grokking the Advanced System Design Interview"},
		{"course", "Educative", "Distributed Systems"},
		{"course", "LeetCode", "System Design"},
		{"newsletter", "Alex Xu", "ByteByteGo"},
		{"book", "Alex Xu", "System Design Interview"},
		{"videos", "Alex Xu", "ByteByteGo"},
		{"articles", "Real Python", "architecture"},
		{"book", "Martin Kleppmann", "Designing Data-Intensive Applications"},
		{"book", "Michael Nygard", "Release It!"},
		{"book", "Gene Kim", "The Phoenix Project"},
		{"magazine", "ACM", "ACM Queue"},
		{"articles", "", "High Scalability"},
		{"magazine", "InfoQ", "InfoQ"},
		{"forum", "", "systemdesign"},
		{"paper", "DeCandia", "Dynamo"},
		{"paper", "Corbett", "Spanner"},
		{"paper", "Ongaro", "Understandable Consensus"},
		{"paper", "Kreps", "Kafka"},
		{"paper", "Dean", "MapReduce"},
		{"paper", "Burrows", "Chubby"},
		{"paper", "Nishtala", "Memcache at Facebook"},
	} {
		if !slices.ContainsFunc(core.Reading(""), func(r Reading) bool {
			return r.Kind == want.kind && strings.Contains(r.By, want.by) && strings.Contains(r.Title, want.title)
		}) {
			t.Errorf("the list has no %s %q by %q", want.kind, want.title, want.by)
		}
	}
}

// TestReadingListSaysEachThingOnce wants one sentence about each work, and no work twice.
func TestReadingListSaysEachThingOnce(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, r := range core.Reading("") {
		if other, twice := seen[r.URL]; twice {
			t.Errorf("%s and %s lead to the same page", r.ID, other)
		}
		seen[r.URL] = r.ID
		if !strings.HasSuffix(r.About, ".") || strings.Count(r.About, ".") != 1 {
			t.Errorf("%s: about is one sentence, not %q", r.ID, r.About)
		}
	}
}

// TestReadingLeavesOutWhatTheCardLinks reads on about a card that cites a paper of the list itself.
func TestReadingLeavesOutWhatTheCardLinks(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	about := func(concept, id string) bool {
		return slices.ContainsFunc(core.Reading(concept), func(r Reading) bool { return r.ID == id })
	}
	if about("replication", "raft") || about("cache-levels", "memcache") {
		t.Error("the card links it, and the list says it again beside it")
	}
	if !about("replication", "ddia") || !about("", "raft") {
		t.Error("what no card links is missing")
	}
	for _, card := range core.Concepts() {
		named := func(r Reading) bool { return slices.Contains(r.Concepts, card.ID) }
		if !slices.ContainsFunc(core.Reading(""), named) {
			t.Errorf("the list has nothing about %s", card.ID)
		}
	}
}
