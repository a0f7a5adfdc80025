package operator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"mockroom/server/room"
)

// Restoration is a backup on its way into a database's place.
type Restoration struct {
	From, To string
	// Replace allows that there is a database; it is kept beside, under another name.
	Replace bool
	// InUse gives an error where a server has a file open.
	InUse func(path string) error
	// Verify checks a file, and fails where anything is wrong in it.
	Verify func(ctx context.Context, path string) error
}

// Run checks a copy of the backup and puts it in place. kept is where the database that was there
// before lies now, "" if there was none. Nothing is changed unless everything went well.
func (r Restoration) Run(ctx context.Context) (kept string, err error) {
	from, err := os.Stat(r.From)
	switch {
	case err != nil:
		return "", fmt.Errorf("the backup cannot be read: %w", err)
	case !from.Mode().IsRegular():
		return "", fmt.Errorf("the backup %s is no file", r.From)
	}
	there, err := os.Lstat(r.To)
	switch {
	case err == nil && os.SameFile(from, there):
		return "", fmt.Errorf("%s is the database itself; name a backup", r.From)
	case err == nil && !there.Mode().IsRegular():
		return "", fmt.Errorf("%s is there and no file; name another place with -data", r.To)
	case err == nil && !r.Replace:
		return "", fmt.Errorf("the database %s exists; -replace puts the backup in its place and keeps the old one beside it", r.To)
	case err == nil:
		if err := r.InUse(r.To); err != nil {
			return "", err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	fresh := r.To + ".restore-" + room.NewSecret()[:8]
	defer func() { _ = os.Remove(fresh) }()
	if err := copyFile(r.From, fresh); err != nil {
		return "", fmt.Errorf("copying the backup: %w", err)
	}
	if err := r.Verify(ctx, fresh); err != nil {
		return "", fmt.Errorf("the backup is not put in place: %w", err)
	}
	if there != nil {
		kept = r.To + ".replaced-" + time.Now().UTC().Format("20060102-150405")
		if err := os.Rename(r.To, kept); err != nil {
			return "", err
		}
	}
	if err := place(fresh, r.To); err != nil {
		if kept != "" {
			err = errors.Join(err, os.Rename(kept, r.To))
		}
		return "", err
	}
	return kept, nil
}

// copyFile copies a file's bytes into a new file, for this user alone, and syncs it.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
