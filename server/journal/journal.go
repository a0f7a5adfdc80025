// Package journal is the log of every stream and the only truth of the server.
//
// The interface is here, with the contract test (journaltest) that every engine passes unchanged;
// engines live in packages below this one. Nothing above this package may know which engine it
// runs on. Everything else the server keeps, indexes and snapshots alike, is a fold of the journal
// that can be thrown away and made anew.
package journal

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"mockroom/server/interview"
)

// ID names a stream: a kind, a colon and a random name of at least 128 bits, for example
// "session:ok7s…". At most 96 bytes of a–z, 0–9, '-', '_' and ':'.
type ID string

// Event is what streams hold.
type Event = interview.Event

// Cursor is a place in the order of All. Only the engine that gave it can read it; "" is the start.
type Cursor string

// Commit is one Append as All yields it, or the erasure of a stream.
type Commit struct {
	Stream ID
	Events []Event
	// Erased is set, and Events empty, where the stream was erased.
	Erased bool
	// Cursor is the place after this commit: All(ctx, Cursor) goes on behind it.
	Cursor Cursor
}

// MaxBatch is the most that one Append takes, encoded, in bytes.
const MaxBatch = 512 << 10

var (
	// ErrConflict says that the expected number is taken or not yet due. Nothing was stored.
	ErrConflict = errors.New("another writer was first")
	// ErrUnknown says that the batch is stored or may yet be: read on and decide again.
	ErrUnknown = errors.New("the outcome of the commit is not known")
	// ErrTooLarge says that the batch is over MaxBatch. Nothing was stored.
	ErrTooLarge = errors.New("the batch is over 512 KiB")
	// ErrUnavailable says that commits are not possible now. Nothing was stored. Errors that wrap
	// it say why.
	ErrUnavailable = errors.New("the journal cannot commit")
	// ErrErased says that the stream was erased.
	ErrErased = errors.New("the stream was erased")
	// ErrDamaged says that part of the stream cannot be read any more; what lies before it was
	// yielded. Nothing is appended to such a stream.
	ErrDamaged = errors.New("the stream is damaged")
	// ErrInvalid says that the batch or the stream's name is malformed. Nothing was stored.
	ErrInvalid = errors.New("not a valid batch")
)

// Journal is the log of every stream; several processes may write to it at once.
// Commits are never changed, a stream is only erased whole. All methods may be called from any
// goroutine.
type Journal interface {
	// Append commits events numbered next, next+1, … as one durable unit, or nothing. The Number
	// of each event must already say so. nil: on disk (on a majority, if there are several
	// machines). Otherwise ErrConflict, ErrUnknown, ErrTooLarge, ErrUnavailable, ErrErased, ErrDamaged
	// or ErrInvalid, wrapped with what was wrong.
	Append(ctx context.Context, stream ID, next uint64, events []Event) error
	// Read yields events from number from on (1 is the first), at least all that was acknowledged
	// to any process before the call. Its cost grows with what it yields, not with what lies
	// before it. An unknown stream yields nothing; an erased one yields ErrErased.
	Read(ctx context.Context, stream ID, from uint64) iter.Seq2[Event, error]
	// Follow is Read that goes on until ctx ends: every later event of any process, once, in
	// order, never before it is committed. It heals its own gaps: it may be late, never wrong.
	Follow(ctx context.Context, stream ID, from uint64) iter.Seq2[Event, error]
	// All yields every commit after a cursor and goes on until ctx ends: in order within a stream,
	// streams interleaved anyhow, at least once. For indexes, sweeps and backup.
	All(ctx context.Context, after Cursor) iter.Seq2[Commit, error]
	// Erase removes a stream's events for good; its name stays taken. Erasing an erased or unknown
	// stream is no error.
	Erase(ctx context.Context, stream ID) error
	// Healthy proves that a commit is possible now.
	Healthy(ctx context.Context) error
}

// CheckID refuses names that are none. For engines.
func CheckID(id ID) error {
	bad := len(id) == 0 || len(id) > 96
	for _, r := range id {
		bad = bad || !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == ':')
	}
	if bad {
		return fmt.Errorf("%w: the stream's name has 1 to 96 of a–z, 0–9, '-', '_' and ':'", ErrInvalid)
	}
	return nil
}
