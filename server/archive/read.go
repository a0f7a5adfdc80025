package archive

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"mockroom/server/board"
	"mockroom/server/interview"
)

// Limits of a file that is read.
const (
	MaxLine = 4 << 20
	MaxFile = 256 << 20
)

// Fault is something wrong in a file, at a line from 1.
type Fault struct {
	Line    int
	Message string
}

func (f *Fault) Error() string { return fmt.Sprintf("line %d: %s", f.Line, f.Message) }

// line is any line of a file.
type line struct {
	Prev *string `json:"prev"`
	Header
	File      string          `json:"file"`
	Data      []byte          `json:"data"`
	Event     json.RawMessage `json:"event"`
	Withheld  string          `json:"withheld"`
	Lines     int             `json:"lines"`
	Signature []byte          `json:"signature"`
}

// reader is a file that is being read.
type reader struct {
	export Export
	key    ed25519.PublicKey
	number int
	prev   string
	ended  bool
}

// Read reads a file and holds it against its chain and signature. The error is a *Fault where the
// file is at fault. ID names the content: equal files have equal ids.
func Read(r io.Reader) (e Export, id string, err error) {
	limited := &io.LimitedReader{R: r, N: MaxFile + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 0, 64<<10), MaxLine)
	rd := &reader{}
	for lines.Scan() {
		rd.number++
		if err := rd.take(lines.Bytes()); err != nil {
			return e, "", err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return e, "", &Fault{rd.number + 1, fmt.Sprintf("this line is over %d MiB; this is no export, or it was altered", MaxLine>>20)}
	case limited.N <= 0:
		return e, "", &Fault{rd.number + 1, fmt.Sprintf("the file is over %d MiB, more than an export can be", MaxFile>>20)}
	case err != nil:
		return e, "", fmt.Errorf("reading the export: %w", err)
	case rd.number == 0:
		return e, "", &Fault{1, "the file is empty"}
	case !rd.ended:
		return e, "", &Fault{rd.number + 1, "the file ends too early: the line with the signature is missing; download it again"}
	}
	return rd.export, rd.prev, nil
}

func (rd *reader) fault(format string, args ...any) error {
	return &Fault{rd.number, fmt.Sprintf(format, args...)}
}

func (rd *reader) take(raw []byte) error {
	if rd.ended {
		return rd.fault("something follows the signature; is this two exports in one file? Import them one by one")
	}
	var l line
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if err := decoder.Decode(&l); err != nil || l.Prev == nil {
		if rd.number == 1 {
			return rd.fault("this is no export of a session")
		}
		return rd.fault("this line cannot be read; the file was cut or altered. Download it again")
	}
	if rd.number > 1 && *l.Prev != rd.prev {
		return &Fault{rd.number - 1, "this line is not as it was written: its hash does not fit. The file was altered"}
	}
	var err error
	switch {
	case rd.number == 1:
		err = rd.begin(l)
	case l.Signature != nil:
		return rd.end(l)
	case l.File != "":
		err = rd.file(l)
	case l.Event != nil:
		err = rd.event(l.Event)
	case l.Withheld != "":
		rd.export.Items = append(rd.export.Items, Item{Withheld: l.Withheld})
	default:
		return rd.fault("this line holds nothing that this release knows")
	}
	rd.prev = hashLine(raw)
	return err
}

func (rd *reader) begin(l line) error {
	if l.Mockroom != Name {
		return rd.fault("this is no export of a session")
	}
	if l.Format > Format {
		return rd.fault("this export is of a newer release (format %d, this one knows %d); update mockroom", l.Format, Format)
	}
	key, err := base64.StdEncoding.DecodeString(l.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return rd.fault("the server's key cannot be read")
	}
	if err := checkHeader(l.Header); err != nil {
		return rd.fault("%s", err)
	}
	rd.key, rd.export.Header, rd.export.Files = key, l.Header, map[string][]byte{}
	return nil
}

// maxWord is the longest name or title that a header may have, in bytes.
const maxWord = 500

// checkHeader refuses words that a terminal or a page would stumble over.
func checkHeader(h Header) error {
	p := h.Problem
	words := []string{p.Pack, p.Slug, p.Title, p.Short, p.Level, p.Version, p.Language, p.Hash, string(h.Viewer), string(h.Role)}
	for id, name := range h.People {
		words = append(words, string(id), name)
	}
	for _, w := range words {
		if len(w) > maxWord || board.HasControls(w) || strings.ContainsAny(w, "\t\r\n") {
			return fmt.Errorf("%.40q is no name or title", w)
		}
	}
	if len(h.People) > interview.MaxParticipants {
		return fmt.Errorf("a session has at most %d people", interview.MaxParticipants)
	}
	return nil
}

func (rd *reader) file(l line) error {
	if strings.Contains(l.File, "..") || strings.HasPrefix(l.File, "/") || len(l.File) > 200 {
		return rd.fault("%q is no name of a problem's file", l.File)
	}
	if _, twice := rd.export.Files[l.File]; twice {
		return rd.fault("file %s is there twice", l.File)
	}
	rd.export.Files[l.File] = l.Data
	return nil
}

func (rd *reader) event(raw json.RawMessage) error {
	var e struct {
		At   interview.Time          `json:"at"`
		By   interview.ParticipantID `json:"by"`
		Kind interview.Kind          `json:"kind"`
		Data json.RawMessage         `json:"data"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return rd.fault("this event cannot be read: %v", err)
	}
	fact, err := interview.DecodeFact(e.Kind, e.Data)
	if err != nil {
		return rd.fault("%v", err)
	}
	rd.export.Items = append(rd.export.Items, Item{Event: &Event{e.At, e.By, e.Kind, fact}})
	return nil
}

func (rd *reader) end(l line) error {
	if l.Lines != rd.number-1 {
		return rd.fault("the signature is over %d lines, and there are %d", l.Lines, rd.number-1)
	}
	if !ed25519.Verify(rd.key, []byte(rd.prev), l.Signature) {
		return rd.fault("the signature does not fit: the file was altered")
	}
	rd.ended = true
	return nil
}
