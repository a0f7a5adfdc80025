package room

import (
	"errors"
	"maps"

	"mockroom/server/interview"
)

// holdPositions notes how far each connection's view is, before events are applied.
func (r *room) holdPositions() {
	for c := range r.connections {
		c.position = r.state.Position(c.Participant)
	}
}

// fanOut shows committed events to everybody connected. The state is already the one behind them;
// the connections' positions are those ahead of them.
func (r *room) fanOut(events []interview.Event) {
	r.learnNames(events)
	r.noteEdits(events)
	tells := touches(events)
	plain := plainForAll(events)
	var encoded []byte
	var at uint64
	for c := range r.connections {
		role := r.state.Acts(c.Participant)
		if role == "" {
			c.Close(CloseForbidden, r.whyClosed(c.Participant))
			delete(r.connections, c)
			r.presenceDue = true
			continue
		}
		if generation := r.state.Generation(c.Participant); generation != c.generation {
			c.generation = generation
			r.welcome(c, nil)
			continue
		}
		if plain {
			if encoded == nil || at != c.position {
				encoded, at = encodePlain(r.now(), c.position, events), c.position
			}
			c.Send(encoded)
			continue
		}
		if frame := r.eventsFor(c, events, tells); frame != nil {
			c.Send(frame)
		}
	}
}

// whyClosed says in a few words why a participant has no access any more.
func (r *room) whyClosed(id interview.ParticipantID) string {
	if errors.Is(r.state.Access(id), interview.ErrTakenBack) {
		return "consent was taken back"
	}
	return "this access was revoked"
}

// touched is which extras a batch of events brings along.
type touched struct{ clock, people, prompt bool }

func touches(events []interview.Event) touched {
	var t touched
	for _, e := range events {
		switch e.Fact.(type) {
		case interview.PhaseStarted:
			t.clock, t.prompt = true, true
		case interview.ClockPaused, interview.ClockResumed, interview.ClockExtended:
			t.clock = true
		case interview.ParticipantJoined:
			t.people = true
		}
	}
	return t
}

// plainForAll says that everybody sees these events alike, so that equal views are encoded once.
func plainForAll(events []interview.Event) bool {
	for _, e := range events {
		switch e.Fact.(type) {
		case interview.BoardEdited, interview.ChatSaid, interview.ParticipantAway, interview.ParticipantBack, interview.ReadySet:
		default:
			return false
		}
	}
	return true
}

// eventsFor encodes what one participant may see of events; nil if that is nothing.
func (r *room) eventsFor(c *Connection, events []interview.Event, tells touched) []byte {
	now, viewer := r.now(), c.Participant
	frame := eventsFrame{Type: "events", Now: now, Position: c.position, Items: []Item{}}
	for _, e := range events {
		seen, ok := r.state.Filter(viewer, e)
		if !ok {
			continue
		}
		frame.Position++
		frame.Items = append(frame.Items, Item{frame.Position, seen.At, seen.By, seen.Fact.Kind(), seen.Fact})
	}
	if len(frame.Items) == 0 {
		return nil
	}
	if tells.clock {
		clock := r.state.ClockAt(now)
		frame.Clock = &clock
	}
	if tells.people {
		frame.People = r.names
	}
	if tells.prompt {
		frame.Prompt = r.promptFor(viewer)
	}
	return encode(frame)
}

func (r *room) learnNames(events []interview.Event) {
	for _, e := range events {
		switch f := e.Fact.(type) {
		case interview.ParticipantJoined:
			r.learnName(f.Participant)
		case interview.ParticipantMerged:
			r.learnName(f.Participant)
		}
	}
}

// promptFor is the problem as a participant may read it now, nil if not at all.
func (r *room) promptFor(viewer interview.ParticipantID) *Prompt {
	if r.problem == nil || r.state.ReadProblem(viewer, r.problem).Prompt == "" {
		return nil
	}
	return r.prompt
}

// snapshot is what a participant may see now. version is what the client's editor is at, or nil.
func (r *room) snapshot(viewer interview.ParticipantID, version *uint64) Snapshot {
	now := r.now()
	return Snapshot{
		You: viewer, Role: r.state.Acts(viewer), Now: now, Position: r.state.Position(viewer),
		State: r.state.Project(viewer), Clock: r.state.ClockAt(now), People: maps.Clone(r.names),
		Prompt: r.promptFor(viewer), Board: r.board(version), Presence: r.presence(),
	}
}

// maxCatchUp is how many updates a client may be behind before it gets the whole text.
const maxCatchUp = 20_000

// board is the board for a client at a version: what it lacks, or the text.
func (r *room) board(version *uint64) BoardView {
	head := r.state.BoardVersion
	view := BoardView{Version: head}
	if version != nil && *version <= head && head-*version <= maxCatchUp {
		missing := head - *version
		recent := r.state.Recent
		if missing <= uint64(len(recent)) {
			view.Updates = recent[uint64(len(recent))-missing:]
			return view
		}
		if over, err := r.history(*version, nil); err == nil && uint64(len(over)) == missing {
			view.Updates = over
			return view
		}
	}
	text := r.state.Board.String()
	view.Text = &text
	return view
}

// welcome sends a connection everything anew.
func (r *room) welcome(c *Connection, version *uint64) {
	c.Send(encode(welcomeFrame{
		Type: "welcome", Protocol: Protocol, Last: r.state.Clients[c.Client],
		Snapshot: r.snapshot(c.Participant, version),
	}))
}
