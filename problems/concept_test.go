package problems

import (
	"testing"
	"testing/fstest"
)

// TestCardsStandInTheirOrder reads the test pack's cards: what comes before, what after, where asked.
func TestCardsStandInTheirOrder(t *testing.T) {
	c, err := Load(wholePack(t), "sample")
	if err != nil {
		t.Fatal(err)
	}
	caches, ok := c.Concept("caches")
	if !ok || len(c.Concepts()) != 2 || caches.Before[0] != "estimates" || len(caches.SelfTest) != 3 || caches.SelfTest[1].Answer != "Distinct items." {
		t.Fatalf("%+v", caches)
	}
	if after := c.After("estimates"); len(after) != 1 || after[0] != caches {
		t.Errorf("after estimates: %+v", after)
	}
	if list := c.Reading("caches"); len(list) != 1 || list[0].ID != "a-book" || len(c.Reading("")) != 2 {
		t.Errorf("to read: %+v", list)
	}
	for _, chapter := range caches.Chapters {
		if chapter.Title == ConceptTest {
			t.Error("the self-test stands in the open")
		}
	}
}

// TestTwoPacksWithOneCard joins catalogues whose cards have the same name: the first stays.
func TestTwoPacksWithOneCard(t *testing.T) {
	first, err := Load(wholePack(t), "sample")
	if err != nil {
		t.Fatal(err)
	}
	whole := wholePack(t)
	second, err := Load(fstest.MapFS{"pack.yaml": whole["pack.yaml"], "concepts/estimates.md": whole["concepts/estimates.md"]}, "sample")
	if err != nil {
		t.Fatal(err)
	}
	both, faults := first.With(second)
	if len(both.Concepts()) != 2 || len(faults) != 1 || faults[0].File != "concepts/estimates.md" {
		t.Errorf("%d cards, %v", len(both.Concepts()), faults)
	}
}

// TestCatalogueNamesOnlyCardsThereAre holds problems and dives of our pack against its cards.
func TestCatalogueNamesOnlyCardsThereAre(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range core.Concepts() {
		if len(core.AskedIn(card.ID)) == 0 {
			t.Errorf("no problem is about %s", card.ID)
		}
	}
}
