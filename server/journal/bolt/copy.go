package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	bbolt "go.etcd.io/bbolt"
)

// copyStep bounds one transaction of a copy, in bytes.
const copyStep = 1 << 20

// copyPages writes all that can be read into a new file and syncs it. What cannot be read is
// reported, and remembered in the new file. Nothing is judged here: a record whose checksum is wrong
// is copied as it is.
func copyPages(ctx context.Context, from *pageFile, to string) (faults []lost, err error) {
	db, err := bbolt.Open(to, 0o600, &bbolt.Options{
		Timeout: lockWait, NoSync: true, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType,
	})
	if err != nil {
		return nil, fmt.Errorf("making %s: %w", to, err)
	}
	c := &copier{ctx: ctx, db: db}
	from.lost = c.lost
	err = c.run(from)
	for range 2 {
		// Each of the two first pages leads to the whole, so that either may be damaged.
		if err == nil {
			err = db.Update(func(*bbolt.Tx) error { return nil })
		}
	}
	if err == nil {
		if err = db.Sync(); err != nil {
			err = fmt.Errorf("syncing %s: %w", to, err)
		}
	}
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return c.faults, err
}

type copier struct {
	ctx    context.Context
	db     *bbolt.DB
	tx     *bbolt.Tx
	size   int
	bucket []byte
	faults []lost
	holes  []hole
}

func (c *copier) lost(l lost) {
	c.faults = append(c.faults, l)
	if l.bucket == string(tailBucket) {
		c.holes = append(c.holes, l.hole())
	}
}

func (c *copier) run(from *pageFile) (err error) {
	if c.tx, err = c.db.Begin(true); err != nil {
		return err
	}
	defer func() {
		if c.tx != nil && err != nil {
			_ = c.tx.Rollback()
		}
	}()
	err = from.buckets(func(i item) error {
		if !i.bucket {
			return nil
		}
		c.bucket = append([]byte(nil), i.key...)
		if _, err := c.tx.CreateBucketIfNotExists(c.bucket); err != nil {
			return err
		}
		return from.items(i, c.item)
	})
	if err != nil {
		return err
	}
	if len(c.holes) > 0 {
		b, err := c.tx.CreateBucketIfNotExists(damageBucket)
		if err != nil {
			return err
		}
		if err := b.Put(binary.BigEndian.AppendUint64(nil, uint64(time.Now().UnixNano())), encodeHoles(c.holes)); err != nil {
			return err
		}
	}
	return c.tx.Commit()
}

func (c *copier) item(i item) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	value, err := i.value()
	if err != nil || i.bucket {
		c.lost(lost{bucket: string(c.bucket), page: i.page.id, from: i.key, to: append(append([]byte(nil), i.key...), 0), words: "a value cannot be read"})
		return nil
	}
	if c.size += len(i.key) + len(value); c.size > copyStep {
		if err := c.tx.Commit(); err != nil {
			return err
		}
		c.tx = nil
		tx, err := c.db.Begin(true)
		if err != nil {
			return err
		}
		c.tx, c.size = tx, 0
	}
	b := c.tx.Bucket(c.bucket)
	b.FillPercent = 1
	return b.Put(append([]byte(nil), i.key...), append([]byte(nil), value...))
}

// salvage makes a sound file out of what can be read of a damaged one, and keeps the damaged one
// beside it.
func salvage(path string, found *survey, log *slog.Logger) (*survey, error) {
	for _, l := range found.broken {
		log.Error("the database is damaged", "bucket", l.bucket, "page", l.page, "fault", l.words)
	}
	if !found.buckets[string(tailBucket)] || !found.buckets[string(metaBucket)] || found.counted.tail == 0 && found.census.tail > 0 {
		return nil, fmt.Errorf("%s is damaged or not a mockroom database: the page from which its sessions are found cannot be read; restore a backup or name another file", path)
	}
	fresh := path + ".salvaged"
	if err := removeIfThere(fresh); err != nil {
		return nil, fmt.Errorf("salvaging %s: %w", path, err)
	}
	if err := copyDamaged(path, fresh); err != nil {
		_ = removeIfThere(fresh)
		return nil, fmt.Errorf("%s is damaged, and what can be read of it cannot be written to a new file; make room, or restore a backup: %w", path, err)
	}
	kept := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102-150405.000"))
	if err := os.Rename(path, kept); err != nil {
		return nil, fmt.Errorf("salvaging %s: %w", path, err)
	}
	if err := os.Rename(fresh, path); err != nil {
		return nil, fmt.Errorf("salvaging %s, which is kept as %s: %w", path, kept, err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	log.Error("what can be read of the damaged database is in a new file; restore a backup to have the rest", "damaged", kept)
	return surveyFile(path)
}

// copyDamaged copies a file that no server has open.
func copyDamaged(path, to string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	unlock, err := lockShared(file, lockWait)
	if err != nil {
		return err
	}
	defer unlock()
	pages, err := openPages(file, func(lost) {})
	if err != nil {
		return err
	}
	_, err = copyPages(context.Background(), pages, to)
	return err
}
