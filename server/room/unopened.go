package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// unopened says of a session that is not live whether a key can open anything of it, without folding
// the session or opening its room: strangers who guess cost a look at the index. It reads on in the
// journal where the index lags, so that it is never wrong; the room itself then decides.
func (g *Registry) unopened(ctx context.Context, session, key string) error {
	id := SessionStream(session)
	g.mu.Lock()
	_, live := g.rooms[id]
	g.mu.Unlock()
	if live {
		return nil
	}
	known, opens := g.index.opens(id, key)
	if opens {
		return nil
	}
	for e, err := range g.Journal.Read(ctx, id, known+1) {
		if errors.Is(err, journal.ErrErased) {
			return errDeleted
		}
		if err != nil {
			return fmt.Errorf("looking for a key: %w", err)
		}
		known = e.Number
		if factOpens(e.Fact, key) {
			return nil
		}
	}
	if known == 0 {
		return errNoSession
	}
	return errNoKey
}

var (
	errNoSession = interview.Errorf(interview.NotFound, "This link opens nothing. It may be incomplete.")
	errNoKey     = interview.Errorf(interview.Forbidden, "This key opens nothing here. Ask the person who sent the link for a new one.")
	errDeleted   = interview.Errorf(interview.Gone, "This session was deleted.")
)

// factOpens says whether a fact brings the key into a session.
func factOpens(f interview.Fact, key string) bool {
	switch f := f.(type) {
	case interview.SessionCreated:
		for _, i := range f.Invites {
			if i.KeyHash != "" && Matches(i.KeyHash, key) {
				return true
			}
		}
	case interview.InviteMade:
		return f.Invite.KeyHash != "" && Matches(f.Invite.KeyHash, key)
	case interview.ShareMade:
		return f.KeyHash != "" && Matches(f.KeyHash, key)
	case interview.ParticipantJoined:
		return f.TokenHash != "" && Matches(f.TokenHash, key)
	}
	return false
}

// opens says whether a key is one of a session's, and up to which event the index knows it; 0 is not
// at all.
func (x *Index) opens(id journal.ID, key string) (known uint64, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.session(id, slog.New(slog.DiscardHandler))
	if s == nil {
		return 0, false
	}
	if _, ok = access(s, key); !ok {
		_, ok = shareOf(s, key)
	}
	return s.Number, ok
}
