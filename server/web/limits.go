package web

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"mockroom/server/interview"
)

// Limits bound what one address or one participant may do. 0 is no limit.
type Limits struct {
	// Connections is how many websockets one address may have open.
	Connections int
	// CommandRate is how many frames a second a websocket, and how many requests a second a
	// participant may send in the long run; the work of some time offline goes through at once.
	CommandRate int
	// CreateRate is how many sessions an hour one address may open.
	CreateRate int
	// KeyRate is how many wrong keys, and how many new people, a minute one address may bring.
	KeyRate int
	// Local says that the limits hold for programs on the server's own computer too, but for wrong
	// keys, which always count.
	Local bool
}

// DefaultLimits are for a server that a class or a company uses behind one address.
func DefaultLimits() Limits {
	return Limits{Connections: 200, CommandRate: 100, CreateRate: 60, KeyRate: 120}
}

// flush is how many seconds' worth of frames may come at once: what waited while a line was down.
const flush = 20

// maxKept bounds what any limiter remembers; whoever was not seen for longest is forgotten.
const maxKept = 20_000

// limited is a refusal that says when to come back.
type limited struct {
	refusal *interview.Error
	wait    time.Duration
}

func (l *limited) Error() string { return l.refusal.Error() }

func (l *limited) Unwrap() error { return l.refusal }

func tooMany(wait time.Duration, what string) error {
	wait = max(wait, time.Second)
	return &limited{interview.Errorf(interview.TooMany, "%s Try again in %s.", what, inWords(wait)), wait}
}

// limiter gives each key an allowance of its own that fills up with time.
type limiter[K comparable] struct {
	every rate.Limit
	burst int

	mu   sync.Mutex
	kept recent[K, *rate.Limiter]
}

// newLimiter allows many in each span, all of them at once; 0 allows everything.
func newLimiter[K comparable](many int, span time.Duration, burst int) *limiter[K] {
	if many <= 0 {
		return nil
	}
	return &limiter[K]{every: rate.Limit(float64(many) / span.Seconds()), burst: burst}
}

func (l *limiter[K]) of(key K) *rate.Limiter {
	if r, ok := l.kept.get(key); ok {
		return r
	}
	r := rate.NewLimiter(l.every, l.burst)
	l.kept.put(key, r)
	return r
}

// take uses cost of a key's allowance, or says how long to wait for it.
func (l *limiter[K]) take(key K, cost int) (wait time.Duration, ok bool) {
	if l == nil {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	booked := l.of(key).ReserveN(now, min(cost, l.burst))
	if wait = booked.DelayFrom(now); wait > 0 {
		booked.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// spent says whether nothing is left of a key's allowance, and until when.
func (l *limiter[K]) spent(key K) (wait time.Duration, spent bool) {
	if l == nil {
		return 0, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.kept.get(key)
	if !ok {
		return 0, false
	}
	if left := r.Tokens(); left < 1 {
		return time.Duration((1 - left) / float64(l.every) * float64(time.Second)), true
	}
	return 0, false
}

// recent is a map that forgets what was not used for longest beyond maxKept. The zero value is
// ready; whoever owns it guards it.
type recent[K comparable, V any] struct {
	order list.List
	at    map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func (r *recent[K, V]) get(key K) (value V, ok bool) {
	e, ok := r.at[key]
	if !ok {
		return value, false
	}
	r.order.MoveToFront(e)
	return e.Value.(entry[K, V]).value, true
}

func (r *recent[K, V]) put(key K, value V) {
	if e, ok := r.at[key]; ok {
		r.order.MoveToFront(e)
		e.Value = entry[K, V]{key, value}
		return
	}
	if r.at == nil {
		r.at = map[K]*list.Element{}
	}
	r.at[key] = r.order.PushFront(entry[K, V]{key, value})
	if len(r.at) > maxKept {
		last := r.order.Back()
		delete(r.at, last.Value.(entry[K, V]).key)
		r.order.Remove(last)
	}
}

// sockets counts the open websockets of each address.
type sockets struct {
	most int
	mu   sync.Mutex
	open map[netip.Prefix]int
}

// enter counts one more, unless the address has its share already; leave ends it.
func (s *sockets) enter(from netip.Prefix) (leave func(), ok bool) {
	if s.most <= 0 {
		return func() {}, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[from] >= s.most {
		return nil, false
	}
	if s.open == nil {
		s.open = map[netip.Prefix]int{}
	}
	s.open[from]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.open[from]--; s.open[from] == 0 {
			delete(s.open, from)
		}
	}, true
}
