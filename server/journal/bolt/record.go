package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// record is one commit as it lies in the tail: a CRC32C of its key and all that follows, a flag, the
// stream's name, the first number, the count, and the events, each with its length.
type record struct {
	stream journal.ID
	first  uint64
	count  int
	erased bool
	body   []byte
}

const (
	// flagErased marks the erasure of a stream.
	flagErased = 1
	// flagKeyed says that the checksum covers the key; records of the first format lack it.
	flagKeyed = 2
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged is what a checksum says.
var errDamaged = fmt.Errorf("%w: its checksum is wrong", journal.ErrDamaged)

// keyedSum is the checksum of a value together with its key, so that neither moves unseen.
func keyedSum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

func bigEndian(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func (r record) encode(key uint64) []byte {
	b := make([]byte, 4, 32+len(r.stream)+len(r.body))
	flag := byte(flagKeyed)
	if r.erased {
		flag |= flagErased
	}
	b = append(b, flag)
	b = appendName(b, r.stream)
	b = binary.AppendUvarint(b, r.first)
	b = binary.AppendUvarint(b, uint64(r.count))
	b = append(b, r.body...)
	binary.BigEndian.PutUint32(b, keyedSum(bigEndian(key), b[4:]))
	return b
}

func appendName(b []byte, id journal.ID) []byte {
	return append(binary.AppendUvarint(b, uint64(len(id))), id...)
}

// readRecord checks a record and takes it apart; its body still lies in b.
func readRecord(key uint64, b []byte) (record, error) {
	if len(b) < 6 {
		return record{}, errDamaged
	}
	sum := crc32.Checksum(b[4:], castagnoli)
	if b[4]&flagKeyed != 0 {
		sum = keyedSum(bigEndian(key), b[4:])
	}
	if sum != binary.BigEndian.Uint32(b) || b[4]&^(flagErased|flagKeyed) != 0 {
		return record{}, errDamaged
	}
	return parseRecord(b)
}

// parseRecord takes a record apart without its checksum.
func parseRecord(b []byte) (record, error) {
	if len(b) < 6 {
		return record{}, errDamaged
	}
	f := fields{b[5:], true}
	r := record{erased: b[4]&flagErased != 0, stream: f.name()}
	r.first, r.count = f.number(), int(f.number())
	r.body = f.rest
	if !f.ok || journal.CheckID(r.stream) != nil || r.count < 0 || r.count > len(r.body) {
		return record{}, errDamaged
	}
	return r, nil
}

// fields reads a value field by field; ok falls at the first that is not there.
type fields struct {
	rest []byte
	ok   bool
}

func (f *fields) number() uint64 {
	n, size := binary.Uvarint(f.rest)
	if size <= 0 {
		f.ok, f.rest = false, nil
		return 0
	}
	f.rest = f.rest[size:]
	return n
}

func (f *fields) name() journal.ID { return journal.ID(f.bytes(f.number())) }

func (f *fields) bytes(n uint64) []byte {
	if n > uint64(len(f.rest)) {
		f.ok, f.rest = false, nil
		return nil
	}
	b := f.rest[:n:n]
	f.rest = f.rest[n:]
	return b
}

// encodeEvents writes each event with its length; it refuses a batch over the limit.
func encodeEvents(events []journal.Event) ([]byte, error) {
	var body, one []byte
	for _, e := range events {
		var err error
		if one, err = e.AppendJSON(one[:0]); err != nil {
			return nil, fmt.Errorf("%w: %w", journal.ErrInvalid, err)
		}
		body = binary.AppendUvarint(body, uint64(len(one)))
		body = append(body, one...)
		if len(body) > journal.MaxBatch {
			return nil, journal.ErrTooLarge
		}
	}
	return body, nil
}

// events reads a record's events from number from on.
func (r record) events(from uint64) ([]journal.Event, error) {
	list := make([]journal.Event, 0, r.count)
	f := fields{r.body, true}
	var reader interview.EventReader
	for i := range r.count {
		one := f.bytes(f.number())
		if !f.ok {
			return nil, errDamaged
		}
		if r.first+uint64(i) < from {
			continue
		}
		e, err := reader.Read(one)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}
