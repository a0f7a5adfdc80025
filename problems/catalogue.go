package problems

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Catalogue is the problems of one pack, or of several. It never changes once it is made.
type Catalogue struct {
	pack   Pack
	sorted []*Problem
	bySlug map[string]*Problem
	// cards are by area and title, reading in the order of the file.
	cards   []*Concept
	reading []Reading
}

// Load reads the pack of that name at the root of fsys, "" for whatever it is called. Errors of the pack's author are Faults; others come from
// fsys.
func Load(fsys fs.FS, pack string) (*Catalogue, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read pack %s: %w", pack, err)
	}
	about, faults, err := loadPack(fsys, pack)
	if err != nil {
		return nil, fmt.Errorf("read pack %s: %w", pack, err)
	}
	c := &Catalogue{pack: about, bySlug: map[string]*Problem{}}
	for _, entry := range entries {
		if !entry.IsDir() || !holdsProblem(entry.Name()) {
			continue
		}
		p, found, err := loadProblem(fsys, entry.Name(), about)
		if err != nil {
			return nil, fmt.Errorf("read problem %s/%s: %w", pack, entry.Name(), err)
		}
		faults = append(faults, found...)
		c.sorted = append(c.sorted, p)
		c.bySlug[p.Slug] = p
	}
	cards, reading, found, err := loadCards(fsys, about)
	if err != nil {
		return nil, fmt.Errorf("read the cards of pack %s: %w", pack, err)
	}
	c.cards, c.reading, faults = cards, reading, append(faults, found...)
	if faults := faults.Errors(); len(faults) > 0 {
		return nil, fmt.Errorf("pack %s: %w", pack, faults)
	}
	c.sort()
	return c, nil
}

// loadCards reads what a pack has on concepts.
func loadCards(fsys fs.FS, about Pack) ([]*Concept, []Reading, Faults, error) {
	cards, faults, err := loadConcepts(fsys, about)
	if err != nil {
		return nil, nil, nil, err
	}
	reading, found, err := loadReading(fsys, cards)
	return cards, reading, append(faults, found...), err
}

func (c *Catalogue) sort() {
	slices.SortFunc(c.cards, func(a, b *Concept) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(c.sorted, func(a, b *Problem) int {
		return cmp.Or(
			cmp.Compare(slices.Index(levels, a.Level), slices.Index(levels, b.Level)),
			cmp.Compare(a.Title, b.Title),
			cmp.Compare(a.Slug, b.Slug),
		)
	})
}

// holdsProblem says whether a folder of a pack is a problem's.
func holdsProblem(dir string) bool {
	return dir != "concepts" && dir != "plans" && dir != "testdata" && !strings.HasPrefix(dir, ".")
}

// None is a catalogue without a problem.
func None() *Catalogue { return &Catalogue{bySlug: map[string]*Problem{}} }

// Pack says whose problems these are.
func (c *Catalogue) Pack() Pack { return c.pack }

// Find is the problem with that slug.
func (c *Catalogue) Find(slug string) (*Problem, bool) {
	p, ok := c.bySlug[slug]
	return p, ok
}

// All lists the problems by level, beginner first, and within a level by title.
func (c *Catalogue) All() []*Problem { return slices.Clone(c.sorted) }

// Concepts lists the cards by area, and within one by title.
func (c *Catalogue) Concepts() []*Concept { return slices.Clone(c.cards) }

// Concept is the card with that id.
func (c *Catalogue) Concept(id string) (*Concept, bool) {
	i := slices.IndexFunc(c.cards, func(card *Concept) bool { return card.ID == id })
	if i < 0 {
		return nil, false
	}
	return c.cards[i], true
}

// After lists the cards that name one as to be known before.
func (c *Catalogue) After(id string) []*Concept {
	var list []*Concept
	for _, card := range c.cards {
		if slices.Contains(card.Before, id) {
			list = append(list, card)
		}
	}
	return list
}

// AskedIn lists the problems that a concept belongs to.
func (c *Catalogue) AskedIn(concept string) []*Problem {
	var list []*Problem
	for _, p := range c.sorted {
		if slices.Contains(p.Concepts, concept) {
			list = append(list, p)
		}
	}
	return list
}

// Reading lists where to read on about a concept beside what its card links to itself, with "" all there is.
func (c *Catalogue) Reading(concept string) []Reading {
	if concept == "" {
		return slices.Clone(c.reading)
	}
	var linked string
	if card, ok := c.Concept(concept); ok {
		linked = card.Chapter(ConceptReading)
	}
	var list []Reading
	for _, r := range c.reading {
		if slices.Contains(r.Concepts, concept) && !strings.Contains(linked, "("+r.URL+")") {
			list = append(list, r)
		}
	}
	return list
}
