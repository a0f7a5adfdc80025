package disk

import (
	"sync"
	"time"
)

type kind int

const (
	write kind = iota
	truncate
	syncFile
	// link and unlink are entries of the folder; syncFolder makes them last.
	link
	unlink
	syncFolder
)

// Change is one thing that was done to the folder. Files have numbers, names are the folder's.
type Change struct {
	// At is when it was done: before whoever asked for it was told.
	At   time.Time
	kind kind
	file int
	name string
	off  int64
	data []byte
	size int64
}

// Record is what was done to a folder, in order. It is safe for concurrent use.
type Record struct {
	mu      sync.Mutex
	changes []Change
	names   map[string]int
	files   int
}

// NewRecord begins with an empty folder.
func NewRecord() *Record { return &Record{names: map[string]int{}} }

// Changes are all so far.
func (r *Record) Changes() []Change {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changes[:len(r.changes):len(r.changes)]
}

// create notes a new file under a name, and gives its number; an old file of that name keeps it.
func (r *Record) create(at time.Time, name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if file, ok := r.names[name]; ok {
		return file
	}
	r.files++
	r.names[name] = r.files
	r.changes = append(r.changes, Change{At: at, kind: link, file: r.files, name: name})
	return r.files
}

// number is a file's, 0 for what is no file of the folder.
func (r *Record) number(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names[name]
}

// rename notes that a name has become another.
func (r *Record) rename(at time.Time, from, to string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	file, ok := r.names[from]
	if !ok {
		return
	}
	delete(r.names, from)
	r.names[to] = file
	// One step, so that no image has the file under neither name.
	r.changes = append(r.changes, Change{At: at, kind: link, file: file, name: to}, Change{At: at, kind: unlink, name: from})
}

func (r *Record) remove(at time.Time, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.names[name]; ok {
		delete(r.names, name)
		r.changes = append(r.changes, Change{At: at, kind: unlink, name: name})
	}
}

func (r *Record) add(c Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes = append(r.changes, c)
}
