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
	if faults := faults.Errors(); len(faults) > 0 {
		return nil, fmt.Errorf("pack %s: %w", pack, faults)
	}
	c.sort()
	return c, nil
}

func (c *Catalogue) sort() {
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

// Pack says whose problems these are.
func (c *Catalogue) Pack() Pack { return c.pack }

// Find is the problem with that slug.
func (c *Catalogue) Find(slug string) (*Problem, bool) {
	p, ok := c.bySlug[slug]
	return p, ok
}

// All lists the problems by level, beginner first, and within a level by title.
func (c *Catalogue) All() []*Problem { return slices.Clone(c.sorted) }
