package problems

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// packFolders are the folders below one that hold a pack.yaml; "." where it is a pack itself.
func packFolders(fsys fs.FS) ([]string, error) {
	if _, err := fs.Stat(fsys, "pack.yaml"); err == nil {
		return []string{"."}, nil
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the packs: %w", err)
	}
	var list []string
	for _, entry := range entries {
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if _, err := fs.Stat(fsys, path.Join(entry.Name(), "pack.yaml")); err == nil {
			list = append(list, entry.Name())
		}
	}
	return list, nil
}

// onePack reads the pack in a folder of that name. Of a pack with faults nothing is taken; the faults
// name their files from the folder on.
func onePack(fsys fs.FS, dir string) ([]*Catalogue, Faults, error) {
	c, err := Load(fsys, "")
	var faults Faults
	if errors.As(err, &faults) {
		faults = slices.Clone(faults)
		for i := range faults {
			faults[i].File = path.Join(dir, faults[i].File)
		}
		return nil, faults, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return []*Catalogue{c}, nil, nil
}

// With is the problems and cards of both catalogues. A name that both have stays the receiver's: the
// faults say what of the other's is left out.
func (c *Catalogue) With(other *Catalogue) (*Catalogue, Faults) {
	both := &Catalogue{pack: c.pack, sorted: slices.Clone(c.sorted), bySlug: maps.Clone(c.bySlug), cards: slices.Clone(c.cards), reading: slices.Concat(c.reading, other.reading)}
	var faults Faults
	for _, p := range other.sorted {
		if taken, ok := both.bySlug[p.Slug]; ok {
			faults = append(faults, Fault{File: path.Join(p.Slug, "problem.md"), Line: 1, Column: 1, Message: fmt.Sprintf("the pack %s has a problem %q already; rename the folder and its slug", taken.Pack, p.Slug)})
			continue
		}
		both.bySlug[p.Slug] = p
		both.sorted = append(both.sorted, p)
	}
	for _, card := range other.cards {
		if taken, ok := both.Concept(card.ID); ok {
			faults = append(faults, Fault{File: path.Join(conceptFolder, card.ID+".md"), Line: 1, Column: 1, Message: fmt.Sprintf("the pack %s has a card %q already; rename the file and its id", taken.Pack, card.ID)})
			continue
		}
		both.cards = append(both.cards, card)
	}
	both.sort()
	return both, faults
}
