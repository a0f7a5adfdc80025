package bolt

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"mockroom/server/journal"
)

// record is one commit as it lies in the tail: a CRC32C of all that follows, a flag, the stream's
// name, the first number, the count, and the events, each with its length.
type record struct {
	stream journal.ID
	first  uint64
	count  int
	erased bool
	body   []byte
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errDamaged = errors.New("the record is damaged")

func (r record) encode() []byte {
	b := make([]byte, 4, 32+len(r.stream)+len(r.body))
	flag := byte(0)
	if r.erased {
		flag = 1
	}
	b = append(b, flag)
	b = binary.AppendUvarint(b, uint64(len(r.stream)))
	b = append(b, r.stream...)
	b = binary.AppendUvarint(b, r.first)
	b = binary.AppendUvarint(b, uint64(r.count))
	b = append(b, r.body...)
	binary.BigEndian.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	return b
}

// readRecord checks a record and takes it apart; its body still lies in b.
func readRecord(b []byte) (record, error) {
	if len(b) < 6 || crc32.Checksum(b[4:], castagnoli) != binary.BigEndian.Uint32(b) {
		return record{}, errDamaged
	}
	return parseRecord(b)
}

// parseRecord takes a record apart without its checksum.
func parseRecord(b []byte) (record, error) {
	if len(b) < 6 {
		return record{}, errDamaged
	}
	r := record{erased: b[4] == 1}
	b = b[5:]
	var numbers [2]uint64
	n, size := binary.Uvarint(b)
	if size <= 0 || uint64(len(b)-size) < n {
		return record{}, errDamaged
	}
	r.stream, b = journal.ID(b[size:size+int(n)]), b[size+int(n):]
	for i := range numbers {
		v, size := binary.Uvarint(b)
		if size <= 0 {
			return record{}, errDamaged
		}
		numbers[i], b = v, b[size:]
	}
	r.first, r.count, r.body = numbers[0], int(numbers[1]), b
	return r, nil
}

// encodeEvents writes each event with its length; it refuses a batch over the limit.
func encodeEvents(events []journal.Event) ([]byte, error) {
	var body []byte
	for _, e := range events {
		one, err := json.Marshal(e)
		if err != nil {
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
	b := r.body
	list := make([]journal.Event, 0, r.count)
	for i := range r.count {
		n, size := binary.Uvarint(b)
		if size <= 0 || uint64(len(b)-size) < n {
			return nil, errDamaged
		}
		one := b[size : size+int(n)]
		b = b[size+int(n):]
		if r.first+uint64(i) < from {
			continue
		}
		var e journal.Event
		if err := json.Unmarshal(one, &e); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}
