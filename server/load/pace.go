package load

import (
	"context"
	"time"
)

// hand is something that makes one edit at each of its due times.
type hand interface {
	edit(due time.Time)
}

// pace calls the hands in turn, each rate times a second, staggered evenly, from start until end. It
// never waits for a hand: who is late is called at once, with the time at which it was due. Every
// span between due and called goes to late.
func pace(ctx context.Context, hands []hand, rate float64, start, end time.Time, late *Latencies) {
	if len(hands) == 0 || rate <= 0 {
		return
	}
	period := time.Duration(float64(time.Second) / rate)
	for cycle := 0; ; cycle++ {
		begin := start.Add(time.Duration(cycle) * period)
		for i, h := range hands {
			due := begin.Add(period * time.Duration(i) / time.Duration(len(hands)))
			if !due.Before(end) {
				return
			}
			now := time.Now()
			if wait := due.Sub(now); wait > 0 {
				// Sleeps are a millisecond long at least, so that a thousand hands wake it seldom.
				if !sleep(ctx, max(wait, time.Millisecond)) {
					return
				}
				now = time.Now()
			} else if ctx.Err() != nil {
				return
			}
			late.Add(now.Sub(due))
			h.edit(due)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
