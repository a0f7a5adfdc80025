package room

import (
	"context"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// retireEvery is how often old sessions are looked for.
const retireEvery = 10 * interview.Minute

// retire erases sessions whose last event is longer ago than they are kept.
func (g *Registry) retire() {
	for {
		timer, stop := g.Clock.Timer(retireEvery)
		select {
		case <-timer:
		case <-g.ctx.Done():
			stop()
			return
		}
		before := g.Clock.Wall() - interview.Time(g.Keep)
		for id, number := range g.index.quietSince(before) {
			if err := g.retireOne(g.ctx, id, number); err != nil {
				g.Log.Warn("an old session was not erased", "error", err)
				break
			}
		}
	}
}

// retireOne erases a session of which the index knows no event after a number, unless the journal
// has a later one.
func (g *Registry) retireOne(ctx context.Context, id journal.ID, number uint64) error {
	for _, err := range g.Journal.Read(ctx, id, number+1) {
		return err
	}
	session, _ := sessionOf(id)
	return g.eraseSession(ctx, interview.SessionErased{Session: session, By: interview.ByRetention})
}
