package archive

import (
	"fmt"
	"slices"

	"mockroom/server/interview"
)

// Link is a new way into an imported session.
type Link struct {
	Role interview.Role
	// Name is whose part it is, "" for a link that lets new people in.
	Name   string
	Invite interview.Invite
}

// Secrets makes what a new session needs: a fresh id of a link, and a key with its hash.
type Secrets interface {
	Link() (id string)
	Key() (secret, hash string)
	Person() interview.PersonID
}

// Session is what an export becomes on a server: the events of a new session, the persons behind
// its participants, and the keys of its links.
type Session struct {
	Events  []interview.Event
	Persons map[interview.PersonID]string
	Links   []Link
	// Keys are the links' secrets by invite; they are kept nowhere.
	Keys map[string]string
}

// Build makes a session out of an export. Links and persons are new: whoever took part comes back by
// a link of their own. What was withheld stays away. A clock that was running stands.
func Build(e Export, secrets Secrets) (Session, error) {
	b := &builder{
		Session: Session{Persons: map[interview.PersonID]string{}, Keys: map[string]string{}},
		export:  e, secrets: secrets, state: interview.NewState(), persons: map[interview.ParticipantID]interview.PersonID{},
	}
	roles := map[interview.ParticipantID]interview.Role{}
	for _, item := range e.Items {
		if item.Event == nil {
			continue
		}
		if f, ok := item.Event.Data.(interview.ParticipantJoined); ok {
			roles[f.Participant] = f.Role
		}
	}
	for i, item := range e.Items {
		if item.Event == nil {
			continue
		}
		if err := b.add(*item.Event, roles); err != nil {
			return b.Session, fmt.Errorf("event %d, %s: %w", i+1, item.Event.Kind, err)
		}
	}
	if b.state.Number == 0 {
		return b.Session, fmt.Errorf("the export holds no session")
	}
	if b.state.Phase.Timed() && b.state.OpenPause() == nil && b.state.Closed == "" {
		if err := b.emit(interview.Event{At: b.state.At, Audience: interview.ForAll, Fact: interview.ClockPaused{Reason: interview.PausedNobody}}); err != nil {
			return b.Session, err
		}
	}
	return b.Session, nil
}

type builder struct {
	Session
	export  Export
	secrets Secrets
	state   *interview.State
	persons map[interview.ParticipantID]interview.PersonID
}

func (b *builder) emit(e interview.Event) error {
	e.Number = b.state.Number + 1
	if e.Number > interview.MaxEvents {
		return fmt.Errorf("a session has at most %d events", interview.MaxEvents)
	}
	if err := b.state.Apply(e); err != nil {
		return err
	}
	if len(b.state.Participants) > interview.MaxParticipants {
		return fmt.Errorf("a session has at most %d people", interview.MaxParticipants)
	}
	if b.state.Board.Bytes() > interview.MaxBoard {
		return fmt.Errorf("the board is over %d KiB", interview.MaxBoard>>10)
	}
	b.Events = append(b.Events, e)
	return nil
}

func (b *builder) add(e Event, roles map[interview.ParticipantID]interview.Role) error {
	first := b.state.Number == 0
	if _, creates := e.Data.(interview.SessionCreated); creates != first {
		return fmt.Errorf("a session begins with its creation, once")
	}
	if e.At < b.state.At {
		return fmt.Errorf("it happened before what stands above it")
	}
	if err := interview.CheckFact(e.Data); err != nil {
		return err
	}
	fact := e.Data
	switch f := e.Data.(type) {
	case interview.SessionCreated:
		if err := f.Plan.Check(); err != nil {
			return err
		}
		f.Problem = b.export.Problem
		f.Invites = b.invites(f.Mode, roles)
		fact = f
	case interview.ParticipantJoined:
		f.Person, f.TokenHash, f.Invite = b.person(f.Participant), "", b.inviteFor(f.Participant)
		fact = f
	case interview.InviteMade, interview.InviteRevoked, interview.ShareMade, interview.ShareRevoked:
		return nil // Links of the other server open nothing here.
	case interview.PersonCreated, interview.PersonNamed, interview.PersonContentSeen,
		interview.ServerStarted, interview.ServerBeat, interview.ServerSigns, interview.SessionErased,
		interview.PersonErased, interview.ServerCompacted, interview.ServerBackedUp:
		return fmt.Errorf("it does not belong in a session")
	}
	return b.emit(interview.Event{At: e.At, By: e.By, Audience: interview.AudienceOf(fact, roles[e.By], b.state.Phase), Fact: fact})
}

// invites makes a link for each participant, and for mentors and observers who are new.
func (b *builder) invites(mode interview.Mode, roles map[interview.ParticipantID]interview.Role) []interview.Invite {
	var list []interview.Invite
	add := func(role interview.Role, who interview.ParticipantID, name string) {
		secret, hash := b.secrets.Key()
		invite := interview.Invite{ID: b.secrets.Link(), Role: role, For: who, KeyHash: hash}
		list = append(list, invite)
		b.Keys[invite.ID] = secret
		b.Links = append(b.Links, Link{role, name, invite})
	}
	for _, role := range interview.Roles() {
		if mode == interview.Solo && role == interview.Interviewer {
			continue
		}
		var ids []interview.ParticipantID
		for id, r := range roles {
			if r == role {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		for _, id := range ids {
			name := b.export.People[id]
			if name == "" {
				name = "somebody"
			}
			add(role, id, name)
		}
		if role == interview.Mentor || role == interview.Observer || len(ids) == 0 {
			add(role, "", "")
		}
	}
	return list
}

func (b *builder) inviteFor(id interview.ParticipantID) string {
	for _, l := range b.Links {
		if l.Invite.For == id {
			return l.Invite.ID
		}
	}
	return ""
}

// person is who stands behind a participant until somebody comes by the link.
func (b *builder) person(id interview.ParticipantID) interview.PersonID {
	if p, ok := b.persons[id]; ok {
		return p
	}
	p := b.secrets.Person()
	b.persons[id] = p
	name := b.export.People[id]
	if name == "" {
		name = "somebody"
	}
	b.Persons[p] = name
	return p
}
