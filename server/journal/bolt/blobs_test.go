package bolt

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"mockroom/server/journal"
)

// TestBlobs keeps files, leaves them as they are, and has them again after reopening, compaction and
// in a backup.
func TestBlobs(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "blobs.db")
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if _, err := j.Blob(ctx, "problem/a"); !errors.Is(err, journal.ErrNoBlob) {
		t.Fatalf("before the first: %v", err)
	}
	large := bytes.Repeat([]byte("large "), 500_000)
	for name, data := range map[string][]byte{"problem/a": []byte("first"), "problem/b": large, "problem/empty": {}} {
		if err := j.PutBlob(ctx, name, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.PutBlob(ctx, "problem/a", []byte("second")); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		name string
		data []byte
	}{{"", nil}, {string(bytes.Repeat([]byte("n"), 300)), nil}, {"x", make([]byte, journal.MaxBlob+1)}} {
		if err := j.PutBlob(ctx, bad.name, bad.data); !errors.Is(err, journal.ErrInvalid) {
			t.Errorf("%.10q with %d bytes: %v", bad.name, len(bad.data), err)
		}
	}
	same := func(j *Journal, when string) {
		t.Helper()
		for name, want := range map[string][]byte{"problem/a": []byte("first"), "problem/b": large, "problem/empty": {}} {
			if got, err := j.Blob(ctx, name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s, %s: %d bytes, %v", when, name, len(got), err)
			}
		}
	}
	same(j, "kept")
	if err := j.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	same(j, "compacted")
	copied := filepath.Join(dir, "copy.db")
	if err := j.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, copied} {
		again, err := Open(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		same(again, filepath.Base(file))
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
}
