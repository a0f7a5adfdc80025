package bolt

import "mockroom/server/journal"

// recent are the newest commits as they were given to Append, by rising key without gaps, so that who
// follows need not read back from the file, and decode, what was encoded a moment ago. Whoever holds
// the journal's mu may use it. What it yields is shared and not to be changed.
type recent struct {
	first   uint64 // key of commits[0]
	commits []recentCommit
	bytes   int
}

type recentCommit struct {
	journal.Commit
	size int
}

// Bounds of what is remembered.
const (
	recentCommits = 4096
	recentBytes   = 4 << 20
)

// add remembers a commit behind the others.
func (r *recent) add(key uint64, p *pending) {
	if len(r.commits) > 0 && key != r.first+uint64(len(r.commits)) {
		r.forget()
	}
	if len(r.commits) == 0 {
		r.first = key
	}
	if p.record.erased {
		// Nobody is shown any more what was erased.
		for i := range r.commits {
			if r.commits[i].Stream == p.record.stream {
				r.commits[i].Commit = journal.Commit{}
			}
		}
	}
	size := p.size() + 64
	r.commits = append(r.commits, recentCommit{journal.Commit{Stream: p.record.stream, Events: p.events, Erased: p.record.erased}, size})
	r.bytes += size
	for len(r.commits) > recentCommits || r.bytes > recentBytes {
		r.bytes -= r.commits[0].size
		r.commits[0] = recentCommit{}
		r.commits = r.commits[1:]
		r.first++
	}
}

// forget drops everything.
func (r *recent) forget() { *r = recent{} }

// at is the commit with a key, if it is remembered.
func (r *recent) at(key uint64) (journal.Commit, bool) {
	if key < r.first || key >= r.first+uint64(len(r.commits)) {
		return journal.Commit{}, false
	}
	return r.commits[key-r.first].Commit, true
}

// newestEvents is tailEvents, without the file where all that is asked for is remembered.
func (j *Journal) newestEvents(id journal.ID, from uint64) ([]journal.Event, error) {
	if list, ok := j.recentEvents(id, j.keys(id, from), from); ok {
		return list, nil
	}
	return j.tailEvents(id, from)
}

func (j *Journal) recentEvents(id journal.ID, keys []uint64, from uint64) (list []journal.Event, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, key := range keys {
		c, ok := j.recent.at(key)
		if !ok || c.Stream != id {
			return nil, false
		}
		for _, e := range c.Events {
			if e.Number >= from {
				list = append(list, e)
			}
		}
	}
	return list, len(keys) > 0
}

// recentSteps are those behind a position, if no chunk is and all of them are remembered.
func (j *Journal) recentSteps(at position) (steps []step, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if at.seal < j.census.seal {
		return nil, false
	}
	if at.commit == j.census.last {
		return nil, true
	}
	for key := at.commit + 1; key <= j.census.last; key++ {
		c, ok := j.recent.at(key)
		if !ok {
			return nil, false
		}
		at.commit = key
		c.Cursor = at.cursor()
		steps = append(steps, step{c, at})
	}
	return steps, true
}
