package interview

import (
	"fmt"
	"slices"
)

// AwayAfter is how long after the last heartbeat somebody counts as away.
const AwayAfter = 15 * Second

// SeatAnswer is how long a seat's holder has to say no.
const SeatAnswer = 30 * Second

func (a Create) decide(d *decision) error {
	if err := a.Session.Plan.Check(); err != nil {
		return err
	}
	d.emitAs(d.command.ID, a.Joined.Participant, ForAll, a.Session)
	d.emitAs(d.command.ID, a.Joined.Participant, ForAll, a.Joined)
	if a.Joined.Role == Candidate || a.Joined.Role == Interviewer {
		d.emitAs(d.command.ID, a.Joined.Participant, ForAll, SeatTaken{Role: a.Joined.Role, Participant: a.Joined.Participant})
	}
	return nil
}

func (a Join) decide(d *decision) error {
	if !d.inviteOpen(a.Invite, a.Role) {
		return Errorf(Forbidden, "This link was replaced. Ask the person who sent it for the new one.")
	}
	id := a.Participant
	if back := d.bringsBack(a.Invite); back != "" {
		id = back
	}
	for pid, p := range d.Participants {
		if p.Person != a.Person || a.Person == "" || p.Revoked {
			continue
		}
		if p.Role == a.Role {
			id = pid
			continue
		}
		if clash := d.clash(pid, p.Role, a.Role); clash != nil {
			return clash
		}
	}
	through, err := d.admitOutsider(id, a.Role)
	if err != nil {
		return err
	}
	if _, again := d.Participants[id]; !again && len(d.Participants) >= MaxParticipants {
		return Errorf(Conflict, "This session has %d people already; no more fit in.", MaxParticipants)
	}
	d.emitAs(d.command.ID, id, ForAll, ParticipantJoined{id, a.Role, a.Person, a.Invite, a.TokenHash, through})
	d.sit(id, a.Role)
	return nil
}

// admitOutsider refuses a mentor's or an observer's link after the interview where the pair has not
// agreed, but for who was there before; it says under which consent they come.
func (d *decision) admitOutsider(id ParticipantID, role Role) (Outsiders, error) {
	if p, again := d.Participants[id]; again {
		if d.closedTo(p) {
			return "", ErrTakenBack
		}
		return "", nil
	}
	if !role.outside() || d.Phase < Scoring {
		return "", nil
	}
	return ByLink, d.refuseWithout(ByLink)
}

// sit gives somebody who comes in the seat of their role, if it is free or its holder is away.
func (d *decision) sit(id ParticipantID, role Role) {
	if role != Candidate && role != Interviewer || d.Closed != "" {
		return
	}
	if holder := d.Holder(role); holder == "" || holder != id && d.awayFor(holder, AwayAfter) {
		d.emitAs(d.command.ID, id, ForAll, SeatTaken{role, id, holder})
	}
}

func (a Return) decide(d *decision) error {
	id, ok := d.PartOf(a.Person, a.Role)
	if ok && d.closedTo(d.Participants[id]) {
		return ErrTakenBack
	}
	if !ok {
		return Errorf(Forbidden, "You take no part in this session as %s. Open the link that you were sent.", a.Role)
	}
	d.emitAs(d.command.ID, id, ForAll, ParticipantJoined{id, a.Role, a.Person, d.Participants[id].Invite, a.TokenHash, ""})
	d.sit(id, a.Role)
	return nil
}

// PartOf is the participant that a person is in a role, and may still be.
func (s *State) PartOf(person PersonID, role Role) (ParticipantID, bool) {
	for _, id := range s.partsOf(person) {
		if p := s.Participants[id]; p.Role == role && !p.Revoked {
			return id, true
		}
	}
	return "", false
}

func (a MergePersons) decide(d *decision) error {
	if err := d.CheckMerge(a.From, a.Into); err != nil {
		return err
	}
	for _, id := range d.partsOf(a.From) {
		d.emitAs(d.command.ID, "", ForNobody, ParticipantMerged{id, a.Into})
	}
	return nil
}

// CheckMerge says whether two persons can become one in this session: not while it goes on and they
// are two people in it, of whom one may know what the other must not.
func (s *State) CheckMerge(a, b PersonID) error {
	if s.Phase == Review || s.Closed != "" {
		return nil
	}
	if len(s.partsOf(a)) > 0 && len(s.partsOf(b)) > 0 {
		return Errorf(Conflict, "Both histories take part in the same session on %s, which is not over. Finish it first.", s.Problem.Short)
	}
	return nil
}

// partsOf are the participants that a person is, in no order but always the same.
func (s *State) partsOf(person PersonID) []ParticipantID {
	var parts []ParticipantID
	for id, p := range s.Participants {
		if p.Person == person && person != "" {
			parts = append(parts, id)
		}
	}
	slices.Sort(parts)
	return parts
}

// clash refuses the same person two roles of which one knows what the other must not.
func (d *decision) clash(has ParticipantID, is, wants Role) error {
	knows := func(r Role) bool { return r == Interviewer || r == Mentor }
	if d.Phase >= Scoring && d.peer(has) && wants == Mentor {
		return Errorf(Forbidden, "You held this interview yourself. Somebody else has to open this link, in another browser.")
	}
	if is == Candidate && d.Seats[Candidate] == has && knows(wants) {
		return Errorf(Forbidden, "You are the candidate here. Another person has to open this link, in another browser.")
	}
	if wants == Candidate && knows(is) {
		return Errorf(Forbidden, "You know the answers here, so you cannot be the candidate. Another person has to open this link, in another browser.")
	}
	return nil
}

func (d *decision) inviteOpen(id string, role Role) bool {
	for _, i := range d.Invites {
		if i.ID == id {
			return !i.Revoked && i.Role == role
		}
	}
	return false
}

// bringsBack is the participant that a link of an imported session makes one of.
func (d *decision) bringsBack(invite string) ParticipantID {
	for _, i := range d.Invites {
		if i.ID == invite {
			return i.For
		}
	}
	return ""
}

func (d *decision) awayFor(id ParticipantID, at Duration) bool {
	p := d.Participants[id]
	return p.AwaySince != 0 && Duration(d.now-p.AwaySince) >= at
}

// mayInvite says whose links somebody may make and revoke: the creator everybody's, the interviewer
// mentors' and observers'; after the interview the pair those too.
func (d *decision) mayInvite(role Role) error {
	if role.outside() && d.Phase >= Scoring && d.peer(d.by()) {
		return nil
	}
	if d.by() == d.Creator || d.Acts(d.by()) == Interviewer && role.outside() {
		return nil
	}
	return Errorf(Forbidden, "Only the person who opened the room can do that.")
}

func (a MakeInvite) decide(d *decision) error {
	if err := d.mayInvite(a.Invite.Role); err != nil {
		return err
	}
	if a.Invite.Role.outside() && d.Phase >= Scoring {
		if err := d.refuseWithout(ByLink); err != nil {
			return err
		}
	}
	if d.Mode == Solo && a.Invite.Role == Interviewer {
		return Errorf(Invalid, "This is a session alone; it has no interviewer's link.")
	}
	if len(d.Invites) >= 100 {
		return Errorf(Conflict, "This session has had 100 links; that is enough.")
	}
	d.emit(ForAll, InviteMade(a))
	return nil
}

func (a RevokeInvite) decide(d *decision) error {
	for _, i := range d.Invites {
		if i.ID != a.ID {
			continue
		}
		if err := d.mayInvite(i.Role); err != nil {
			return err
		}
		if !i.Revoked {
			d.emit(ForAll, InviteRevoked(a))
		}
		return nil
	}
	return Errorf(NotFound, "There is no such link.")
}

func (a MarkAway) decide(d *decision) error {
	p, ok := d.Participants[a.Participant]
	if !ok || p.AwaySince != 0 || p.Revoked {
		return nil
	}
	id := CommandID(fmt.Sprintf("due/away-%s-%d", a.Participant, p.Absences))
	d.emitAs(id, "", ForAll, ParticipantAway{a.Participant, min(a.Since, d.now)})
	return nil
}

func (a MarkBack) decide(d *decision) error {
	p, ok := d.Participants[a.Participant]
	if !ok || p.AwaySince == 0 && !p.Left || p.Revoked {
		return nil
	}
	id := CommandID(fmt.Sprintf("due/back-%s-%d", a.Participant, p.Absences))
	d.emitAs(id, "", ForAll, ParticipantBack(a))
	return nil
}

// seatOf is the seat that a participant without one may ask for.
func (d *decision) seatOf(id ParticipantID) (Role, error) {
	role := d.Participants[id].Role
	if role != Candidate && role != Interviewer {
		return "", Errorf(Forbidden, "Your link is for %ss; it gives no seat.", role)
	}
	return role, nil
}

func (AskSeat) decide(d *decision) error {
	role, err := d.seatOf(d.by())
	if err != nil {
		return err
	}
	holder := d.Holder(role)
	switch {
	case holder == d.by():
		return nil
	case holder == "" || d.awayFor(holder, AwayAfter):
		d.emit(ForAll, SeatTaken{role, d.by(), holder})
	default:
		if ask, open := d.SeatAsks[role]; open {
			if ask.Participant == d.by() {
				return nil
			}
			return Errorf(Conflict, "Somebody else has asked for this seat; wait for the answer.")
		}
		d.emit(ForAll, SeatAsked{role, d.by()})
	}
	return nil
}

func (KeepSeat) decide(d *decision) error {
	role, err := d.seatOf(d.by())
	if err != nil {
		return err
	}
	if d.Holder(role) != d.by() {
		return Errorf(Conflict, "The seat is no longer yours.")
	}
	if ask, open := d.SeatAsks[role]; open {
		d.emit(ForAll, SeatKept{role, ask.Participant})
	}
	return nil
}
