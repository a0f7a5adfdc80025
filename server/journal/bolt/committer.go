package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// pending is work for the committer; one of its kinds is set.
type pending struct {
	ctx  context.Context
	done chan error

	record record
	// events are those of an Append, as they were given.
	events []journal.Event
	probe  bool
	blob   *blob
	// seals are chunks to write, trim commits to take out of the tail.
	seals []*sealing
	trim  map[journal.ID][]uint64
	// alone runs by itself in the committer's goroutine, while commits wait.
	alone func() error
}

// batch says that the work is an Append or an Erase.
func (p *pending) batch() bool { return p.record.stream != "" }

// Waiting is how many batches wait for the disk.
func (j *Journal) Waiting() int { return len(j.appends) }

// maxTransaction bounds the bytes of one transaction, so that one is never slow.
const maxTransaction = 4 << 20

// run is the committer's goroutine.
func (j *Journal) run() {
	defer close(j.ended)
	var last time.Time
	for {
		var first *pending
		select {
		case first = <-j.appends:
		case <-j.closing:
			j.refuseRest()
			return
		}
		if wait := j.pace - time.Since(last); wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-j.closing:
				timer.Stop()
			}
		}
		last = time.Now()
		j.commit(j.gather(first))
	}
}

func (p *pending) size() int {
	n := len(p.record.body)
	if p.blob != nil {
		n += len(p.blob.data)
	}
	for _, s := range p.seals {
		n += s.size
	}
	return n
}

// gather takes what is waiting, up to one transaction's size.
func (j *Journal) gather(first *pending) []*pending {
	group, size := []*pending{first}, first.size()
	for size < maxTransaction {
		select {
		case p := <-j.appends:
			group = append(group, p)
			size += p.size()
		default:
			return group
		}
	}
	return group
}

func (j *Journal) refuseRest() {
	for {
		select {
		case p := <-j.appends:
			p.done <- fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
		default:
			return
		}
	}
}

// commit writes a group in one transaction. Each member stands or falls alone by its number; all
// fall together if the disk fails.
func (j *Journal) commit(group []*pending) {
	group = j.runAlone(group)
	if broken := j.brokenNow(); broken != nil {
		if broken = j.recover(broken); broken != nil {
			answer(group, fmt.Errorf("%w: %w", journal.ErrUnavailable, broken))
			return
		}
	}
	good, behind := j.admit(group)
	// Who was second, in this group or the one before, is told when what this group commits can be read,
	// or it would read on, miss that, and be second again and again.
	defer func() {
		for _, r := range behind {
			r.p.done <- r.err
		}
	}()
	if len(good) == 0 {
		return
	}
	counted, err := j.write(good, j.census)
	if err != nil {
		j.mu.Lock()
		j.broken = err
		j.mu.Unlock()
		if nothingStored(err) {
			j.needed = 0
			for _, p := range good {
				j.needed += p.size()
			}
			answer(good, fmt.Errorf("%w: %w", journal.ErrUnavailable, err))
			return
		}
		// Whether the last write reached the disk is not known until the file is read anew.
		answer(good, fmt.Errorf("%w: %w", journal.ErrUnknown, err))
		return
	}
	j.mu.Lock()
	key := j.census.last
	for _, p := range good {
		switch {
		case p.batch():
			key++
			j.note(key, p.record)
			j.recent.add(key, p)
		default:
			j.noteSealed(p)
		}
	}
	j.census = counted
	close(j.grown)
	j.grown = make(chan struct{})
	j.mu.Unlock()
	answer(good, nil)
}

// note remembers a committed record and wakes who follows its stream. The caller holds mu.
func (j *Journal) note(key uint64, r record) {
	note(j.streams, key, r)
	j.wake(r.stream)
}

func (j *Journal) brokenNow() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.broken
}

// runAlone does what runs by itself, and gives the rest.
func (j *Journal) runAlone(group []*pending) (rest []*pending) {
	for _, p := range group {
		if p.alone != nil {
			p.done <- p.alone()
		} else {
			rest = append(rest, p)
		}
	}
	return rest
}

// recoverEvery is how often a file that could not be written is tried again.
const recoverEvery = 5 * time.Second

// recover lets commits through again where there was no space, and writes the journal into a new file
// after any other failure, as soon as that is possible; until then it gives the reason why commits
// are refused. It runs in the committer's goroutine.
func (j *Journal) recover(broken error) error {
	if time.Since(j.tried) < j.waits(broken) {
		return broken
	}
	j.tried = time.Now()
	if nothingStored(broken) {
		if err := j.reserve(j.needed); err != nil {
			return errors.Join(broken, err)
		}
		j.mu.Lock()
		j.broken = nil
		j.mu.Unlock()
		return nil
	}
	if err := j.compact(context.Background()); err != nil {
		return errors.Join(broken, err)
	}
	return nil
}

// refused is a member of a group whose number another member has taken.
type refused struct {
	p   *pending
	err error
}

// admit gives those of a group that stand, and those whose number was taken before or within the group.
func (j *Journal) admit(group []*pending) (good []*pending, behind []refused) {
	ahead := map[journal.ID]uint64{}
	for _, p := range group {
		if p.batch() && !p.record.erased {
			next, ok := ahead[p.record.stream]
			if ok && next != p.record.first {
				behind = append(behind, refused{p, fmt.Errorf("%w: the next event is %d, not %d", journal.ErrConflict, next, p.record.first)})
				continue
			}
			if !ok {
				if err := j.expect(p.record.stream, p.record.first); err != nil {
					behind = append(behind, refused{p, err})
					continue
				}
			}
			ahead[p.record.stream] = p.record.first + uint64(p.record.count)
		}
		if p.record.erased {
			ahead[p.record.stream] = 0 // no batch begins there
		}
		good = append(good, p)
	}
	return good, behind
}

// write commits a group durably and gives the file's census afterwards.
func (j *Journal) write(group []*pending, counted census) (_ census, err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", journal.ErrCorrupt, r)
		}
	}()
	if j.fail != nil {
		if err := j.fail(false); err != nil {
			return counted, err
		}
	}
	err = update(j.db, func(tx *bbolt.Tx) error {
		w := writer{j, tx, tx.Bucket(tailBucket), &counted}
		w.tail.FillPercent = 0.95
		for _, p := range group {
			if err := w.put(p); err != nil {
				return err
			}
		}
		return tx.Bucket(metaBucket).Put(censusKey, counted.encode())
	})
	if err == nil && j.fail != nil {
		err = j.fail(true)
	}
	return counted, named(err)
}

// update is bbolt's Update for a file that may be damaged. That one ends a transaction whose pages
// cannot be read by looking through the whole file, in a goroutine that ends the process.
func update(db *bbolt.DB, change func(*bbolt.Tx) error) error {
	tx, err := db.Begin(true)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := change(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func answer(group []*pending, err error) {
	for _, p := range group {
		p.done <- err
	}
}
