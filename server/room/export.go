package room

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/interview"
)

// Export is a session as one participant may see it, with the problem's files that they may read,
// and the key to sign it with. Events are what a view from the beginning would have been shown; what
// it would not is there as a hash.
func (g *Registry) Export(ctx context.Context, session string, viewer interview.ParticipantID) (archive.Export, ed25519.PrivateKey, error) {
	var e archive.Export
	key, err := g.SigningKey(ctx)
	if err != nil {
		return e, nil, err
	}
	snapshot, err := g.Snapshot(ctx, session, viewer)
	if err != nil {
		return e, nil, err
	}
	state := interview.NewState()
	var all []interview.Event
	for event, err := range g.Journal.Read(ctx, SessionStream(session), 1) {
		if err != nil {
			return e, nil, fmt.Errorf("reading a session: %w", err)
		}
		if err := state.Apply(event); err != nil {
			return e, nil, fmt.Errorf("reading a session: %w", err)
		}
		all = append(all, event)
	}
	e.Header = archive.Header{ExportedAt: g.Clock.Wall(), Viewer: viewer, Role: snapshot.Role, People: snapshot.People, Problem: snapshot.State.Problem}
	for _, event := range all {
		seen, ok := state.Filter(viewer, event)
		if ok {
			e.Items = append(e.Items, archive.Item{Event: &archive.Event{At: seen.At, By: seen.By, Kind: seen.Fact.Kind(), Data: seen.Fact}})
			continue
		}
		hash, err := archive.Withhold(key, session, event)
		if err != nil {
			return e, nil, err
		}
		e.Items = append(e.Items, archive.Item{Withheld: hash})
	}
	if p, err := g.Problems.Problem(ctx, state.Problem); err == nil {
		e.Files = filesFor(state, viewer, p)
		if state.SeesUnit(viewer, interview.Solution) {
			e.Problem = state.Problem
		}
	}
	return e, key, nil
}

// filesFor are the problem's files that a participant may read; a file's name decides who may.
func filesFor(s *interview.State, viewer interview.ParticipantID, p *problems.Problem) map[string][]byte {
	switch {
	case s.SeesUnit(viewer, interview.Solution):
		return p.Files
	case s.SeesUnit(viewer, interview.Statement):
		return map[string][]byte{"problem.md": p.Files["problem.md"]}
	}
	return nil
}
