package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// pageFile reads the trees of a bbolt file with plain reads and trusts nothing that it reads. It
// shares no code with the writer: a page that is wrong is an error with its place, never a fault, an
// endless walk or a large allocation. Every rule that the writer keeps is checked, so that few
// flipped bits on a page in use stay unseen.
type pageFile struct {
	file     io.ReaderAt
	pageSize int
	root     uint64 // the page of the root bucket
	high     uint64 // pages from here on do not exist
	freelist uint64
	txid     uint64
	// seen has a bit for each page that was reached.
	seen []uint64
	// lost is told each thing that is wrong: the page, the keys that it may have held (nil is
	// open-ended), and what is wrong.
	lost func(lost)
}

// lost is a part of a tree that cannot be read.
type lost struct {
	bucket   string
	page     uint64
	from, to []byte
	words    string
}

const (
	pageHeader    = 16
	pageElement   = 16
	bucketHeader  = 16
	branchPage    = 0x01
	leafPage      = 0x02
	freelistPage  = 0x10
	bucketElement = 0x01
	noFreelist    = ^uint64(0)
	boltMagic     = 0xED0CDAED
	maxDepth      = 32
)

// head is one of the two pages that say where the trees begin.
type head struct {
	pageSize                   int
	root, freelist, high, txid uint64
}

// readHead reads head page 0 or 1, which carries a checksum.
func readHead(b []byte) (head, bool) {
	if len(b) < pageHeader+64 {
		return head{}, false
	}
	m := b[pageHeader:]
	order := binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(m[:56])
	if order.Uint32(m) != boltMagic || order.Uint32(m[4:]) != 2 || order.Uint64(m[56:]) != sum.Sum64() {
		return head{}, false
	}
	h := head{int(order.Uint32(m[8:])), order.Uint64(m[16:]), order.Uint64(m[32:]), order.Uint64(m[40:]), order.Uint64(m[48:])}
	ok := h.pageSize >= 512 && h.pageSize <= 1<<20 && h.pageSize&(h.pageSize-1) == 0
	return h, ok
}

// openPages finds the newest head of a file that nobody writes to.
func openPages(file io.ReaderAt, report func(lost)) (*pageFile, error) {
	var newest head
	var bad []uint64
	read := func(at int64) (head, bool) {
		b := make([]byte, pageHeader+64)
		if n, _ := file.ReadAt(b, at); n < len(b) {
			return head{}, false
		}
		return readHead(b)
	}
	first, ok := read(0)
	if ok {
		newest = first
	} else {
		bad = append(bad, 0)
	}
	var second head
	found := false
	for size := int64(512); size <= 1<<20 && !found; size <<= 1 {
		if h, ok := read(size); ok && int64(h.pageSize) == size {
			second, found = h, true
		}
	}
	if !found {
		bad = append(bad, 1)
	} else if newest.pageSize == 0 || second.txid > newest.txid {
		newest = second
	}
	if newest.pageSize == 0 {
		return nil, fmt.Errorf("it is no database, or both of its first pages are damaged")
	}
	p := &pageFile{file: file, pageSize: newest.pageSize, root: newest.root, high: newest.high, freelist: newest.freelist, txid: newest.txid, lost: report}
	for _, page := range bad {
		p.lost(lost{page: page, words: "this first page is damaged; the last commit may be missing"})
	}
	return p, nil
}

// page is a page with its overflow, as far as it was needed.
type page struct {
	f        *pageFile
	id       uint64
	offset   int64  // of the page in the file; inline pages have none
	head     []byte // the first page, or the whole of an inline one
	flags    uint16
	count    int
	overflow uint64
	inline   bool
}

// at gives n bytes of a page from an offset on.
func (p *page) at(from, n int) ([]byte, error) {
	if from < 0 || n < 0 {
		return nil, fmt.Errorf("an element lies outside of its page")
	}
	if from+n <= len(p.head) {
		return p.head[from : from+n : from+n], nil
	}
	if p.inline || from+n > (int(p.overflow)+1)*p.f.pageSize {
		return nil, fmt.Errorf("an element lies outside of its page")
	}
	b := make([]byte, n)
	if _, err := p.f.file.ReadAt(b, p.offset+int64(from)); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	return b, nil
}

func (p *page) parseHeader() {
	order := binary.NativeEndian
	p.flags, p.count, p.overflow = order.Uint16(p.head[8:]), int(order.Uint16(p.head[10:])), uint64(order.Uint32(p.head[12:]))
}

// page reads a page that some other page points at, for the first time.
func (f *pageFile) page(id uint64) (*page, error) {
	if id < 2 || id >= f.high {
		return nil, fmt.Errorf("the page lies outside of the file")
	}
	if f.seen == nil {
		f.seen = make([]uint64, f.high/64+1)
	}
	p := &page{f: f, id: id, offset: int64(id) * int64(f.pageSize), head: make([]byte, f.pageSize)}
	if _, err := f.file.ReadAt(p.head, p.offset); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	p.parseHeader()
	if found := binary.NativeEndian.Uint64(p.head); found != id {
		return nil, fmt.Errorf("it says that it is page %d", found)
	}
	if p.overflow >= f.high-id {
		return nil, fmt.Errorf("it reaches beyond the end of the file")
	}
	for i := id; i <= id+p.overflow; i++ {
		if f.seen[i/64]&(1<<(i%64)) != 0 {
			return nil, fmt.Errorf("page %d is used twice", i)
		}
		f.seen[i/64] |= 1 << (i % 64)
	}
	return p, nil
}

// item is one key of a leaf. Its value is read when it is asked for.
type item struct {
	key    []byte
	bucket bool
	page   *page
	from   int // where the value begins in its page
	size   int
}

func (i item) value() ([]byte, error) { return i.page.at(i.from, i.size) }

// place is what reports say of where an item lies.
func (i item) place() string { return fmt.Sprintf("page %d", i.page.id) }

// walk visits the items of one bucket in order.
type walk struct {
	f      *pageFile
	bucket string
	visit  func(item) error
	last   []byte
}

// buckets visits the items of the root bucket.
func (f *pageFile) buckets(visit func(item) error) error {
	w := &walk{f: f, visit: visit}
	return w.tree(f.root, nil, nil, 0)
}

// items visits the items of the bucket that an item of the root holds.
func (f *pageFile) items(bucket item, visit func(item) error) error {
	w := &walk{f: f, bucket: string(bucket.key), visit: visit}
	v, err := bucket.value()
	if err != nil || len(v) < bucketHeader {
		f.lost(lost{bucket: w.bucket, page: bucket.page.id, words: "the bucket's place cannot be read"})
		return nil
	}
	if root := binary.NativeEndian.Uint64(v); root != 0 {
		return w.tree(root, nil, nil, 0)
	}
	if len(v) < bucketHeader+pageHeader {
		f.lost(lost{bucket: w.bucket, page: bucket.page.id, words: "the bucket's page is cut off"})
		return nil
	}
	inline := &page{f: f, id: bucket.page.id, head: v[bucketHeader:], inline: true}
	inline.parseHeader()
	if inline.flags != leafPage {
		f.lost(lost{bucket: w.bucket, page: bucket.page.id, words: "the bucket's page is of a wrong kind"})
		return nil
	}
	return w.leaf(inline, nil, nil)
}

func (w *walk) fault(page uint64, from, to []byte, words string) {
	w.f.lost(lost{w.bucket, page, bytes.Clone(from), bytes.Clone(to), words})
}

// tree visits what lies below a page, whose keys are at least from and below to.
func (w *walk) tree(id uint64, from, to []byte, depth int) error {
	p, err := w.f.page(id)
	switch {
	case err != nil:
		w.fault(id, from, to, err.Error())
		return nil
	case depth > maxDepth:
		w.fault(id, from, to, "the tree is too deep")
		return nil
	case p.flags == leafPage:
		return w.leaf(p, from, to)
	case p.flags == branchPage && p.count > 0:
		return w.branch(p, from, to, depth)
	}
	w.fault(id, from, to, fmt.Sprintf("it is of a wrong kind (%#x, %d elements)", p.flags, p.count))
	return nil
}

func (w *walk) branch(p *page, from, to []byte, depth int) error {
	type child struct {
		key []byte
		id  uint64
	}
	children := make([]child, 0, p.count)
	next := pageHeader + p.count*pageElement
	for i := range p.count {
		at := pageHeader + i*pageElement
		e, err := p.at(at, pageElement)
		if err != nil {
			w.fault(p.id, from, to, err.Error())
			return nil
		}
		order := binary.NativeEndian
		pos, size, id := int(order.Uint32(e)), int(order.Uint32(e[4:])), order.Uint64(e[8:])
		key, err := p.at(at+pos, size)
		if err != nil || size == 0 || at+pos != next {
			w.fault(p.id, from, to, fmt.Sprintf("element %d lies in a wrong place", i))
			return nil
		}
		next += size
		if len(children) > 0 && bytes.Compare(children[len(children)-1].key, key) >= 0 || bytes.Compare(key, from) < 0 || to != nil && bytes.Compare(key, to) >= 0 {
			w.fault(p.id, from, to, fmt.Sprintf("element %d is out of order", i))
			return nil
		}
		children = append(children, child{key, id})
	}
	w.checkSize(p, from, to, next)
	for i, c := range children {
		end := to
		if i+1 < len(children) {
			end = children[i+1].key
		}
		if err := w.tree(c.id, c.key, end, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// checkSize holds a page's length against what it holds.
func (w *walk) checkSize(p *page, from, to []byte, used int) {
	size := w.f.pageSize
	if p.inline {
		if p.overflow != 0 || used != len(p.head) {
			w.fault(p.id, from, to, "the bucket's page has a wrong length")
		}
		return
	}
	if int(p.overflow) != (used-1)/size && int(p.overflow) != used/size {
		w.fault(p.id, from, to, fmt.Sprintf("it has %d pages for %d bytes", p.overflow+1, used))
	}
}

func (w *walk) leaf(p *page, from, to []byte) error {
	next := pageHeader + p.count*pageElement
	for i := range p.count {
		at := pageHeader + i*pageElement
		e, err := p.at(at, pageElement)
		if err != nil {
			w.fault(p.id, w.after(from), to, err.Error())
			return nil
		}
		order := binary.NativeEndian
		flags, pos, ksize, vsize := order.Uint32(e), int(order.Uint32(e[4:])), int(order.Uint32(e[8:])), int(order.Uint32(e[12:]))
		if at+pos != next || ksize == 0 || flags&^bucketElement != 0 {
			w.fault(p.id, w.after(from), to, fmt.Sprintf("element %d lies in a wrong place", i))
			return nil
		}
		key, err := p.at(at+pos, ksize)
		if err == nil && vsize > 0 {
			_, err = p.at(at+pos+ksize+vsize-1, 1)
		}
		if err != nil {
			w.fault(p.id, w.after(from), to, err.Error())
			return nil
		}
		next += ksize + vsize
		if w.last != nil && bytes.Compare(w.last, key) >= 0 || bytes.Compare(key, from) < 0 || to != nil && bytes.Compare(key, to) >= 0 {
			w.fault(p.id, w.after(from), to, fmt.Sprintf("key %x is out of order", key))
			continue
		}
		w.last = bytes.Clone(key)
		if err := w.visit(item{w.last, flags == bucketElement, p, at + pos + ksize, vsize}); err != nil {
			return err
		}
	}
	if p.count == 0 && !p.inline && len(bytes.Trim(p.head[pageHeader:], "\x00")) > 0 {
		w.fault(p.id, from, to, "it says that it is empty, and is not")
		return nil
	}
	w.checkSize(p, from, to, next)
	return nil
}

// after is where a lost part begins: behind the last key that could be read.
func (w *walk) after(from []byte) []byte {
	if bytes.Compare(w.last, from) > 0 {
		return w.last
	}
	return from
}

// checkFree holds the list of free pages, if the file has one, against the pages in use. Call it
// after all trees were walked.
func (f *pageFile) checkFree() {
	if f.freelist == noFreelist {
		return
	}
	p, err := f.page(f.freelist)
	if err == nil && p.flags != freelistPage {
		err = fmt.Errorf("the list of free pages is of a wrong kind")
	}
	if err != nil {
		f.lost(lost{page: f.freelist, words: err.Error()})
		return
	}
	n, at := p.count, pageHeader
	if n == 0xFFFF {
		b, err := p.at(at, 8)
		if err != nil {
			f.lost(lost{page: p.id, words: err.Error()})
			return
		}
		n, at = int(min(binary.NativeEndian.Uint64(b), f.high)), at+8
	}
	b, err := p.at(at, n*8)
	if err != nil {
		f.lost(lost{page: p.id, words: err.Error()})
		return
	}
	for ; len(b) > 0; b = b[8:] {
		if id := binary.NativeEndian.Uint64(b); id < 2 || id >= f.high {
			f.lost(lost{page: p.id, words: fmt.Sprintf("page %d is free, and lies outside of the file", id)})
		} else if f.seen[id/64]&(1<<(id%64)) != 0 {
			f.lost(lost{page: id, words: "it is in use, and listed as free"})
		} else {
			f.seen[id/64] |= 1 << (id % 64)
		}
	}
	for id := uint64(2); id < f.high; id++ {
		if f.seen[id/64]&(1<<(id%64)) == 0 {
			f.lost(lost{page: id, words: "it is neither in use nor listed as free"})
		}
	}
}
