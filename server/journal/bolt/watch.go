package bolt

import "mockroom/server/journal"

// watch wakes those who follow one stream.
type watch struct {
	followers int
	// grown is closed and made anew at each commit of the stream.
	grown chan struct{}
}

// enter begins to follow a stream; leave ends it.
func (j *Journal) enter(id journal.ID) *watch {
	j.mu.Lock()
	defer j.mu.Unlock()
	w := j.watched[id]
	if w == nil {
		w = &watch{grown: make(chan struct{})}
		j.watched[id] = w
	}
	w.followers++
	return w
}

func (j *Journal) leave(id journal.ID, w *watch) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if w.followers--; w.followers == 0 {
		delete(j.watched, id)
	}
}

// next is closed at the stream's next commit; ask before reading, so that none is missed.
func (j *Journal) next(w *watch) <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	return w.grown
}

// wake tells a stream's followers to read. The caller holds mu.
func (j *Journal) wake(id journal.ID) {
	if w := j.watched[id]; w != nil {
		close(w.grown)
		w.grown = make(chan struct{})
	}
}

// wakeAll tells all who follow anything to read. The caller holds mu.
func (j *Journal) wakeAll() {
	j.recent.forget()
	for id := range j.watched {
		j.wake(id)
	}
	close(j.grown)
	j.grown = make(chan struct{})
}
