package room

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/interview"
)

// Exporter reads sessions out of a journal, whether a server is running on it or not.
type Exporter struct {
	Config
	server *serverLog
}

// NewExporter is for a journal on which no server is running. Of the configuration it needs the
// journal, the clock, the people and the problems.
func NewExporter(c Config) *Exporter {
	return &Exporter{c, &serverLog{journal: c.Journal, clock: c.Clock}}
}

// Exporter is for this server's journal.
func (g *Registry) Exporter() *Exporter { return &Exporter{g.Config, g.server} }

// Export is a session as one participant may see it, with the problem's files that they may read,
// and the key to sign it with.
func (g *Registry) Export(ctx context.Context, session string, viewer interview.ParticipantID, without interview.Redaction) (archive.Export, ed25519.PrivateKey, error) {
	return g.Exporter().Export(ctx, session, func(*interview.State) interview.ParticipantID { return viewer }, without)
}

// Export is a session as one participant may see it. Events are what a view from the beginning would
// have been shown, without what is to be left out; what is not shown is there as a hash.
func (x *Exporter) Export(ctx context.Context, session string, as func(*interview.State) interview.ParticipantID, without interview.Redaction) (archive.Export, ed25519.PrivateKey, error) {
	var e archive.Export
	key, err := x.server.signingKey(ctx)
	if err != nil {
		return e, nil, err
	}
	state, all, err := x.read(ctx, session)
	if err != nil {
		return e, nil, err
	}
	viewer := as(state)
	if state.Acts(viewer) == "" {
		return e, nil, interview.Errorf(interview.Forbidden, "Nobody takes part in this session in that way.")
	}
	view := state.Project(viewer)
	names, err := x.names(ctx, state)
	if err != nil {
		return e, nil, err
	}
	redactor := interview.NewRedactor(without, view, names)
	e.Header = archive.Header{ExportedAt: x.Clock.Wall(), Viewer: viewer, Role: state.Acts(viewer), Problem: view.Problem, People: redactor.People(), Redacted: without.List()}
	edits := redactor.Boards(boardEdits(all))
	for _, event := range all {
		seen, ok := state.Filter(viewer, event)
		if _, edit := event.Fact.(interview.BoardEdited); edit && ok {
			seen.Fact = edits[0]
		} else if ok {
			seen.Fact, ok = redactor.Fact(seen.Fact)
		}
		if _, edit := event.Fact.(interview.BoardEdited); edit {
			edits = edits[1:]
		}
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
	if p, err := x.Problems.Problem(ctx, state.Problem); err == nil {
		e.Files = filesFor(state, viewer, p)
		if state.SeesUnit(viewer, interview.Solution) {
			e.Problem = state.Problem
		}
	}
	return e, key, nil
}

// boardEdits are the edits of the board among events, in order.
func boardEdits(events []interview.Event) []interview.BoardEdited {
	var edits []interview.BoardEdited
	for _, e := range events {
		if f, ok := e.Fact.(interview.BoardEdited); ok {
			edits = append(edits, f)
		}
	}
	return edits
}

// read folds a session from its journal.
func (x *Exporter) read(ctx context.Context, session string) (*interview.State, []interview.Event, error) {
	fold := interview.NewFold()
	var all []interview.Event
	for event, err := range x.Journal.Read(ctx, SessionStream(session), 1) {
		if err != nil {
			return nil, nil, fmt.Errorf("reading a session: %w", err)
		}
		if err := fold.Apply(event); err != nil {
			return nil, nil, fmt.Errorf("reading a session: %w", err)
		}
		all = append(all, event)
	}
	if len(all) == 0 {
		return nil, nil, interview.Errorf(interview.NotFound, "There is no session with this id here.")
	}
	return fold.State(), all, nil
}

// names are what a session's participants go by.
func (x *Exporter) names(ctx context.Context, state *interview.State) (map[interview.ParticipantID]string, error) {
	names := map[interview.ParticipantID]string{}
	for id, p := range state.Participants {
		if p.Person == "" {
			continue
		}
		name, err := x.People.Name(ctx, p.Person)
		if err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, nil
}

// SeatOf finds who has a seat of a session; "" is the seat that sees most, the interviewer's, or the
// candidate's alone.
func SeatOf(role interview.Role) func(*interview.State) interview.ParticipantID {
	return func(s *interview.State) interview.ParticipantID {
		if role != "" {
			return s.Holder(role)
		}
		if s.Mode == interview.Solo || s.Holder(interview.Interviewer) == "" {
			return s.Holder(interview.Candidate)
		}
		return s.Holder(interview.Interviewer)
	}
}

// PersonOf is who has a seat of a session.
func (x *Exporter) PersonOf(ctx context.Context, session string, seat interview.Role) (interview.PersonID, error) {
	state, _, err := x.read(ctx, session)
	if err != nil {
		return "", err
	}
	person := state.Participants[state.Holder(seat)].Person
	if person == "" {
		return "", interview.Errorf(interview.NotFound, "Nobody has that seat in this session.")
	}
	return person, nil
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
