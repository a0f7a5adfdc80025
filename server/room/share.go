package room

import (
	"context"

	"mockroom/server/interview"
)

// Shared finds the link by which somebody reads a session, and says so where it shows nothing any more.
// It asks the session's own events, never an index.
func (g *Registry) Shared(ctx context.Context, session, key string) (interview.Share, error) {
	var share interview.Share
	if !ValidSession(session) || key == "" || len(key) > 200 {
		return share, errNoSession
	}
	if err := g.unopened(ctx, session, key); err != nil {
		return share, err
	}
	err := g.inspect(ctx, session, func(r *room) error {
		found, ok := shareOf(r.state, key)
		if !ok {
			return errNoKey
		}
		share = found
		return r.state.ShareOpen(found, r.now())
	})
	return share, err
}

func shareOf(s *interview.State, key string) (interview.Share, bool) {
	for _, share := range s.Shares {
		if share.KeyHash != "" && Matches(share.KeyHash, key) {
			return share, true
		}
	}
	return interview.Share{}, false
}
