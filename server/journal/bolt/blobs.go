package bolt

import (
	"context"
	"fmt"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

var blobBucket = []byte("blobs")

// blob is a file on its way to the committer.
type blob struct {
	name string
	data []byte
}

// PutBlob keeps data under a name, durably, in the same file as the journal.
func (j *Journal) PutBlob(ctx context.Context, name string, data []byte) error {
	if name == "" || len(name) > 200 {
		return fmt.Errorf("%w: a blob's name has 1 to 200 bytes", journal.ErrInvalid)
	}
	if len(data) > journal.MaxBlob {
		return fmt.Errorf("%w: a blob has at most %d MiB", journal.ErrInvalid, journal.MaxBlob>>20)
	}
	if _, err := j.Blob(ctx, name); err == nil {
		return nil
	}
	return j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), blob: &blob{name, data}})
}

// Blob gives what is kept under a name.
func (j *Journal) Blob(ctx context.Context, name string) (data []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j.swap.RLock()
	defer j.swap.RUnlock()
	err = j.db.View(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(blobBucket)
		if bucket == nil {
			return journal.ErrNoBlob
		}
		kept := bucket.Get([]byte(name))
		if kept == nil {
			return journal.ErrNoBlob
		}
		data = append([]byte{}, kept...)
		return nil
	})
	return data, err
}

// putBlob writes a blob within the committer's transaction.
func putBlob(tx *bbolt.Tx, b *blob) error {
	bucket, err := tx.CreateBucketIfNotExists(blobBucket)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(b.name), b.data)
}
