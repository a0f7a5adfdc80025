package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

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
	// One that is damaged is written anew.
	return j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), blob: &blob{name, data}})
}

// Blob gives what is kept under a name.
func (j *Journal) Blob(ctx context.Context, name string) (data []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = j.view(func(tx *bbolt.Tx) error {
		kept := tx.Bucket(blobBucket).Get([]byte(name))
		if kept == nil {
			return journal.ErrNoBlob
		}
		data = append([]byte{}, kept...)
		return checkSum(tx.Bucket(sumBucket).Get([]byte(name)), data)
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}

// checkSum holds a kept file against its checksum; files of the first format have none.
func checkSum(sum, data []byte) error {
	if sum != nil && (len(sum) != 4 || binary.BigEndian.Uint32(sum) != crc32.Checksum(data, castagnoli)) {
		return fmt.Errorf("%w: the kept file is not what was written", journal.ErrDamaged)
	}
	return nil
}
