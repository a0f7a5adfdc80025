package bolt

import (
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"mockroom/server/journal"
)

// chunk is a stretch of one stream's commits, packed together. Chunks lie in the order of their seal
// numbers, so that sealing writes at the right edge only. A chunk can also be the word that a
// stream was erased.
type chunk struct {
	stream journal.ID
	erased bool
	first  uint64
	// commits are the commits that it was made of, in order.
	commits []sealed
	// body is the events of all commits, as records hold them.
	body []byte
}

// sealed is one commit within a chunk: the key that it had in the tail, how many events it has, and
// how many bytes they take.
type sealed struct {
	key         uint64
	count, size int
}

func (c chunk) count() (n int) {
	for _, s := range c.commits {
		n += s.count
	}
	return n
}

// next is the number behind the chunk's last event.
func (c chunk) next() uint64 { return c.first + uint64(c.count()) }

const (
	// maxChunk is the size of a chunk's events from which on another one is begun.
	maxChunk = 256 << 10
	// openChunk is the size below which the next sealing goes on with a chunk.
	openChunk = 64 << 10
	// maxUnpacked bounds what a packed chunk may say that it holds.
	maxUnpacked = 16 << 20
)

// Both may be used by several goroutines at once.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(maxChunk), zstd.WithZeroFrames(true))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderLowmem(true))
)

func (c chunk) encode(seal uint64) []byte {
	plain := binary.AppendUvarint(nil, uint64(len(c.commits)))
	var before uint64
	for _, s := range c.commits {
		plain = binary.AppendUvarint(plain, s.key-before)
		plain = binary.AppendUvarint(plain, uint64(s.count))
		plain = binary.AppendUvarint(plain, uint64(s.size))
		before = s.key
	}
	plain = append(plain, c.body...)
	b := make([]byte, 4, 64+len(plain)/4)
	flag := byte(0)
	if c.erased {
		flag = flagErased
	}
	b = append(b, flag)
	b = appendName(b, c.stream)
	b = binary.AppendUvarint(b, c.first)
	b = packer.EncodeAll(plain, b)
	binary.BigEndian.PutUint32(b, keyedSum(bigEndian(seal), b[4:]))
	return b
}

// readChunk checks a chunk and unpacks it.
func readChunk(seal uint64, b []byte) (chunk, error) {
	if len(b) < 6 || keyedSum(bigEndian(seal), b[4:]) != binary.BigEndian.Uint32(b) {
		return chunk{}, errDamaged
	}
	c, packed, err := parseChunk(b)
	if err != nil {
		return chunk{}, err
	}
	plain, err := unpacker.DecodeAll(packed, nil)
	if err != nil {
		return chunk{}, fmt.Errorf("%w: unpacking a chunk: %w", journal.ErrDamaged, err)
	}
	f := fields{plain, true}
	n := f.number()
	var key uint64
	size := 0
	for range min(n, uint64(len(plain))) {
		key += f.number()
		s := sealed{key, int(f.number()), int(f.number())}
		size += s.size
		c.commits = append(c.commits, s)
	}
	c.body = f.rest
	if !f.ok || size != len(c.body) || c.erased != (n == 0) {
		return chunk{}, errDamaged
	}
	return c, nil
}

// parseChunk reads a chunk's head.
func parseChunk(b []byte) (c chunk, packed []byte, err error) {
	if len(b) < 6 {
		return chunk{}, nil, errDamaged
	}
	f := fields{b[5:], true}
	c = chunk{erased: b[4]&flagErased != 0, stream: f.name(), first: f.number()}
	if !f.ok || journal.CheckID(c.stream) != nil {
		return chunk{}, nil, errDamaged
	}
	return c, f.rest, nil
}

// records are the chunk's commits as they lay in the tail.
func (c chunk) records(each func(key uint64, r record) error) error {
	first, body := c.first, c.body
	for _, s := range c.commits {
		r := record{stream: c.stream, first: first, count: s.count, body: body[:s.size:s.size]}
		if err := each(s.key, r); err != nil {
			return err
		}
		first, body = first+uint64(s.count), body[s.size:]
	}
	return nil
}

// events reads the chunk's events from number from on.
func (c chunk) events(from uint64) ([]journal.Event, error) {
	return record{stream: c.stream, first: c.first, count: c.count(), body: c.body}.events(from)
}
