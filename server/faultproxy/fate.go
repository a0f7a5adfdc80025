package faultproxy

import (
	"math/rand/v2"
	"time"
)

// Fault is what befalls a connection.
type Fault string

const (
	// None lets the connection be, but for delays.
	None Fault = "none"
	// Cut ends both sides with a reset, wherever in a frame that is.
	Cut Fault = "cut"
	// Drop ends both sides in good form.
	Drop Fault = "drop"
	// Mute keeps both sides open, and nothing passes any more.
	Mute Fault = "mute"
	// HalfClient tells the server that the client is gone, and the client nothing.
	HalfClient Fault = "half-open client"
	// HalfServer tells the client that the server is gone, and the server nothing.
	HalfServer Fault = "half-open server"
	// Stall lets nothing pass for a while, and then everything; later it ends as Drop does.
	Stall Fault = "stall"
	// Late keeps what the client sends, lets the client hear nothing until it gives up, and brings
	// what was kept to the server when the client has long come back another way.
	Late Fault = "late"
	// Repeat cuts, and plays all that the client had sent to the server once more on a second line.
	Repeat Fault = "repeat"
	// Throttle lets only so many bytes a second through from the beginning, and ends as Drop does.
	Throttle Fault = "throttle"
)

// Plan says what a proxy does, and how much of it.
type Plan struct {
	Seed uint64
	// Faults are drawn from evenly; name one twice to have it twice as often.
	Faults []Fault
	// Bytes is between how many bytes a fault happens, in the direction that is drawn for it.
	Bytes [2]int
	// Delay is the longest wait of each piece that passes.
	Delay time.Duration
	// Stall is the longest stall, and how long a Late connection is kept back at most.
	Stall time.Duration
	// Rate is the bytes a second of a throttled connection.
	Rate int
}

// fate is what is drawn for one connection.
type fate struct {
	fault Fault
	// up says that the client's bytes are counted, otherwise the server's; after is how many.
	up    bool
	after int
	pause time.Duration
}

func (p Plan) draw(r *rand.Rand) fate {
	f := fate{fault: None}
	if len(p.Faults) > 0 {
		f.fault = p.Faults[r.IntN(len(p.Faults))]
	}
	f.up = r.IntN(2) == 0
	f.after = p.Bytes[0] + r.IntN(max(1, p.Bytes[1]-p.Bytes[0]))
	f.pause = time.Duration(r.Int64N(int64(max(1, p.Stall))))
	if f.fault == Late {
		f.up = true
	}
	return f
}
