package room

import "sync"

// leaps are those who want to know when a clock makes a leap.
type leaps struct {
	mu   sync.Mutex
	next int
	list map[int]func()
}

// OnLeap calls f at every leap until cancel is called.
func (l *leaps) OnLeap(f func()) (cancel func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.list == nil {
		l.list = map[int]func(){}
	}
	l.next++
	id := l.next
	l.list[id] = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.list, id)
	}
}

// tell calls everybody, outside the lock.
func (l *leaps) tell() {
	l.mu.Lock()
	called := make([]func(), 0, len(l.list))
	for _, f := range l.list {
		called = append(called, f)
	}
	l.mu.Unlock()
	for _, f := range called {
		f()
	}
}
