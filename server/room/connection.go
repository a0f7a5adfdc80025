package room

import (
	"sync"

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

// outbox is how many frames may wait for one client before it counts as too slow.
const outbox = 256

// Connection is one client's line into a room. The room writes frames, whoever owns the socket
// reads them from Frames until Done; neither waits for the other.
type Connection struct {
	Participant interview.ParticipantID
	Client      string

	frames chan []byte
	done   chan struct{}
	once   sync.Once
	code   int
	reason string

	// The room's own, touched by its goroutine alone.
	generation string
	cursor     *Cursor
}

// NewConnection makes the line of a client of a participant.
func NewConnection(participant interview.ParticipantID, client string) *Connection {
	return &Connection{Participant: participant, Client: client, frames: make(chan []byte, outbox), done: make(chan struct{})}
}

// Frames yields what is to be written to the client, in order.
func (c *Connection) Frames() <-chan []byte { return c.frames }

// Done is closed when the connection is to be closed; Reason then says why.
func (c *Connection) Done() <-chan struct{} { return c.done }

// Reason is the close code and sentence; valid after Done.
func (c *Connection) Reason() (int, string) { return c.code, c.reason }

// Close ends the connection; the first code counts.
func (c *Connection) Close(code int, reason string) {
	c.once.Do(func() {
		c.code, c.reason = code, reason
		close(c.done)
	})
}

// Send queues a frame; a full queue closes the connection instead of waiting.
func (c *Connection) Send(frame []byte) {
	select {
	case c.frames <- frame:
	case <-c.done:
	default:
		c.Close(CloseTooSlow, "this connection was too slow; come back")
	}
}
