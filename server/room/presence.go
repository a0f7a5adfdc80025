package room

import (
	"sort"

	"mockroom/server/interview"
)

// remotePresence is what another process told of a participant.
type remotePresence struct {
	at     interview.Time
	cursor *Cursor
}

// remoteFor is how long a word from another process counts.
const remoteFor = 6 * interview.Second

// attach lets a connection in; its participant is here.
func (r *room) attach(c *Connection, version *uint64) {
	for other := range r.connections {
		if other.Client == c.Client && other.Participant == c.Participant {
			if c.Attempt > 0 && c.Attempt <= other.Attempt {
				// An old socket that a slow network delivers behind the newest, or a repeated one.
				c.Close(CloseReplaced, "this client has a newer connection")
				return
			}
			delete(r.connections, other)
			other.Close(CloseReplaced, "this client has opened another connection")
		}
	}
	r.heard[c.Participant] = r.now()
	// Before the connection is one of the room's: its welcome comes first, and once.
	r.commit([]request{own(interview.MarkBack{Participant: c.Participant})})
	c.generation = r.state.Generation(c.Participant)
	if c.generation == "" {
		c.Close(CloseForbidden, r.whyClosed(c.Participant))
		return
	}
	r.connections[c] = true
	r.welcome(c, version)
	r.presenceDue = true
	r.publish(c.Participant, true, nil)
}

// detach lets a connection go; lastFrame is when its client was last heard of.
func (r *room) detach(c *Connection, lastFrame interview.Time) {
	if !r.connections[c] {
		return
	}
	delete(r.connections, c)
	if !r.connectedHere(c.Participant) {
		r.heard[c.Participant] = min(lastFrame, r.now())
		r.publish(c.Participant, false, nil)
	}
	r.presenceDue = true
}

func (r *room) connectedHere(id interview.ParticipantID) bool {
	for c := range r.connections {
		if c.Participant == id {
			return true
		}
	}
	return false
}

func (r *room) connected(id interview.ParticipantID) bool {
	p, ok := r.remote[id]
	return r.connectedHere(id) || ok && interview.Duration(r.now()-p.at) < remoteFor
}

// nextAway is when the next participant without a line will have been silent for too long.
func (r *room) nextAway() (interview.Time, bool) {
	var first interview.Time
	for id := range r.state.Participants {
		if !r.state.Present(id) || r.connectedHere(id) {
			continue
		}
		if at := r.heard[id] + interview.Time(interview.AwayAfter); first == 0 || at < first {
			first = at
		}
	}
	return first, first != 0
}

// departures lists who is to be noted as away now.
func (r *room) departures(now interview.Time) []interview.Action {
	var gone []interview.Action
	for id := range r.state.Participants {
		if r.state.Present(id) && !r.connectedHere(id) && now-r.heard[id] >= interview.Time(interview.AwayAfter) {
			gone = append(gone, interview.MarkAway{Participant: id, Since: r.heard[id]})
		}
	}
	return gone
}

func (r *room) publish(id interview.ParticipantID, connected bool, cursor *Cursor) {
	r.registry.Signals.Publish(r.id, Signal{From: r.node, Participant: id, Connected: connected, Cursor: cursor})
}

// hear takes what another process says of its participants.
func (r *room) hear(s Signal) {
	if s.From == r.node {
		return
	}
	if !s.Connected {
		delete(r.remote, s.Participant)
		r.presenceDue = true
		return
	}
	before, known := r.remote[s.Participant]
	now := r.now()
	r.heard[s.Participant] = now
	p := remotePresence{at: now, cursor: before.cursor}
	if s.Cursor != nil {
		p.cursor = s.Cursor
	}
	r.remote[s.Participant] = p
	r.presenceDue = r.presenceDue || !known || s.Cursor != nil
}

// moveCursor notes where a client's selection is.
func (r *room) moveCursor(c *Connection, cursor *Cursor) {
	if !r.connections[c] {
		return
	}
	c.cursor = cursor
	r.presenceDue = true
	r.publish(c.Participant, true, cursor)
}

// beat tells other processes who is here.
func (r *room) beat() {
	for c := range r.connections {
		r.publish(c.Participant, true, nil)
	}
}

// presence lists everybody who has access.
func (r *room) presence() []PresenceEntry {
	list := []PresenceEntry{}
	for id := range r.state.Participants {
		if r.state.Acts(id) == "" {
			continue
		}
		e := PresenceEntry{Participant: id, Connected: r.connected(id), Cursor: r.remote[id].cursor}
		for c := range r.connections {
			if c.Participant == id && c.cursor != nil {
				e.Cursor = c.cursor
			}
		}
		list = append(list, e)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Participant < list[j].Participant })
	return list
}

// tellPresence sends presence to everybody, if it changed.
func (r *room) tellPresence() {
	if !r.presenceDue {
		return
	}
	r.presenceDue = false
	frame := encode(presenceFrame{"presence", r.presence()})
	for c := range r.connections {
		c.Send(frame)
	}
}
