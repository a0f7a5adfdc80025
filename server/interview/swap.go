package interview

import "slices"

// SwapSuggested says that one of the pair would like to change seats: a session of the same two on
// another problem, with the same plan. A later suggestion of the same person replaces it. The pair
// sees it, without the problem's hash.
type SwapSuggested struct {
	Problem ProblemRef `json:"problem"`
}

// SwapDeclined is the other's not now, or takes one's own suggestion back. The pair sees it.
type SwapDeclined struct{}

// SessionLinked ties two sessions of the same pair. In the earlier one Return is set: the other of the
// two has accepted, Session is the new one, on Problem, with Candidate and Interviewer of this session
// in those seats; the pair sees it. In the new one it names the earlier session, its problem and when
// its clock started (Date), to everybody.
type SessionLinked struct {
	Session     string        `json:"session"`
	Return      bool          `json:"return,omitempty"`
	Problem     ProblemRef    `json:"problem"`
	Date        Time          `json:"date,omitempty"`
	Candidate   ParticipantID `json:"candidate,omitempty"`
	Interviewer ParticipantID `json:"interviewer,omitempty"`
}

func (SwapSuggested) Kind() Kind { return "swap.suggested" }
func (SwapDeclined) Kind() Kind  { return "swap.declined" }
func (SessionLinked) Kind() Kind { return "session.linked" }

// Actions of the pair; the server brings what they need beside the wish.
type (
	// SuggestSwap suggests a problem for the return. Its files are kept already.
	SuggestSwap struct{ Problem ProblemRef }
	// DeclineSwap answers the suggestion of a problem, or takes one's own back; by its slug, so that one
	// that came in between is not meant.
	DeclineSwap struct{ Problem string }
	// AcceptSwap takes it up; Session is the id of the session to come.
	AcceptSwap struct{ Problem, Session string }
	// OpenReturn is the first command of a session that was agreed on in another.
	OpenReturn struct {
		Session                SessionCreated
		Candidate, Interviewer ParticipantJoined
		Of                     SessionLinked
	}
)

// Swap is a suggestion to change seats; DeclinedAt is 0 while it waits for an answer.
type Swap struct {
	By         ParticipantID `json:"by"`
	At         Time          `json:"at"`
	Problem    ProblemRef    `json:"problem"`
	DeclinedAt Time          `json:"declined_at"`
	DeclinedBy ParticipantID `json:"declined_by"`
}

// Link is a session of the same pair, see SessionLinked.
type Link struct {
	At          Time          `json:"at"`
	By          ParticipantID `json:"by"`
	Session     string        `json:"session"`
	Return      bool          `json:"return"`
	Problem     ProblemRef    `json:"problem"`
	Date        Time          `json:"date"`
	Candidate   ParticipantID `json:"candidate"`
	Interviewer ParticipantID `json:"interviewer"`
}

// Returned is the session in which the pair changes seats, or did; nil before that is agreed on.
func (s *State) Returned() *Link { return s.linked(true) }

// ReturnOf is the session that this one is the return of, nil if of none.
func (s *State) ReturnOf() *Link { return s.linked(false) }

func (s *State) linked(forward bool) *Link {
	for i := range s.Links {
		if s.Links[i].Return == forward {
			return &s.Links[i]
		}
	}
	return nil
}

// SwapPartner is with whom a participant may change seats, or why not.
func (s *State) SwapPartner(id ParticipantID) (ParticipantID, error) {
	switch {
	case !s.peer(id) && !(s.Phase < Review && s.seated(id)):
		return "", Errorf(Forbidden, "Only the two who held the interview change seats.")
	case s.Mode == Solo:
		return "", Errorf(Conflict, "You were alone here. There is nobody to change seats with.")
	case s.Phase != Review:
		return "", Errorf(Conflict, "Look at the scores together first. Then you can change seats.")
	}
	for _, role := range []Role{Candidate, Interviewer} {
		if p := s.Peers[role]; p != "" && p != id && !s.Participants[p].Revoked {
			return p, nil
		}
	}
	return "", Errorf(Conflict, "The other of you is not in this session any more.")
}

// OpenSwap is the suggestion that waits for an answer, nil if none does.
func (s *State) OpenSwap() *Swap {
	if s.Swap == nil || s.Swap.DeclinedAt != 0 {
		return nil
	}
	return s.Swap
}

func (a SuggestSwap) decide(d *decision) error {
	if _, err := d.SwapPartner(d.by()); err != nil {
		return err
	}
	open := d.OpenSwap()
	switch {
	case d.Returned() != nil:
		return Errorf(Conflict, "You have agreed on %s already. It is open.", d.Returned().Problem.Short)
	case a.Problem.Slug == d.Problem.Slug:
		return Errorf(Invalid, "You both know this problem now. Choose another.")
	case open != nil && open.By != d.by():
		return Errorf(Conflict, "The other of you has suggested %s. Accept it, or say not now.", open.Problem.Short)
	case open != nil && open.Problem == a.Problem:
		return nil
	}
	d.emit(ForPair, SwapSuggested(a))
	return nil
}

// answered is the suggestion that an answer is for; an error if it is not there any more.
func (d *decision) answered(slug string) (*Swap, error) {
	if _, err := d.SwapPartner(d.by()); err != nil {
		return nil, err
	}
	open := d.OpenSwap()
	switch {
	case open == nil:
		return nil, Errorf(Conflict, "Nothing is suggested any more.")
	case open.Problem.Slug != slug:
		return nil, Errorf(Conflict, "The suggestion is another one by now: %s.", open.Problem.Short)
	}
	return open, nil
}

func (a DeclineSwap) decide(d *decision) error {
	if s := d.Swap; s != nil && s.DeclinedBy == d.by() && s.Problem.Slug == a.Problem {
		return nil
	}
	if _, err := d.answered(a.Problem); err != nil {
		return err
	}
	d.emit(ForPair, SwapDeclined{})
	return nil
}

func (a AcceptSwap) decide(d *decision) error {
	if l := d.Returned(); l != nil && l.By == d.by() && l.Problem.Slug == a.Problem {
		return nil
	}
	open, err := d.answered(a.Problem)
	switch {
	case err != nil:
		return err
	case open.By == d.by():
		return Errorf(Forbidden, "This is your own suggestion. The other of you accepts it.")
	case open.Problem.Hash == "":
		return Errorf(Conflict, "This suggestion came from another server. Suggest it anew.")
	}
	d.emit(ForPair, SessionLinked{
		Session: a.Session, Return: true, Problem: open.Problem,
		Candidate: d.Peers[Interviewer], Interviewer: d.Peers[Candidate],
	})
	return nil
}

// OpenReturn is the command that opens the session which this one is linked to: the same persons, plan,
// pace and help. who makes ids of participants. It is for whoever finds that session missing, so that
// what broke off between the two is finished later; nil where there is none to open, or where it was
// agreed on at another server.
func (s *State) OpenReturn(session string, who func() ParticipantID) *OpenReturn {
	l := s.Returned()
	if l == nil || l.Problem.Hash == "" {
		return nil
	}
	seat := func(old ParticipantID, role Role) ParticipantJoined {
		return ParticipantJoined{Participant: who(), Role: role, Person: s.Participants[old].Person}
	}
	a := &OpenReturn{
		Session:   SessionCreated{Problem: l.Problem, Mode: Peer, Help: s.Help, Pace: s.Pace, Plan: s.Plan, Invites: []Invite{}},
		Candidate: seat(l.Candidate, Candidate), Interviewer: seat(l.Interviewer, Interviewer),
		Of: SessionLinked{Session: session, Problem: s.Problem, Date: s.StartedAt},
	}
	// Whoever suggested it opens the room; the other accepted.
	a.Session.Creator = a.Candidate.Participant
	if l.By == l.Candidate {
		a.Session.Creator = a.Interviewer.Participant
	}
	return a
}

func (a OpenReturn) decide(d *decision) error {
	if err := a.Session.Plan.Check(); err != nil {
		return err
	}
	for _, f := range []Fact{
		a.Session, a.Candidate, a.Interviewer,
		SeatTaken{Role: Candidate, Participant: a.Candidate.Participant},
		SeatTaken{Role: Interviewer, Participant: a.Interviewer.Participant}, a.Of,
	} {
		d.emitAs(d.command.ID, a.Session.Creator, ForAll, f)
	}
	return nil
}

// link folds a SessionLinked.
func (s *State) link(e Event, f SessionLinked) {
	s.Links = append(slices.Clip(s.Links), Link{e.At, e.By, f.Session, f.Return, f.Problem, f.Date, f.Candidate, f.Interviewer})
	if f.Return {
		s.Swap = nil
	}
}

// projectPair leaves out of a view what is the pair's alone, and what nobody needs of its problems.
func (s *State) projectPair(v *State, viewer ParticipantID) {
	v.Swap, v.Links = nil, []Link{}
	v.Shares = []Share{}
	if s.peer(viewer) {
		v.Shares = slices.Clone(s.Shares)
		for i := range v.Shares {
			v.Shares[i].KeyHash = ""
		}
	}
	if s.Swap != nil && s.peer(viewer) {
		swap := *s.Swap
		swap.Problem = swap.Problem.public()
		v.Swap = &swap
	}
	for _, l := range s.Links {
		if l.Return && !s.peer(viewer) {
			continue
		}
		l.Problem = l.Problem.public()
		v.Links = append(v.Links, l)
	}
}

// check refuses a problem's names that no catalogue would give.
func (p ProblemRef) check() error { return checkText(p.Title+p.Short+p.Slug, 500) }
