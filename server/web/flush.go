package web

import (
	"encoding/binary"
	"sync"
	"time"
)

// outgoing are buffers that frames are put together in, shared so that a line that is silent holds
// none.
var outgoing = sync.Pool{New: func() any { return new([]byte) }}

// keepOutgoing is the largest buffer that is kept: a welcome may need a far larger one.
const keepOutgoing = 64 << 10

// maxFlush bounds the bytes of frames that leave in one write, so that none waits for long.
const maxFlush = 64 << 10

// flush writes a frame and all that wait behind it in one write. It makes the websocket's frames
// itself, whole ones: other writes to the socket, such as answers to pings, fall between them.
func (l *line) flush(first []byte) error {
	b := outgoing.Get().(*[]byte)
	*b = appendText((*b)[:0], first)
	l.leaving = append(l.leaving[:0], first)
more:
	for len(*b) < maxFlush {
		select {
		case frame := <-l.conn.Frames():
			*b = appendText(*b, frame)
			l.leaving = append(l.leaving, frame)
		default:
			break more
		}
	}
	socket := l.ws.NetConn()
	_ = socket.SetWriteDeadline(time.Now().Add(writeWait))
	_, err := socket.Write(*b)
	l.conn.Written(l.leaving...)
	clear(l.leaving)
	if cap(*b) <= keepOutgoing {
		outgoing.Put(b)
	}
	return err
}

// appendText adds a text frame as servers send them: whole, and not masked.
func appendText(b, payload []byte) []byte {
	const textFrame = 0x81
	switch n := len(payload); {
	case n < 126:
		b = append(b, textFrame, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, textFrame, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, textFrame, 127), uint64(n))
	}
	return append(b, payload...)
}
