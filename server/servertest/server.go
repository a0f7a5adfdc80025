// Package servertest runs a whole mockroom server inside a test: a real database file, a real
// listener, and a clock that the test steps.
package servertest

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/web"
	"mockroom/static"
)

// Start is where the stepped clock begins: 23 November 2026, 14:00 UTC.
const Start interview.Time = 1_795_442_400_000

// Server is a running server. URL is its address.
type Server struct {
	URL      string
	Clock    *room.SteppedClock
	Registry *room.Registry
	Journal  journal.Journal
	Log      *Log
	Site     *web.Server
}

// Log keeps what the server wrote.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is everything written so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Option changes how a server is set up.
type Option func(*room.Config)

// New starts a server over a fresh database; it ends with the test.
func New(t testing.TB, options ...Option) *Server {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return On(t, store, room.NewSteppedClock(Start), room.NewLocalSignals(), options...)
}

// Storage is a journal and the files beside it.
type Storage interface {
	journal.Journal
	journal.Blobs
}

// On starts a server over a journal that others may share.
func On(t testing.TB, j Storage, clock *room.SteppedClock, signals room.Signals, options ...Option) *Server {
	t.Helper()
	catalogue, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Clock: clock, Journal: j, Log: &Log{}}
	log := slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	config := room.Config{
		Journal: j, Clock: clock, Signals: signals, People: &room.People{Journal: j, Clock: clock}, Log: log,
		Problems: &room.Library{Catalogue: catalogue, Blobs: j},
	}
	for _, o := range options {
		o(&config)
	}
	s.Registry, err = room.NewRegistry(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	site, err := web.New(web.Config{Registry: s.Registry, Catalogue: catalogue, Static: static.Files, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(site.Handler())
	s.URL, s.Site = listener.URL, site
	t.Cleanup(func() {
		s.Registry.Close()
		listener.Close()
		site.Close()
	})
	return s
}
