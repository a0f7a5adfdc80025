package problems

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Shelf is the catalogue of now: a first pack, and those of a folder, which may change while the program
// runs. A pack that has come to have faults stays as it was when it was good last. Its methods may be
// called from any goroutine.
type Shelf struct {
	first *Catalogue
	fsys  fs.FS
	now   atomic.Pointer[Catalogue]
	wrong atomic.Pointer[Faults]
	// reads counts how often the folder was read.
	reads atomic.Uint64

	// mu makes one reload at a time; print is what the folder looked like at the last, good the packs by
	// their folders as they were good last.
	mu    sync.Mutex
	print string
	good  map[string]*Catalogue
}

// NewShelf reads the packs of a folder beside a first one; without a folder, fsys nil, there is only that.
// The error is the file system's, or says that there is no pack.
func NewShelf(first *Catalogue, fsys fs.FS) (*Shelf, error) {
	s := &Shelf{first: first, fsys: fsys, good: map[string]*Catalogue{}}
	s.now.Store(first)
	s.wrong.Store(&Faults{})
	if fsys == nil {
		return s, nil
	}
	if _, err := s.Reload(); err != nil {
		return nil, err
	}
	if len(s.good) == 0 && len(s.Faults()) == 0 {
		return nil, errors.New("no pack is here; a pack is a folder with a pack.yaml")
	}
	return s, nil
}

// Now is the catalogue as it stands.
func (s *Shelf) Now() *Catalogue { return s.now.Load() }

// Generation rises each time that the folder was read.
func (s *Shelf) Generation() uint64 { return s.reads.Load() }

// Faults is what is wrong in the folder's packs, and what of them is left out.
func (s *Shelf) Faults() Faults { return slices.Clone(*s.wrong.Load()) }

// Reload reads the folder again where a file of it has changed since, and says whether it did.
func (s *Shelf) Reload() (bool, error) {
	if s.fsys == nil {
		return false, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	print, err := fingerprint(s.fsys)
	if err != nil {
		return false, fmt.Errorf("looking at the packs: %w", err)
	}
	if print == s.print {
		return false, nil
	}
	folders, err := packFolders(s.fsys)
	if err != nil {
		return false, err
	}
	all, faults, good := s.first, Faults{}, map[string]*Catalogue{}
	for _, dir := range folders {
		sub, err := fs.Sub(s.fsys, dir)
		if err != nil {
			return false, fmt.Errorf("reading the packs: %w", err)
		}
		packs, found, err := onePack(sub, strings.TrimPrefix(dir, "."))
		if err != nil {
			return false, err
		}
		faults = append(faults, found...)
		switch last := s.good[dir]; {
		case len(packs) > 0:
			good[dir] = packs[0]
		case last != nil:
			good[dir] = last
		}
		if pack := good[dir]; pack != nil {
			var clashes Faults
			all, clashes = all.With(pack)
			for _, f := range clashes {
				f.File = path.Join(dir, f.File)
				faults = append(faults, f)
			}
		}
	}
	s.print, s.good = print, good
	s.now.Store(all)
	s.reads.Add(1)
	s.wrong.Store(&faults)
	return true, nil
}

// Kept lists the folders of packs that have faults and stay as they were.
func (s *Shelf) Kept() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.good)), func(dir string) bool {
		return !slices.ContainsFunc(*s.wrong.Load(), func(f Fault) bool {
			return !f.Warning && (dir == "." || strings.HasPrefix(f.File, dir+"/"))
		})
	})
}

// mostFiles bounds what of a folder is looked at.
const mostFiles = 20_000

// fingerprint says how a folder's files look from outside: names, sizes, times.
func fingerprint(fsys fs.FS) (string, error) {
	var b strings.Builder
	n := 0
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(path.Base(name), ".") && name != "." {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if n++; n > mostFiles {
			return fmt.Errorf("the folder has more than %d files; it is to hold packs only", mostFiles)
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %d %s %d\n", name, info.Size(), info.Mode(), info.ModTime().UnixNano())
		return nil
	})
	return b.String(), err
}
