package peer

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mockroom/server/jsontext"
)

// Window is a window that shows the preview: it knows its blocks, and asks over a line of its own.
type Window struct {
	conn net.Conn
	in   *bufio.Reader
	head string
	// known are the keys of the blocks it shows, as a JSON array.
	known []byte
}

// NewWindow opens one for a participant.
func NewWindow(addr, session, role, key string) (*Window, error) {
	conn, err := net.DialTimeout("tcp", addr, 20*time.Second)
	if err != nil {
		return nil, err
	}
	head := "POST /api/sessions/" + session + "/preview?role=" + role + " HTTP/1.1\r\nHost: " + addr + "\r\nAuthorization: Bearer " + key +
		"\r\nContent-Type: application/json\r\nContent-Length: "
	return &Window{conn: conn, in: bufio.NewReaderSize(conn, 2<<10), head: head, known: []byte("[]")}, nil
}

// Refresh asks for the board as it reads now.
func (w *Window) Refresh() error {
	body := `{"known":` + string(w.known) + `}`
	var b strings.Builder
	b.WriteString(w.head)
	b.WriteString(strconv.Itoa(len(body)))
	b.WriteString("\r\n\r\n")
	b.WriteString(body)
	_ = w.conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(w.conn, b.String()); err != nil {
		return err
	}
	answer, err := http.ReadResponse(w.in, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %.200s", answer.Status, raw)
	}
	return w.note(raw)
}

// note keeps the keys of an answer's blocks.
func (w *Window) note(raw []byte) error {
	known := append(w.known[:0], '[')
	r := jsontext.NewReader(raw)
	r.Open('{')
	for r.More('}') {
		if string(r.Key()) != "blocks" {
			r.Skip()
			continue
		}
		r.Open('[')
		for r.More(']') {
			r.Open('{')
			for r.More('}') {
				if string(r.Key()) != "key" {
					r.Skip()
					continue
				}
				if len(known) > 1 {
					known = append(known, ',')
				}
				known = append(known, r.Skip()...)
			}
		}
	}
	if r.Failed() {
		return errUnreadable
	}
	w.known = append(known, ']')
	return nil
}

// Close ends the window's line.
func (w *Window) Close() { _ = w.conn.Close() }
