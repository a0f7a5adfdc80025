package room

import (
	"bytes"
	"testing"
)

// TestQueuesAreBoundedInFramesAndBytes fills the queue of a client that reads nothing.
func TestQueuesAreBoundedInFramesAndBytes(t *testing.T) {
	for _, test := range []struct{ size, most int }{{1, outbox}, {100 << 10, outboxBytes / (100 << 10)}, {outboxBytes, 1}, {3 * outboxBytes, 1}} {
		c := NewConnection("p-1", "client-slow")
		told := 0
		c.OnClose(func() { told++ })
		frame := bytes.Repeat([]byte("x"), test.size)
		for range 2 * outbox {
			c.Send(frame)
		}
		if len(c.frames) != test.most {
			t.Errorf("%d frames of %d bytes wait, want %d", len(c.frames), test.size, test.most)
		}
		select {
		case <-c.Done():
			if code, _ := c.Reason(); code != CloseTooSlow || told != 1 {
				t.Errorf("closed with %d, told %d times", code, told)
			}
		default:
			t.Errorf("a full queue of %d bytes waits", test.size)
		}
	}
}

// TestReadFramesMakeRoom sends more through a queue than it holds at once.
func TestReadFramesMakeRoom(t *testing.T) {
	c := NewConnection("p-1", "client-fine")
	frame := bytes.Repeat([]byte("x"), outboxBytes/2)
	for range 20 {
		c.Send(frame)
		c.Written(<-c.Frames())
	}
	select {
	case <-c.Done():
		t.Error("a client that reads was dropped")
	default:
	}
}
