// Package servertest runs a whole mockroom server inside a test: a real database file, a real
// listener, and a clock that the test steps.
package servertest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
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
	Operator *operator.Operator
}

// OperatorKey opens the operator's page of every server here.
const OperatorKey = "the-operator-of-tests"

func newOperator(g *room.Registry, store *bolt.Journal) *operator.Operator {
	return operator.New(operator.Config{
		Registry: g, Engine: store, Data: store.Path(), Version: "test",
		Verify: func(ctx context.Context, wrong func(string)) (string, error) {
			report, err := store.Verify(ctx, bolt.Check{Found: func(f bolt.Finding) { wrong(f.String()) }})
			return fmt.Sprintf("%d streams checked", report.Streams), err
		},
	})
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
	return Configured(t, with(options))
}

// Configured is New with settings of rooms and pages that a test changes.
func Configured(t testing.TB, change func(*room.Config, *web.Config)) *Server {
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
	return start(t, store, room.NewSteppedClock(Start), room.NewLocalSignals(), change)
}

// Storage is a journal and the files beside it.
type Storage interface {
	journal.Journal
	journal.Blobs
}

// On starts a server over a journal that others may share.
func On(t testing.TB, j Storage, clock *room.SteppedClock, signals room.Signals, options ...Option) *Server {
	t.Helper()
	return start(t, j, clock, signals, with(options))
}

func with(options []Option) func(*room.Config, *web.Config) {
	return func(c *room.Config, _ *web.Config) {
		for _, o := range options {
			o(c)
		}
	}
}

func start(t testing.TB, j Storage, clock *room.SteppedClock, signals room.Signals, change func(*room.Config, *web.Config)) *Server {
	t.Helper()
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	shelf, err := problems.NewShelf(core, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Clock: clock, Journal: j, Log: &Log{}}
	log := slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	rooms := room.Config{
		Journal: j, Clock: clock, Signals: signals, People: &room.People{Journal: j, Clock: clock}, Log: log,
		Problems: &room.Library{Catalogue: shelf.Now, Blobs: j},
	}
	pages := web.Config{Catalogue: shelf.Now, Static: static.Files, Log: log, Limits: web.DefaultLimits(), OperatorKey: OperatorKey}
	change(&rooms, &pages)
	s.Registry, err = room.NewRegistry(t.Context(), rooms)
	if err != nil {
		t.Fatal(err)
	}
	pages.Registry = s.Registry
	if store, ok := j.(*bolt.Journal); ok {
		s.Operator = newOperator(s.Registry, store)
		pages.Operator = s.Operator
	}
	site, err := web.New(pages)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewUnstartedServer(nil)
	listener.Config = site.HTTP()
	listener.Listener = site.Listen(listener.Listener)
	listener.Start()
	s.URL, s.Site = listener.URL, site
	t.Cleanup(func() {
		s.Registry.Close()
		listener.Close()
		site.Close()
	})
	return s
}
