package journal

import (
	"context"
	"errors"
)

// ErrNoBlob says that nothing is kept under a name.
var ErrNoBlob = errors.New("nothing is kept under this name")

// MaxBlob is the most that one blob holds, in bytes.
const MaxBlob = 24 << 20

// Blobs keeps files under the hash of their content: what is there never changes. All methods may
// be called from any goroutine, in any process.
type Blobs interface {
	// PutBlob keeps data under a name that says its content, and returns when it is on disk. A name
	// that is there already is left as it is.
	PutBlob(ctx context.Context, name string, data []byte) error
	// Blob gives what is kept under a name, or ErrNoBlob.
	Blob(ctx context.Context, name string) ([]byte, error)
}
