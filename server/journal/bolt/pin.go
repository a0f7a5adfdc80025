package bolt

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// pinned is a view of the file as of one commit, for readers that take long. No page of it is
// written to while the transaction is open; once the journal has let go of the file, nobody writes
// to it at all, and the view stays good without the transaction.
type pinned struct {
	j    *Journal
	file *os.File
	once sync.Once
	tx   *bbolt.Tx
	// closed is called when the journal closes: what is read then may be written by another process.
	closed func()

	pageSize   int
	root, high uint64
}

// pin opens a view; release ends it.
func (j *Journal) pin(closed func()) (p *pinned, err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("%w: the file cannot be read: %v", journal.ErrUnavailable, r)
		}
	}()
	file, err := os.Open(j.path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	tx, err := j.db.Begin(false)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	size := j.db.Info().PageSize
	p = &pinned{
		j: j, file: file, tx: tx, closed: closed, pageSize: size,
		root: uint64(tx.Cursor().Bucket().Root()), high: uint64(tx.Size()) / uint64(size),
	}
	j.mu.Lock()
	j.pins[p] = true
	j.mu.Unlock()
	return p, nil
}

// pages is a fresh reader of the view.
func (p *pinned) pages(report func(lost)) *pageFile {
	return &pageFile{file: p.file, pageSize: p.pageSize, root: p.root, high: p.high, freelist: noFreelist, lost: report}
}

// unhook ends the transaction; the file stays readable.
func (p *pinned) unhook() { p.once.Do(func() { _ = p.tx.Rollback() }) }

// release ends the view.
func (p *pinned) release() {
	p.j.mu.Lock()
	delete(p.j.pins, p)
	p.j.mu.Unlock()
	p.unhook()
	_ = p.file.Close()
}

// unpin ends all transactions of views, so that the file can be let go. The caller holds swap.
func (j *Journal) unpin(closing bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for p := range j.pins {
		if closing {
			p.closed()
		}
		p.unhook()
	}
}
