package operator

import (
	"context"

	"mockroom/server/interview"
)

const (
	// lookEvery is how often pending erasures are looked for.
	lookEvery = 10 * interview.Minute
	// latest is when bytes are taken out of the file although somebody is connected: well within a
	// day, so that a failed attempt can be repeated.
	latest = 20 * 60 * interview.Minute
)

// Run takes the bytes of what was erased out of the file: when nobody is connected, at the latest
// after most of a day. It ends with ctx.
func (o *Operator) Run(ctx context.Context) {
	for {
		timer, stop := o.Registry.Clock.Timer(lookEvery)
		select {
		case <-timer:
		case <-ctx.Done():
			stop()
			return
		}
		if !o.due(ctx) {
			continue
		}
		if _, err := o.Compact(ctx); err != nil && ctx.Err() == nil {
			o.Registry.Log.Warn("erased bytes could not be taken out of the file yet", "error", err)
		}
	}
}

// due says whether the file is to be written anew now.
func (o *Operator) due(ctx context.Context) bool {
	pending, err := o.Registry.Pending(ctx)
	if err != nil || len(pending) == 0 {
		return false
	}
	waited := interview.Duration(o.Registry.Clock.Wall() - pending[0].At)
	return waited >= latest || o.Registry.Counters().Connections.Load() == 0
}
