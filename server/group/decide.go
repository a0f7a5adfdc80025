package group

import "mockroom/server/interview"

// Limits of a group.
const (
	MaxMembers = 300
	MaxInvites = 100
)

// Command is what a person wishes for; By is "" for the server itself.
type Command struct {
	By interview.PersonID
	Do Action
}

// Action is what is wished for.
type Action interface{ decide(*decision) error }

// Actions. Make, Join, Leave are anybody's; the others are for whoever runs the group. Names have been
// checked before.
type (
	// Make is the first command of a group.
	Make struct {
		Name   string
		Member interview.MemberID
	}
	// Rename gives it another name.
	Rename struct{ Name string }
	// Invitation is a new link, RevokeInvite closes one.
	Invitation struct {
		ID      string
		Role    interview.GroupRole
		KeyHash string
	}
	RevokeInvite struct{ ID string }
	// Join lets the asker in by a link whose key they brought.
	Join struct {
		Member interview.MemberID
		Invite string
	}
	// Leave is the asker's own going, Remove another's.
	Leave  struct{}
	Remove struct{ Member interview.MemberID }
	// SetRole makes a member a mentor or the reverse, HandOver lets another run the group.
	SetRole struct {
		Member interview.MemberID
		Role   interview.GroupRole
	}
	HandOver struct{ Member interview.MemberID }
	// Close asks whether the asker may delete the group; it leaves no event.
	Close struct{}
	// Merge makes one person's part another's, Forget takes out somebody who is erased. They are the
	// server's.
	Merge  struct{ From, Into interview.PersonID }
	Forget struct{ Person interview.PersonID }
)

type decision struct {
	*State
	now    interview.Time
	by     interview.PersonID
	events []interview.Event
}

// Decide turns a command into the events that it causes, none if it changes nothing. The error is an
// *interview.Error, for the one who asked.
func Decide(s *State, now interview.Time, c Command) ([]interview.Event, error) {
	d := &decision{State: s, now: now, by: c.By}
	// One that nobody is left in is about to go; a link that is still open brings nobody back.
	if _, makes := c.Do.(Make); makes != (s.Number == 0) || s.Empty() {
		return nil, ErrNoGroup
	}
	if err := c.Do.decide(d); err != nil {
		return nil, err
	}
	return d.events, nil
}

// ErrNoGroup is what whoever is not in a group is told: to them there is none.
var ErrNoGroup = interview.Errorf(interview.NotFound, "There is no group of yours at this address.")

var errNoMember = interview.Errorf(interview.NotFound, "Nobody like that is in this group any more.")

func (d *decision) emit(f interview.Fact) {
	d.events = append(d.events, interview.Event{
		Number: d.Number + uint64(len(d.events)) + 1, At: d.now, Audience: interview.ForNobody, Fact: f,
	})
}

// runs refuses whoever does not run the group; to those outside there is none.
func (d *decision) runs() error {
	switch _, in := d.PartOf(d.by); {
	case !in:
		return ErrNoGroup
	case !d.Runs(d.by):
		return interview.Errorf(interview.Forbidden, "Only the person who runs the group can do that.")
	}
	return nil
}

func checkRole(r interview.GroupRole) error {
	if r != interview.GroupMember && r != interview.GroupMentor {
		return interview.Errorf(interview.Invalid, "%q is no role in a group; use member or mentor.", r)
	}
	return nil
}

func (a Make) decide(d *decision) error {
	d.emit(interview.GroupMade{Name: a.Name, Member: a.Member, Person: d.by})
	return nil
}

func (a Rename) decide(d *decision) error {
	if err := d.runs(); err != nil {
		return err
	}
	if a.Name != d.Name {
		d.emit(interview.GroupNamed(a))
	}
	return nil
}

func (a Invitation) decide(d *decision) error {
	if err := d.runs(); err != nil {
		return err
	}
	if err := checkRole(a.Role); err != nil {
		return err
	}
	open := 0
	for _, i := range d.Invites {
		if !i.Revoked {
			open++
		}
	}
	if open >= MaxInvites {
		return interview.Errorf(interview.Conflict, "This group has %d open links; close some first.", MaxInvites)
	}
	d.emit(interview.GroupInvited{Invite: a.ID, Role: a.Role, KeyHash: a.KeyHash})
	return nil
}

func (a RevokeInvite) decide(d *decision) error {
	if err := d.runs(); err != nil {
		return err
	}
	for _, i := range d.Invites {
		if i.ID != a.ID {
			continue
		}
		if !i.Revoked {
			d.emit(interview.GroupInviteRevoked{Invite: a.ID})
		}
		return nil
	}
	return interview.Errorf(interview.NotFound, "There is no such link.")
}

func (a Join) decide(d *decision) error {
	var invite *Invite
	for i := range d.Invites {
		if d.Invites[i].ID == a.Invite && !d.Invites[i].Revoked {
			invite = &d.Invites[i]
		}
	}
	if invite == nil {
		return interview.Errorf(interview.Forbidden, "This link was closed. Ask the person who sent it for a new one.")
	}
	if id, in := d.PartOf(d.by); in {
		// A mentor's link makes a member a mentor; no link takes anything away.
		if invite.Role == interview.GroupMentor && d.Members[id].Role != interview.GroupMentor {
			d.emit(interview.GroupRoleSet{Member: id, Role: interview.GroupMentor})
		}
		return nil
	}
	if len(d.Members) >= MaxMembers {
		return interview.Errorf(interview.Conflict, "This group has %d people already; no more fit in.", MaxMembers)
	}
	d.emit(interview.GroupJoined{Member: a.Member, Person: d.by, Role: invite.Role, Invite: invite.ID})
	return nil
}

func (Leave) decide(d *decision) error {
	id, in := d.PartOf(d.by)
	if !in {
		return ErrNoGroup
	}
	d.emit(interview.GroupLeft{Member: id})
	return nil
}

func (a Remove) decide(d *decision) error {
	if own, in := d.PartOf(d.by); in && own == a.Member {
		return Leave{}.decide(d)
	}
	if err := d.runs(); err != nil {
		return err
	}
	if _, in := d.Members[a.Member]; !in {
		return errNoMember
	}
	d.emit(interview.GroupLeft(a))
	return nil
}

func (a SetRole) decide(d *decision) error {
	if err := d.runs(); err != nil {
		return err
	}
	if err := checkRole(a.Role); err != nil {
		return err
	}
	m, in := d.Members[a.Member]
	if !in {
		return errNoMember
	}
	if m.Role != a.Role {
		d.emit(interview.GroupRoleSet(a))
	}
	return nil
}

func (a HandOver) decide(d *decision) error {
	if err := d.runs(); err != nil {
		return err
	}
	if _, in := d.Members[a.Member]; !in {
		return errNoMember
	}
	if d.Runner != a.Member {
		d.emit(interview.GroupHandedOver(a))
	}
	return nil
}

func (Close) decide(d *decision) error { return d.runs() }

func (a Merge) decide(d *decision) error {
	from, in := d.PartOf(a.From)
	if !in {
		return nil
	}
	into, both := d.PartOf(a.Into)
	if !both {
		d.emit(interview.GroupMerged{Member: from, Person: a.Into})
		return nil
	}
	if d.Members[from].Role == interview.GroupMentor && d.Members[into].Role != interview.GroupMentor {
		d.emit(interview.GroupRoleSet{Member: into, Role: interview.GroupMentor})
	}
	if d.Runner == from {
		d.emit(interview.GroupHandedOver{Member: into})
	}
	d.emit(interview.GroupLeft{Member: from})
	return nil
}

func (a Forget) decide(d *decision) error {
	if id, in := d.PartOf(a.Person); in {
		d.emit(interview.GroupLeft{Member: id})
	}
	return nil
}
