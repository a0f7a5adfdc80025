// Package group is the domain of groups: a club, a class, a team, with members who practise and
// mentors who score what members open to them. A group is a stream of events; Decide turns a command
// into events against a State, Apply folds one. Like package interview it is pure: no I/O, no clock.
//
// One of its people runs a group: invites, renames, removes. A group that nobody is left in has no
// one who could, and is to be erased by the caller.
package group

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"mockroom/server/interview"
)

// State is the fold of a group's events.
type State struct {
	Name    string
	MadeAt  interview.Time
	Runner  interview.MemberID
	Members map[interview.MemberID]Member
	Invites []Invite
	// Number is that of the last event.
	Number uint64
}

// Member is somebody's part in the group.
type Member struct {
	Person interview.PersonID
	Role   interview.GroupRole
	Since  interview.Time
}

// Invite is a link into the group, and how often it was used.
type Invite struct {
	ID      string
	Role    interview.GroupRole
	KeyHash string
	MadeAt  interview.Time
	Used    int
	Revoked bool
}

// NewState is the state before the first event.
func NewState() *State { return &State{Members: map[interview.MemberID]Member{}} }

// Clone is an independent State.
func (s *State) Clone() *State {
	c := *s
	c.Members, c.Invites = maps.Clone(s.Members), slices.Clone(s.Invites)
	return &c
}

// Apply folds one event.
func (s *State) Apply(e interview.Event) error {
	switch f := e.Fact.(type) {
	case interview.GroupMade:
		s.Name, s.MadeAt, s.Runner = f.Name, e.At, f.Member
		s.Members[f.Member] = Member{f.Person, interview.GroupMentor, e.At}
	case interview.GroupNamed:
		s.Name = f.Name
	case interview.GroupInvited:
		s.Invites = append(slices.Clip(s.Invites), Invite{ID: f.Invite, Role: f.Role, KeyHash: f.KeyHash, MadeAt: e.At})
	case interview.GroupInviteRevoked:
		s.invite(f.Invite, func(i *Invite) { i.Revoked = true })
	case interview.GroupJoined:
		s.Members[f.Member] = Member{f.Person, f.Role, e.At}
		s.invite(f.Invite, func(i *Invite) { i.Used++ })
	case interview.GroupLeft:
		delete(s.Members, f.Member)
		if s.Runner == f.Member {
			s.Runner = s.successor()
		}
	case interview.GroupRoleSet:
		s.change(f.Member, func(m *Member) { m.Role = f.Role })
	case interview.GroupHandedOver:
		s.Runner = f.Member
	case interview.GroupMerged:
		s.change(f.Member, func(m *Member) { m.Person = f.Person })
	default:
		return fmt.Errorf("applying event %d: %s does not belong in a group", e.Number, e.Fact.Kind())
	}
	s.Number = e.Number
	return nil
}

func (s *State) invite(id string, with func(*Invite)) {
	for i := range s.Invites {
		if s.Invites[i].ID == id {
			with(&s.Invites[i])
		}
	}
}

func (s *State) change(id interview.MemberID, with func(*Member)) {
	if m, ok := s.Members[id]; ok {
		with(&m)
		s.Members[id] = m
	}
}

// successor is who runs the group when its runner has gone.
func (s *State) successor() interview.MemberID {
	list := s.Listed()
	for _, id := range list {
		if s.Members[id].Role == interview.GroupMentor {
			return id
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return ""
}

// Listed are the members, longest-standing first.
func (s *State) Listed() []interview.MemberID {
	return slices.SortedFunc(maps.Keys(s.Members), func(a, b interview.MemberID) int {
		return cmp.Or(cmp.Compare(s.Members[a].Since, s.Members[b].Since), cmp.Compare(a, b))
	})
}

// PartOf is the member that a person is.
func (s *State) PartOf(person interview.PersonID) (interview.MemberID, bool) {
	for id, m := range s.Members {
		if m.Person == person && person != "" {
			return id, true
		}
	}
	return "", false
}

// Mentors says whether a person scores for the group.
func (s *State) Mentors(person interview.PersonID) bool {
	id, ok := s.PartOf(person)
	return ok && s.Members[id].Role == interview.GroupMentor
}

// Runs says whether a person runs the group.
func (s *State) Runs(person interview.PersonID) bool {
	id, ok := s.PartOf(person)
	return ok && s.Runner == id
}

// Empty says that nobody is left.
func (s *State) Empty() bool { return s.Number > 0 && len(s.Members) == 0 }
