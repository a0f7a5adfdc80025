package peer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// maxFrame is the longest frame that is taken from a server.
const maxFrame = 64 << 20

var errUnreadable = errors.New("the server sent something that cannot be read")

// CloseError is how the other end closed.
type CloseError struct {
	Code   int
	Reason string
}

func (e *CloseError) Error() string { return fmt.Sprintf("closed with %d %s", e.Code, e.Reason) }

// Socket is a websocket to a server. One goroutine may read while others write.
type Socket struct {
	conn net.Conn
	// buf[from:to] has come and is not read yet.
	buf      []byte
	from, to int
}

// Dial opens a websocket at a path of a server. key is a participant's own, or "".
func Dial(addr, path, key string) (*Socket, error) {
	conn, err := net.DialTimeout("tcp", addr, 20*time.Second)
	if err != nil {
		return nil, err
	}
	request := "GET " + path + " HTTP/1.1\r\nHost: " + addr + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	if key != "" {
		request += "Authorization: Bearer " + key + "\r\n"
	}
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	s, err := upgrade(conn, request+"\r\n")
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	_ = conn.SetDeadline(time.Time{})
	return s, nil
}

func upgrade(conn net.Conn, request string) (*Socket, error) {
	if _, err := io.WriteString(conn, request); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(conn, 2<<10)
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		return nil, fmt.Errorf("no websocket: %s %s", answer.Status, said)
	}
	s := &Socket{conn: conn, buf: make([]byte, 1<<10)}
	for in.Buffered() > 0 {
		if s.to == len(s.buf) {
			s.buf = append(s.buf, make([]byte, len(s.buf))...)
		}
		n, _ := in.Read(s.buf[s.to:min(len(s.buf), s.to+in.Buffered())])
		s.to += n
	}
	return s, nil
}

// Close ends the socket as a lost line does, without a word.
func (s *Socket) Close() { _ = s.conn.Close() }

// Buffered says that a whole or part of a frame has come already: Next may not have to wait.
func (s *Socket) Buffered() bool { return s.to > s.from }

// SetDeadline bounds what follows.
func (s *Socket) SetDeadline(at time.Time) { _ = s.conn.SetDeadline(at) }

// Next reads a text frame; it is valid until the next call. A close of the other end is a *CloseError.
func (s *Socket) Next() ([]byte, error) {
	for {
		opcode, payload, err := s.frame()
		if err != nil {
			return nil, err
		}
		switch opcode {
		case 1:
			return payload, nil
		case 8:
			e := &CloseError{Code: 1005}
			if len(payload) >= 2 {
				e.Code, e.Reason = int(binary.BigEndian.Uint16(payload)), string(payload[2:])
			}
			return nil, e
		case 9:
			if err := s.write(0x8A, payload); err != nil {
				return nil, err
			}
		}
	}
}

func (s *Socket) frame() (opcode byte, payload []byte, err error) {
	if err := s.fill(2); err != nil {
		return 0, nil, err
	}
	head := s.buf[s.from:]
	if head[0]&0x80 == 0 || head[1]&0x80 != 0 {
		return 0, nil, errUnreadable // no server of ours sends parts, none may mask
	}
	size, opcode, length := 2, head[0]&0xF, uint64(head[1])
	switch length {
	case 126:
		size = 4
	case 127:
		size = 10
	}
	if err := s.fill(size); err != nil {
		return 0, nil, err
	}
	head = s.buf[s.from:]
	switch size {
	case 4:
		length = uint64(binary.BigEndian.Uint16(head[2:]))
	case 10:
		length = binary.BigEndian.Uint64(head[2:])
	}
	if length > maxFrame {
		return 0, nil, errUnreadable
	}
	if err := s.fill(size + int(length)); err != nil {
		return 0, nil, err
	}
	payload = s.buf[s.from+size : s.from+size+int(length)]
	s.from += size + int(length)
	return opcode, payload, nil
}

// fill waits until n bytes have come.
func (s *Socket) fill(n int) error {
	if s.from == s.to {
		s.from, s.to = 0, 0
	}
	if s.to-s.from >= n {
		return nil
	}
	if s.from+n > len(s.buf) {
		into := s.buf
		if n > len(into) {
			into = make([]byte, max(n, 2*len(into)))
		}
		s.to = copy(into, s.buf[s.from:s.to])
		s.buf, s.from = into, 0
	}
	for s.to-s.from < n {
		m, err := s.conn.Read(s.buf[s.to:])
		s.to += m
		if err != nil && s.to-s.from < n {
			return err
		}
	}
	return nil
}

// HeadRoom is how many bytes Send needs in front of a frame.
const HeadRoom = 14

// Send writes a text frame that lies in b behind HeadRoom free bytes, in one write. The mask is
// zero, which is a mask as any other to the server and nothing to do for the sender.
func (s *Socket) Send(b []byte) error {
	_, err := s.conn.Write(frameIn(b, 0x81))
	return err
}

// frameIn puts the head of a frame right in front of the payload that begins at HeadRoom.
func frameIn(b []byte, first byte) []byte {
	n := len(b) - HeadRoom
	var at int
	switch {
	case n < 126:
		at = HeadRoom - 6
		b[at+1] = 0x80 | byte(n)
	case n < 1<<16:
		at = HeadRoom - 8
		b[at+1] = 0x80 | 126
		binary.BigEndian.PutUint16(b[at+2:], uint16(n))
	default:
		at = HeadRoom - 14
		b[at+1] = 0x80 | 127
		binary.BigEndian.PutUint64(b[at+2:], uint64(n))
	}
	b[at] = first
	clear(b[HeadRoom-4 : HeadRoom])
	return b[at:]
}

func (s *Socket) write(first byte, payload []byte) error {
	b := append(make([]byte, HeadRoom, HeadRoom+len(payload)), payload...)
	_, err := s.conn.Write(frameIn(b, first))
	return err
}

// SendText writes a text frame.
func (s *Socket) SendText(text string) error { return s.write(0x81, []byte(text)) }
