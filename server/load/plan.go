package load

import "time"

// Plan is what is simulated.
type Plan struct {
	// Rooms is how many interviews run at once, each with two typists who make Rate edits a second.
	Rooms int
	Rate  float64
	// Warm is how long the load runs before it is measured, For how long it is measured.
	Warm, For time.Duration
	// Board is how much text, in bytes, lies on each board before the typing begins.
	Board int
	// Previews says that one in so many clients shows the preview; 0 for none.
	Previews int
	// Cursors is how many cursor frames a typist sends for each edit: 0 or 1.
	Cursors int
	// ChatEvery, KitEvery and ReconnectEvery are how often a room says a line, asks for or gives
	// something of the kit, and how often one of its people reconnects; 0 for never.
	ChatEvery, KitEvery, ReconnectEvery time.Duration
	// Check is how many rooms' boards and exports are compared at the end; 0 is all.
	Check int
	// Seed makes the typing repeatable.
	Seed uint64
}

// DefaultPlan is what mockload and the bench begin with.
func DefaultPlan() Plan {
	return Plan{
		Rooms: 50, Rate: 8, Warm: 3 * time.Second, For: 10 * time.Second, Board: 2000, Previews: 10,
		ChatEvery: 10 * time.Second, KitEvery: 10 * time.Second, ReconnectEvery: 30 * time.Second, Seed: 1,
	}
}

// Offered is how many edits a second the plan makes.
func (p Plan) Offered() float64 { return float64(p.Rooms) * 2 * p.Rate }
