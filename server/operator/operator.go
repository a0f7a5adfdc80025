// Package operator is what whoever runs a server may do with it: see how it is, back it up, check
// it, write its file anew, and erase a session or a person.
//
// It is reached over a unix socket beside the database, which only the server's own user can open,
// or with a key over HTTP; package web speaks for it in both cases. Erased bytes leave the file when
// it is written anew: on command, and by itself at a quiet time within a day (Run). One of the long
// works, a backup, a check or a compaction, runs at a time.
package operator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/room"
)

// Engine is what a journal's engine does for an operator.
type Engine interface {
	// Backup writes a whole copy to a new file and syncs it; commits go on meanwhile.
	Backup(ctx context.Context, to string) error
	// Compact writes the database anew; commits wait meanwhile.
	Compact(ctx context.Context) error
}

// Config is what an Operator stands on.
type Config struct {
	Registry *room.Registry
	Engine   Engine
	// Verify checks the database and says each thing that is wrong in a line; the summary says what
	// was checked.
	Verify func(ctx context.Context, wrong func(line string)) (summary string, err error)
	// Data is the database's file.
	Data    string
	Version string
}

// Operator does an operator's work. Its methods may be called from any goroutine.
type Operator struct {
	Config
	started interview.Time
	working chan struct{}
}

// New makes the operator of a running server.
func New(c Config) *Operator {
	return &Operator{Config: c, started: c.Registry.Clock.Wall(), working: make(chan struct{}, 1)}
}

// Status is how a server is.
type Status struct {
	// Healthy says that a commit is possible now; Reason says why not.
	Healthy bool   `json:"healthy"`
	Reason  string `json:"reason,omitempty"`

	Version     string         `json:"version"`
	StartedAt   interview.Time `json:"started_at"`
	Bytes       int64          `json:"bytes"`
	Sessions    int            `json:"sessions"`
	Rooms       int            `json:"rooms"`
	Connections int64          `json:"connections"`
	// KeepDays is after how many days without an event a session is erased, 0 for never.
	KeepDays int `json:"keep_days"`
	// Pending was erased and may still be in the file's bytes.
	Pending []room.Erasure `json:"pending"`
	// Backup is the last one that this server wrote; its time is 0 if there is none.
	Backup room.Backup `json:"backup"`
}

const day = 24 * 60 * interview.Minute

// Status looks at everything once. It answers also when the database does not.
func (o *Operator) Status(ctx context.Context) Status {
	g := o.Registry
	s := Status{
		Healthy: true, Version: o.Version, StartedAt: o.started, Sessions: g.Index().Len(), Rooms: g.Live(),
		Connections: g.Counters().Connections.Load(), KeepDays: int(g.Keep / day),
	}
	if info, err := os.Stat(o.Data); err == nil {
		s.Bytes = info.Size()
	}
	probe, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := g.Journal.Healthy(probe); err != nil {
		s.Healthy, s.Reason = false, journal.Reason(err)
	}
	var unread, unknown error
	s.Pending, unread = g.Pending(ctx)
	s.Backup, unknown = g.LastBackup(ctx)
	if s.Healthy && errors.Join(unread, unknown) != nil {
		s.Healthy, s.Reason = false, "the database cannot be read"
	}
	return s
}

// alone runs one long work, and refuses a second one beside it.
func (o *Operator) alone(work func() error) error {
	select {
	case o.working <- struct{}{}:
	default:
		return interview.Errorf(interview.Conflict, "A backup, a check or a compaction is running. Try again when it is done.")
	}
	defer func() { <-o.working }()
	return work()
}

// Backup writes a backup to a new file, and gives its size. An empty name is one beside the
// database, with the time in it.
func (o *Operator) Backup(ctx context.Context, to string) (path string, bytes int64, err error) {
	if to == "" {
		at := time.UnixMilli(int64(o.Registry.Clock.Wall())).UTC()
		to = o.Data + ".backup-" + at.Format("20060102-150405")
	}
	if !filepath.IsAbs(to) && filepath.IsAbs(o.Data) {
		return "", 0, interview.Errorf(interview.Invalid, "Name the backup by its whole path; the server may have another folder than you.")
	}
	err = o.alone(func() error {
		if bytes, err = WriteBackup(ctx, o.Engine, to); err != nil {
			return err
		}
		// A backup of a database that cannot be written is one all the same.
		if err := o.Registry.NoteBackup(ctx, bytes); err != nil {
			o.Registry.Log.Warn("a backup is written and could not be noted", "error", err)
		}
		return nil
	})
	return to, bytes, err
}

// Check verifies the database while the server goes on; wrong has a line for each fault.
func (o *Operator) Check(ctx context.Context) (summary string, wrong []string, err error) {
	wrong = []string{}
	err = o.alone(func() error {
		summary, err = o.Verify(ctx, func(line string) {
			if len(wrong) < mostFaults {
				wrong = append(wrong, line)
			}
		})
		return err
	})
	return summary, wrong, err
}

// mostFaults bounds what is said of a damaged database.
const mostFaults = 1000

// Compact writes the database anew and gives how many bytes the file lost; what was erased is gone
// from it then.
func (o *Operator) Compact(ctx context.Context) (saved int64, err error) {
	size := func() int64 {
		info, err := os.Stat(o.Data)
		if err != nil {
			return 0
		}
		return info.Size()
	}
	before := size()
	err = o.alone(func() error {
		return o.Registry.Compacting(ctx, func() error { return o.Engine.Compact(ctx) })
	})
	return before - size(), err
}

// Erase erases a session or a person, whichever is named, for good. A person is named by their id,
// or by a session and the seat that they have there: "SESSION/candidate".
func (o *Operator) Erase(ctx context.Context, session, person string) (string, error) {
	switch {
	case (session == "") == (person == ""):
		return "", interview.Errorf(interview.Invalid, "Name one session or one person to erase.")
	case session != "":
		if err := o.Registry.EraseSession(ctx, session, interview.ByOperator); err != nil {
			return "", err
		}
		return "The session is erased.", nil
	}
	id := interview.PersonID(person)
	if in, seat, ok := strings.Cut(person, "/"); ok {
		role, err := interview.ParseRole(seat)
		if err != nil {
			return "", err
		}
		if id, err = o.Registry.Exporter().PersonOf(ctx, in, role); err != nil {
			return "", err
		}
	}
	gone, stay, err := o.Registry.ErasePerson(ctx, id, interview.ByOperator)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("The person is erased, with %s. %s.", count(gone, "session of their own", "sessions of their own"), capital(count(stay, "session with others stays", "sessions with others stay"))), nil
}

func count(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + one
	case 1:
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// WriteBackup writes an engine's copy to a new file: under another name first, then in place, so
// that a file of that name is a whole backup. It replaces nothing.
func WriteBackup(ctx context.Context, e Engine, to string) (bytes int64, err error) {
	if _, err := os.Lstat(to); err == nil {
		return 0, interview.Errorf(interview.Conflict, "%s exists already. Name a new file.", to)
	}
	partial := to + ".partial-" + room.NewSecret()[:8]
	defer func() { _ = os.Remove(partial) }()
	if err := e.Backup(ctx, partial); err != nil {
		return 0, told(err)
	}
	info, err := os.Stat(partial)
	if err != nil {
		return 0, told(err)
	}
	return info.Size(), told(place(partial, to))
}

// place gives a finished file its name, unless that is taken, durably.
func place(from, to string) error {
	err := os.Link(from, to)
	switch {
	case errors.Is(err, os.ErrExist):
		return interview.Errorf(interview.Conflict, "%s exists already. Name a new file.", to)
	case err != nil:
		// Some file systems know no second names.
		if err := os.Rename(from, to); err != nil {
			return err
		}
	default:
		if err := os.Remove(from); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(to))
}

// syncDir makes a new name durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// told turns the errors of files, which the operator may read, into ones that are shown.
func told(err error) error {
	var known *interview.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, journal.ErrUnavailable) {
		return err
	}
	return interview.Errorf(interview.Invalid, "That could not be written: %s.", err)
}
