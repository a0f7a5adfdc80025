package disk

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// Disk goes through a record and knows at each moment what is on the disk for certain, and what is not.
type Disk struct {
	rest []Change
	// synced has the files' contents, pending what was done to each since.
	synced  map[int][]byte
	pending map[int][]Change
	// folder is the folder as synced, moved what was done to it since.
	folder map[string]int
	moved  []Change
}

// NewDisk begins before the first change.
func NewDisk(changes []Change) *Disk {
	return &Disk{rest: changes, synced: map[int][]byte{}, pending: map[int][]Change{}, folder: map[string]int{}}
}

// Until goes on to a moment. Moments only rise.
func (d *Disk) Until(at time.Time) {
	for len(d.rest) > 0 && !d.rest[0].At.After(at) {
		d.take(d.rest[0])
		d.rest = d.rest[1:]
	}
}

func (d *Disk) take(c Change) {
	switch c.kind {
	case write, truncate:
		d.pending[c.file] = append(d.pending[c.file], c)
	case syncFile:
		for _, p := range d.pending[c.file] {
			d.synced[c.file] = p.apply(d.synced[c.file])
		}
		d.pending[c.file] = nil
	case link, unlink:
		d.moved = append(d.moved, c)
	case syncFolder:
		move(d.folder, d.moved)
		d.moved = nil
	}
}

// After is the moment of the n-th change after another moment, or that moment where there are not so
// many.
func (d *Disk) After(at time.Time, n int) time.Time {
	for _, c := range d.rest {
		if c.At.After(at) {
			if n--; n == 0 {
				return c.At
			}
		}
	}
	return at
}

// Unsynced says that something is not on the disk for certain.
func (d *Disk) Unsynced() bool {
	if len(d.moved) > 0 {
		return true
	}
	for _, pending := range d.pending {
		if len(pending) > 0 {
			return true
		}
	}
	return false
}

func move(folder map[string]int, changes []Change) {
	for _, c := range changes {
		if c.kind == link {
			folder[c.name] = c.file
		} else {
			delete(folder, c.name)
		}
	}
}

// apply does a write or a truncation to a file's contents, in place where it can.
func (c Change) apply(b []byte) []byte {
	end := c.off + int64(len(c.data))
	if c.kind == truncate {
		end = c.size
	}
	if grow := end - int64(len(b)); grow > 0 {
		b = append(b, make([]byte, grow)...)
	}
	if c.kind == truncate {
		return b[:c.size]
	}
	copy(b[c.off:], c.data)
	return b
}

// Fate is what becomes of that which was not synced.
type Fate int

const (
	// Dropped: nothing of it is there. Kept: all of it. Cut: all up to some point, which lies within
	// a write. Scattered: of each sector chance decides.
	Dropped Fate = iota
	Kept
	Cut
	Scattered
	fates
)

func (f Fate) String() string { return [...]string{"dropped", "kept", "cut", "scattered"}[f] }

// sectors are the sizes of what a disk writes as a whole.
var sectors = []int{512, 4096}

// Image is the folder after the power has gone now: the contents of its files by name. The caller owns it.
func (d *Disk) Image(r *rand.Rand) (files map[string][]byte, fate Fate) {
	fate = Fate(r.IntN(int(fates)))
	sector := sectors[r.IntN(len(sectors))]
	folder := maps.Clone(d.folder)
	// The folder's own changes come in order, as file systems with a journal have it.
	move(folder, d.moved[:within(r, fate, len(d.moved))])
	files = map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		b := slices.Clone(d.synced[folder[name]])
		for _, c := range survivors(r, fate, sector, d.pending[folder[name]]) {
			b = c.apply(b)
		}
		files[name] = b
	}
	return files, fate
}

func within(r *rand.Rand, fate Fate, n int) int {
	switch fate {
	case Dropped:
		return 0
	case Kept:
		return n
	}
	return r.IntN(n + 1)
}

// survivors are what remains of changes that were not synced.
func survivors(r *rand.Rand, fate Fate, sector int, pending []Change) (kept []Change) {
	switch fate {
	case Dropped:
		return nil
	case Kept:
		return pending
	case Cut:
		n := r.IntN(len(pending) + 1)
		kept = slices.Clone(pending[:n])
		if n < len(pending) && pending[n].kind == write {
			torn := pending[n]
			torn.data = torn.data[:r.IntN(len(torn.data)/sector+1)*sector]
			kept = append(kept, torn)
		}
		return kept
	}
	for _, c := range pending {
		if c.kind == truncate {
			if r.IntN(2) == 0 {
				kept = append(kept, c)
			}
			continue
		}
		for at := 0; at < len(c.data); at += sector {
			if r.IntN(2) == 0 {
				piece := c
				piece.off, piece.data = c.off+int64(at), c.data[at:min(at+sector, len(c.data))]
				kept = append(kept, piece)
			}
		}
	}
	return kept
}
