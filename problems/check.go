package problems

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"mockroom/server/calc"
)

// Report is what Check found.
type Report struct {
	Faults Faults
	// Problems is how many were read, Results how many rows of worksheets were compared, those of cards among them.
	Problems, Results int
	// Concepts is how many cards were read.
	Concepts int
}

// Check reads a pack, or a single problem's folder of that name, by the loader's own rules, and lists
// every fault; paths begin in the folder. The error is the file system's.
func Check(fsys fs.FS, name string) (Report, error) {
	if _, err := fs.Stat(fsys, "problem.md"); err == nil {
		return checkOne(fsys, name)
	}
	var r Report
	about, faults, err := loadPack(fsys, "")
	if err != nil {
		return r, fmt.Errorf("reading the pack: %w", err)
	}
	r.Faults = faults
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return r, fmt.Errorf("reading the pack: %w", err)
	}
	for _, entry := range entries {
		if !entry.IsDir() || !holdsProblem(entry.Name()) {
			continue
		}
		p, found, err := loadProblem(fsys, entry.Name(), about)
		if err != nil {
			return r, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		r.add(p, found)
	}
	cards, _, found, err := loadCards(fsys, about)
	if err != nil {
		return r, fmt.Errorf("reading the cards: %w", err)
	}
	r.Faults, r.Concepts = append(r.Faults, found...), len(cards)
	for _, c := range cards {
		r.count(c.Sheet)
	}
	if r.Problems == 0 {
		r.Faults = append(r.Faults, Fault{File: "pack.yaml", Line: 1, Column: 1, Message: "the pack holds no problem"})
	}
	return r, nil
}

// checkOne reads a problem's own folder.
func checkOne(fsys fs.FS, name string) (Report, error) {
	var r Report
	p, found, err := loadProblem(renamed{fsys, name}, name, Pack{})
	if err != nil {
		return r, fmt.Errorf("reading %s: %w", name, err)
	}
	for i := range found {
		found[i].File, _ = within(found[i].File, name)
	}
	r.add(p, found)
	return r, nil
}

func (r *Report) add(p *Problem, found Faults) {
	r.Faults = append(r.Faults, found...)
	r.Problems++
	r.count(p.Kit.Sheet)
}

func (r *Report) count(sheet calc.Sheet) {
	for _, row := range sheet.Rows {
		if !row.Input {
			r.Results++
		}
	}
}

// renamed is a file system whose root stands in a folder of that name.
type renamed struct {
	fs.FS
	name string
}

func (f renamed) Open(full string) (fs.File, error) {
	inside, ok := within(full, f.name)
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: full, Err: errors.ErrUnsupported}
	}
	return f.FS.Open(inside)
}

// within is a path as seen from a folder.
func within(full, dir string) (string, bool) {
	if full == dir {
		return ".", true
	}
	rest := len(dir) + 1
	if len(full) <= rest || full[:rest] != dir+"/" {
		return path.Clean(full), false
	}
	return full[rest:], true
}
