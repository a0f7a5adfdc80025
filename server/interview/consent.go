package interview

import (
	"maps"
	"slices"
	"strings"
)

// Outsiders are who, apart from the pair, may see a session where both of the pair agree: mentors and
// observers who come by a link, the mentors of a group, which is then its id, or readers; see ByShare.
type Outsiders string

// ByLink are those who come by a mentor's or an observer's link.
const ByLink Outsiders = "link"

// MaxOutsiders is to how many circles of outsiders a session may be opened.
const MaxOutsiders = 20

// ConsentGiven says that one of the pair agrees that outsiders see and score the session. Nobody of
// them sees anything before the other has agreed too. Everybody in the session sees it.
type ConsentGiven struct {
	To Outsiders `json:"to"`
}

// ConsentWithdrawn takes a consent back: for whoever came in under it the session is closed at once,
// and stays so until both agree anew. Cards that they locked stay.
type ConsentWithdrawn struct {
	To Outsiders `json:"to"`
}

func (ConsentGiven) Kind() Kind     { return "consent.given" }
func (ConsentWithdrawn) Kind() Kind { return "consent.withdrawn" }

// Actions of the pair.
type (
	// GiveConsent agrees that outsiders see and score the session. The first of the two names them,
	// the other agrees to it.
	GiveConsent struct {
		To Outsiders `json:"to"`
		// Member says that who agrees is in the group; the room sets it.
		Member bool `json:"-"`
	}
	// WithdrawConsent takes it back.
	WithdrawConsent struct {
		To Outsiders `json:"to"`
	}
)

// ValidID says whether a string has the form of the server's random ids.
func ValidID(id string) bool {
	return len(id) == 26 && strings.IndexFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}) < 0
}

// Group is the group whose mentors are meant; false for those who come by a link of either kind.
func (o Outsiders) Group() (string, bool) { return string(o), o != ByLink && o != ByShare }

// outside says whether whoever is that is none of those who hold an interview.
func (r Role) outside() bool { return r == Mentor || r == Observer }

func (o Outsiders) check() error {
	if o != ByLink && o != ByShare && !ValidID(string(o)) {
		return Errorf(Invalid, `Say to whom: "link", "share", or a group's id.`)
	}
	return nil
}

// peer says whether a participant is one of the pair: of those who had the seats while the clock ran.
func (s *State) peer(id ParticipantID) bool {
	for _, p := range s.Peers {
		if p == id {
			return true
		}
	}
	return false
}

// Held says whether a person is one of the pair.
func (s *State) Held(person PersonID) bool {
	for _, id := range s.partsOf(person) {
		if s.peer(id) {
			return true
		}
	}
	return false
}

// seatPeer keeps who the pair is: who sat when the clock started, or took the seat while it ran. A
// seat that changes hands after the interview makes nobody one of the pair.
func (s *State) seatPeer(f SeatTaken) {
	if s.Phase.Timed() || s.Phase > Lobby && s.Peers[f.Role] == "" {
		s.Peers[f.Role] = f.Participant
	}
}

// Lacking lists whose consent is missing for outsiders to see the session; empty where both of the
// pair have agreed, or the one who was alone. Who cannot take a consent back any more has given none.
func (s *State) Lacking(to Outsiders) []ParticipantID {
	var lacking []ParticipantID
	for _, role := range Roles() {
		if id, ok := s.Peers[role]; ok && (s.Consents[to][id] == 0 || s.Participants[id].Revoked) {
			lacking = append(lacking, id)
		}
	}
	return lacking
}

// Agreed says whether all of the pair let outsiders see the session.
func (s *State) Agreed(to Outsiders) bool { return len(s.Peers) > 0 && len(s.Lacking(to)) == 0 }

// AsksConsent says whether the other of the pair has agreed to something that a participant, who is one
// of the pair, has not.
func (s *State) AsksConsent(id ParticipantID) bool {
	for _, given := range s.Consents {
		if s.peer(id) && given[id] == 0 {
			return true
		}
	}
	return false
}

// closedTo says whether a participant came in under a consent that is not whole any more.
func (s *State) closedTo(p Participant) bool { return p.Through != "" && !s.Agreed(p.Through) }

// ErrTakenBack is what somebody is told who came in under a consent that is not whole any more.
var ErrTakenBack = Errorf(Forbidden, "This session is closed for you. A card that you locked stays with the two of them.")

var errNoAccess = Errorf(Forbidden, "You have no access to this session any more.")

// Access says why a participant has no access; nil where they have.
func (s *State) Access(id ParticipantID) error {
	switch p, ok := s.Participants[id]; {
	case ok && !p.Revoked && s.closedTo(p):
		return ErrTakenBack
	case s.Acts(id) == "":
		return errNoAccess
	}
	return nil
}

// refuseWithout is what is said where not all of the pair have agreed.
func (d *decision) refuseWithout(to Outsiders) error {
	lacking := d.Lacking(to)
	switch {
	case len(lacking) == 0 && len(d.Peers) > 0:
		return nil
	case len(lacking) == 1 && len(d.Peers) > 1:
		return Errorf(Forbidden, "The %s has not agreed yet. Nothing of this session opens before.", d.Participants[lacking[0]].Role)
	}
	return Errorf(Forbidden, "Nobody outside sees this session before those who held it agree. They do that on its review page.")
}

func (d *decision) onlyPeers() error {
	switch {
	case d.Phase < Scoring:
		return Errorf(Conflict, "When the interview is over, the two of you can let others see it.")
	case !d.peer(d.by()):
		return Errorf(Forbidden, "Only those who held the interview decide who else sees it.")
	}
	return nil
}

func (a GiveConsent) decide(d *decision) error {
	if err := a.To.check(); err != nil {
		return err
	}
	if err := d.onlyPeers(); err != nil {
		return err
	}
	asked := d.Consents[a.To]
	_, group := a.To.Group()
	switch {
	case asked[d.by()] != 0:
		return nil
	case group && !a.Member && len(asked) == 0:
		return Errorf(Forbidden, "You are not in this group, so you cannot ask its mentors.")
	case len(asked) == 0 && len(d.Consents) >= MaxOutsiders:
		return Errorf(Conflict, "This session has been opened to %d groups; that is enough.", MaxOutsiders)
	}
	d.emit(ForAll, ConsentGiven{a.To})
	return nil
}

func (a WithdrawConsent) decide(d *decision) error {
	if err := a.To.check(); err != nil {
		return err
	}
	if err := d.onlyPeers(); err != nil {
		return err
	}
	if d.Consents[a.To][d.by()] != 0 {
		d.emit(ForAll, ConsentWithdrawn(a))
	}
	return nil
}

func (s *State) consent(e Event, to Outsiders) {
	given := maps.Clone(s.Consents[to])
	if given == nil {
		given = map[ParticipantID]Time{}
	}
	given[e.By] = e.At
	s.Consents[to] = given
}

func (s *State) withdraw(by ParticipantID, to Outsiders) {
	given := maps.Clone(s.Consents[to])
	delete(given, by)
	s.Consents[to] = given
	if len(given) == 0 {
		delete(s.Consents, to)
	}
}

func (a Enter) decide(d *decision) error {
	if err := d.refuseWithout(a.Through); err != nil {
		return err
	}
	id := a.Participant
	for _, part := range d.partsOf(a.Person) {
		p := d.Participants[part]
		if clash := d.clash(part, p.Role, Mentor); clash != nil {
			return clash
		}
		switch {
		case p.Role != Mentor:
		case d.Acts(part) != "":
			// Who was there already stays there by the right that they have.
			return Return{Mentor, a.Person, a.TokenHash}.decide(d)
		case p.Through != "":
			id = part
		}
	}
	if _, again := d.Participants[id]; !again && len(d.Participants) >= MaxParticipants {
		return Errorf(Conflict, "This session has %d people already; no more fit in.", MaxParticipants)
	}
	d.emitAs(d.command.ID, id, ForAll, ParticipantJoined{Participant: id, Role: Mentor, Person: a.Person, TokenHash: a.TokenHash, Through: a.Through})
	return nil
}

func (a Remove) decide(d *decision) error {
	for _, id := range slices.Sorted(maps.Keys(d.Participants)) {
		p := d.Participants[id]
		if p.Through == a.Through && !p.Revoked && (a.Person == "" || p.Person == a.Person) {
			d.emitAs(d.command.ID, "", ForAll, ParticipantRemoved{id})
		}
	}
	return nil
}
