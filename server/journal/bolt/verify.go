package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"mockroom/server/journal"
)

// ErrInUse says that a running server has the file.
var ErrInUse = errors.New("in use by a running server")

// Finding is one thing that is wrong in a file.
type Finding struct {
	// Stream is whose it is, "" where that cannot be told.
	Stream journal.ID
	// Place says where in the file, and Words what is wrong.
	Place, Words string
}

func (f Finding) String() string {
	if f.Stream == "" {
		return f.Place + ": " + f.Words
	}
	return string(f.Stream) + ", " + f.Place + ": " + f.Words
}

// Check is what Verify is asked to do. All of it may be left out.
type Check struct {
	// Found is told everything that is wrong.
	Found func(Finding)
	// Fold gives the function that a stream's events go through in order, or nil for none; its
	// error is a finding. It is asked once for each stream.
	Fold func(journal.ID) func(journal.Event) error
	// Blob checks a kept file against its name.
	Blob func(name string, data []byte) error
}

// Report counts what was checked.
type Report struct {
	Streams, Erased, Commits, Events, Blobs int
	Pages                                   uint64
	Findings                                int
}

// lockWait is how long another process may take to let go of a file.
const lockWait = time.Second

// Verify checks a file that no server has open, and never changes it. The error says why it could not be
// checked at all; ErrInUse is among them.
func Verify(ctx context.Context, path string, c Check) (Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return Report{}, fmt.Errorf("the database cannot be read: %w", err)
	}
	defer file.Close()
	unlock, err := lockShared(file, lockWait)
	if err != nil {
		return Report{}, fmt.Errorf("the database %s is %w; it is verified there", path, err)
	}
	defer unlock()
	v := &verifier{check: c}
	pages, err := openPages(file, v.lost)
	if err != nil {
		return Report{}, fmt.Errorf("%s cannot be verified: %w; restore a backup or name another file", path, err)
	}
	return v.run(ctx, pages)
}

// Verify checks the open file as of now, while the server goes on.
func (j *Journal) Verify(ctx context.Context, c Check) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	view, err := j.pin(cancel)
	if err != nil {
		return Report{}, err
	}
	defer view.release()
	v := &verifier{check: c}
	report, err := v.run(ctx, view.pages(v.lost))
	select {
	case <-j.closing:
		return report, fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
	default:
		return report, err
	}
}
