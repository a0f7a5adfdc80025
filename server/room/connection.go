package room

import (
	"sync"
	"sync/atomic"

	"mockroom/server/interview"
)

// Close codes of the wire protocol.
const (
	CloseGoingAway = 1001
	CloseTooSlow   = 4000
	CloseReplaced  = 4001
	CloseForbidden = 4403
	CloseDeleted   = 4410
)

// outbox is how many frames, and outboxBytes how many bytes, may wait for one client before it counts
// as too slow. A single frame may be larger: a welcome can bring a long history.
const (
	outbox      = 256
	outboxBytes = 4 << 20
)

// Connection is one client's line into a room. The room writes frames, whoever owns the socket
// reads them from Frames until Done; neither waits for the other.
type Connection struct {
	Participant interview.ParticipantID
	Client      string
	// Attempt counts the sockets of one client life from 1, where the client tells; 0 otherwise.
	Attempt uint64

	frames chan []byte
	queued atomic.Int64 // bytes in frames, or being written
	done   chan struct{}
	once   sync.Once
	code   int
	reason string
	closed func()

	// The room's own, touched by its goroutine alone.
	generation string
	position   uint64
	cursor     *Cursor
}

// NewConnection makes the line of a client of a participant.
func NewConnection(participant interview.ParticipantID, client string) *Connection {
	return &Connection{Participant: participant, Client: client, frames: make(chan []byte, outbox), done: make(chan struct{})}
}

// OnClose has f called once, by whoever closes the connection; f must not block. It is set before
// the connection is attached.
func (c *Connection) OnClose(f func()) { c.closed = f }

// Frames yields what is to be written to the client, in order. Written says which have left.
func (c *Connection) Frames() <-chan []byte { return c.frames }

// Written makes room for more behind frames that have left.
func (c *Connection) Written(frames ...[]byte) {
	for _, f := range frames {
		c.queued.Add(-int64(len(f)))
	}
}

// Done is closed when the connection is to be closed; Reason then says why.
func (c *Connection) Done() <-chan struct{} { return c.done }

// Reason is the close code and sentence; valid after Done.
func (c *Connection) Reason() (int, string) { return c.code, c.reason }

// Close ends the connection; the first code counts.
func (c *Connection) Close(code int, reason string) {
	c.once.Do(func() {
		c.code, c.reason = code, reason
		close(c.done)
		if c.closed != nil {
			c.closed()
		}
	})
}

// Send queues a frame; a full queue closes the connection instead of waiting.
func (c *Connection) Send(frame []byte) {
	size := int64(len(frame))
	if waiting := c.queued.Add(size); waiting > outboxBytes && waiting > size {
		c.Close(CloseTooSlow, tooSlow)
		return
	}
	select {
	case c.frames <- frame:
	case <-c.done:
	default:
		c.Close(CloseTooSlow, tooSlow)
	}
}

const tooSlow = "this connection was too slow; come back"
