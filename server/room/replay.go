package room

import (
	"context"
	"fmt"

	"mockroom/server/interview"
)

// Replay is a session's whole past as one participant may see it now, oldest first.
type Replay struct {
	You    interview.ParticipantID            `json:"you"`
	Role   interview.Role                     `json:"role"`
	State  *interview.State                   `json:"state"`
	People map[interview.ParticipantID]string `json:"people"`
	Items  []Item                             `json:"items"`
}

// PhaseBoards reads the boards at the ends of a session's timed phases, for one of its participants.
func (g *Registry) PhaseBoards(ctx context.Context, session string, viewer interview.ParticipantID) ([]interview.PhaseBoard, error) {
	var last uint64
	err := g.inspect(ctx, session, func(r *room) error {
		if r.state.Acts(viewer) == "" {
			return interview.Errorf(interview.Forbidden, "You have no access to this session any more.")
		}
		last = r.state.Number
		return nil
	})
	if err != nil {
		return nil, err
	}
	var boards interview.PhaseBoards
	for e, err := range g.Journal.Read(ctx, SessionStream(session), 1) {
		if err != nil {
			return nil, fmt.Errorf("reading a session: %w", err)
		}
		if e.Number > last {
			break
		}
		if err := boards.Apply(e); err != nil {
			return nil, fmt.Errorf("the board of a session: %w", err)
		}
	}
	return boards.List(), nil
}

// Replay reads a session's events, each as its viewer may see it with the rights of now: what the
// review has opened is open in the past too. It is there when the interview is over.
func (g *Registry) Replay(ctx context.Context, session string, viewer interview.ParticipantID) (Replay, error) {
	var replay Replay
	var now *interview.State
	err := g.inspect(ctx, session, func(r *room) error {
		if err := r.state.Access(viewer); err != nil {
			return err
		}
		if r.state.Phase < interview.Scoring {
			return interview.Errorf(interview.Conflict, "The replay opens with the scoring.")
		}
		now = r.state.Clone()
		s := r.snapshot(viewer, nil)
		replay.You, replay.Role, replay.State, replay.People = s.You, s.Role, s.State, s.People
		return nil
	})
	if err != nil {
		return replay, err
	}
	replay.Items = []Item{}
	for e, err := range g.Journal.Read(ctx, SessionStream(session), 1) {
		if err != nil {
			return replay, fmt.Errorf("reading a session: %w", err)
		}
		if e.Number > now.Number {
			break
		}
		seen, ok := now.Filter(viewer, e)
		if !ok {
			continue
		}
		replay.Items = append(replay.Items, Item{uint64(len(replay.Items) + 1), seen.At, seen.By, seen.Fact.Kind(), seen.Fact})
	}
	return replay, nil
}
