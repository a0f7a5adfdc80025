package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	bbolt "go.etcd.io/bbolt"
)

// format is the layout of the file; a file with a higher one is from a newer release. The second
// brought chunks, the directory and the census; files of the first are taken over when they are opened.
const format = 2

var (
	// tailBucket holds commits by number.
	tailBucket = []byte("tail")
	// chunkBucket holds chunks by seal number.
	chunkBucket = []byte("chunks")
	// streamBucket is the directory: streams that have chunks or were erased, by name.
	streamBucket = []byte("streams")
	// blobBucket holds kept files by name, sumBucket the checksum of each.
	blobBucket = []byte("blobs")
	sumBucket  = []byte("sums")
	// damageBucket says what could not be saved when the file was made from a damaged one.
	damageBucket = []byte("damage")

	metaBucket = []byte("meta")
	formatKey  = []byte("format")
	censusKey  = []byte("census")
)

// neededBuckets are those that every file has.
var neededBuckets = [][]byte{tailBucket, chunkBucket, streamBucket, blobBucket, sumBucket, metaBucket}

// census counts what the file holds, and is written with every commit: so a part of a tree that went
// missing with its keys is missed.
type census struct {
	last, seal                   uint64 // the newest commit and the newest chunk
	tail, chunks, streams, blobs uint64 // how many there are
}

func (c census) encode() []byte {
	b := make([]byte, 4, 52)
	for _, n := range []uint64{c.last, c.seal, c.tail, c.chunks, c.streams, c.blobs} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	binary.BigEndian.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	return b
}

func readCensus(b []byte) (census, error) {
	if len(b) != 52 || crc32.Checksum(b[4:], castagnoli) != binary.BigEndian.Uint32(b) {
		return census{}, fmt.Errorf("the census of the file cannot be read")
	}
	n := func(i int) uint64 { return binary.BigEndian.Uint64(b[4+8*i:]) }
	return census{n(0), n(1), n(2), n(3), n(4), n(5)}, nil
}

// checkFormat refuses files that are none of ours, makes a new file's buckets, and takes files of an
// earlier format over.
func checkFormat(db *bbolt.DB, path string, found *survey) error {
	switch {
	case found.format > format:
		return fmt.Errorf("%s is from a newer release (format %d, this one knows %d); update mockroom", path, found.format, format)
	case len(found.buckets) > 0 && !found.buckets[string(metaBucket)]:
		return fmt.Errorf("%s is another program's database; name another file with -data", path)
	case len(found.buckets) > 0 && (found.format == 0 || !found.buckets[string(tailBucket)]):
		return fmt.Errorf("%s is damaged: it does not say its format; restore a backup", path)
	case found.counted.tail == 0 && found.census.tail > 0:
		return fmt.Errorf("%s is damaged: none of its newest commits can be read; restore a backup", path)
	case found.format == format && found.complete():
		return nil
	}
	return db.Update(func(tx *bbolt.Tx) error {
		for _, name := range neededBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		if found.format < format {
			if err := meta.Put(censusKey, found.counted.encode()); err != nil {
				return err
			}
		}
		return meta.Put(formatKey, bigEndian(format))
	})
}

func (s *survey) complete() bool {
	for _, name := range neededBuckets {
		if !s.buckets[string(name)] {
			return false
		}
	}
	return true
}
