package interview

import "maps"

// counts holds how many events each circle has been shown.
type counts struct {
	all   uint64
	kit   uint64
	late  uint64 // for the review
	pair  uint64
	gold  map[Outsiders]uint64
	seats map[ParticipantID]uint64
	own   map[ParticipantID]uint64
	// sighted are those for all but blind mentors, by who caused them.
	sighted map[ParticipantID]uint64
}

func newCounts() counts {
	return counts{gold: map[Outsiders]uint64{}, seats: map[ParticipantID]uint64{}, own: map[ParticipantID]uint64{}, sighted: map[ParticipantID]uint64{}}
}

func (c *counts) add(e Event) {
	switch e.Audience {
	case ForAll:
		c.all++
	case ForKit:
		c.kit++
	case ForReview:
		c.late++
	case ForPair:
		c.pair++
	case ForRaters:
		c.gold[goldGroup(e.Fact)]++
	case ForSighted:
		c.sighted[e.By]++
	case ForSeats:
		c.seats[e.By]++
	case ForOwn:
		c.own[e.By]++
	}
}

// seated says whether a participant has the candidate's or the interviewer's seat.
func (s *State) seated(id ParticipantID) bool {
	role := s.Acts(id)
	return role == Candidate || role == Interviewer
}

// Position is how many items a participant's view has. It is a function of the events alone, so
// that any process continues a view.
func (s *State) Position(viewer ParticipantID) uint64 {
	n := s.shown.all + s.shown.own[viewer]
	if s.hasKit(viewer) {
		n += s.shown.kit
	}
	if s.Phase == Review {
		n += s.shown.late
	}
	if s.peer(viewer) {
		n += s.shown.pair
	}
	for group, count := range s.shown.gold {
		if s.seesGold(viewer, group) {
			n += count
		}
	}
	for by, c := range s.shown.sighted {
		if by == viewer || !s.Blind(viewer) {
			n += c
		}
	}
	if !s.seated(viewer) {
		return n + s.shown.seats[viewer]
	}
	for _, c := range s.shown.seats {
		n += c
	}
	return n
}

// sees says whether an event has an item in a participant's view.
func (s *State) sees(viewer ParticipantID, e Event) bool {
	if s.Acts(viewer) == "" {
		return false
	}
	switch e.Audience {
	case ForAll:
		// Journals of before mentors were blind to it have it for all.
		_, verdict := e.Fact.(InterviewerRated)
		return !verdict || !s.Blind(viewer)
	case ForKit:
		return s.hasKit(viewer)
	case ForReview:
		return s.Phase == Review
	case ForPair:
		return s.peer(viewer)
	case ForRaters:
		return s.seesGold(viewer, goldGroup(e.Fact))
	case ForSighted:
		return e.By == viewer || !s.Blind(viewer)
	case ForSeats:
		return e.By == viewer || s.seated(viewer)
	case ForOwn:
		return e.By == viewer
	}
	return false
}

// SeesCard says whether a participant may read a rater's card: their own always; others' when
// they are locked and revealed, a mentor only after locking an own one.
func (s *State) SeesCard(viewer, rater ParticipantID) bool {
	if viewer == rater {
		return true
	}
	return s.Cards[rater].LockedAt != 0 && s.SeesLocked(viewer)
}

// Filter is what a participant may see of an event, given the state after it; false if nothing.
// It is the one place where that is decided: every message, page and export goes through Filter
// or Project. What it yields has no number, command or audience.
func (s *State) Filter(viewer ParticipantID, e Event) (Event, bool) {
	if !s.sees(viewer, e) {
		return Event{}, false
	}
	out := Event{At: e.At, By: e.By, Fact: e.Fact}
	switch f := e.Fact.(type) {
	case SessionCreated:
		f.Problem = f.Problem.public()
		f.Invites = append([]Invite(nil), f.Invites...)
		for i := range f.Invites {
			f.Invites[i].KeyHash = ""
		}
		out.Fact = f
	case InviteMade:
		f.Invite.KeyHash = ""
		out.Fact = f
	case HintGiven:
		if !s.hasKit(viewer) {
			f.Phase, f.Item = Lobby, ""
		}
		out.Fact = f
	case ShareMade:
		f.KeyHash = ""
		out.Fact = f
	case SwapSuggested:
		f.Problem = f.Problem.public()
		out.Fact = f
	case SessionLinked:
		f.Problem = f.Problem.public()
		out.Fact = f
	case ParticipantJoined:
		f.Person, f.TokenHash = "", ""
		out.Fact = f
	case ScorecardSaved:
		if e.By != viewer {
			f.Card = nil
		}
		out.Fact = f
	case ScorecardLocked:
		opens := func(rater ParticipantID) bool { return rater == e.By || viewer == e.By }
		f.Opened, f.Pins, f.Earlier = s.opened(viewer, opens), s.openedPins(viewer, opens), s.openedEarlier(viewer, opens)
		out.Fact = f
	case ScoresRevealed:
		opens := func(ParticipantID) bool { return true }
		f.Opened, f.Pins, f.Earlier = s.opened(viewer, opens), s.openedPins(viewer, opens), s.openedEarlier(viewer, opens)
		out.Fact = f
	}
	return out, true
}

// public leaves out what a candidate may not know in the lobby and what nobody needs.
func (p ProblemRef) public() ProblemRef {
	return ProblemRef{Pack: p.Pack, Slug: p.Slug, Title: p.Title, Short: p.Short, Version: p.Version, Language: p.Language}
}

// opened collects others' cards that a viewer may read now, of the raters asked for.
func (s *State) opened(viewer ParticipantID, of func(ParticipantID) bool) map[ParticipantID]Scorecard {
	cards := map[ParticipantID]Scorecard{}
	for rater, c := range s.Cards {
		if rater != viewer && of(rater) && c.Content != nil && s.SeesCard(viewer, rater) {
			cards[rater] = *c.Content
		}
	}
	if len(cards) == 0 {
		return nil
	}
	return cards
}

// Project is what a participant may see of the whole state. It shares nothing that changes.
func (s *State) Project(viewer ParticipantID) *State {
	v := s.Clone()
	v.Problem = s.Problem.public()
	for i := range v.Invites {
		v.Invites[i].KeyHash = ""
	}
	for id, p := range v.Participants {
		p.Person, p.Tokens = "", nil
		v.Participants[id] = p
	}
	v.Note, v.Notes = s.Notes[viewer], map[ParticipantID]string{}
	v.Cards = map[ParticipantID]Card{}
	for rater, c := range s.Cards {
		if shown, ok := s.card(viewer, rater, c); ok {
			v.Cards[rater] = shown
		}
	}
	v.Pins = s.readablePins(viewer)
	v.KitReaders = map[ParticipantID]bool{}
	s.projectKit(v, viewer)
	s.projectPair(v, viewer)
	maps.DeleteFunc(v.Golds, func(to Outsiders, _ Gold) bool { return !s.seesGold(viewer, to) })
	if s.Blind(viewer) {
		v.Chat, v.Rating = s.talk(viewer), nil
	}
	v.openChat = 0
	v.Clients = map[string]uint64{}
	v.Number, v.At, v.Bytes = 0, 0, 0
	v.shown = newCounts()
	return v
}

// projectKit leaves out of a view what its owner may not know of the kit.
func (s *State) projectKit(v *State, viewer ParticipantID) {
	v.Seen = maps.Clone(s.marks(viewer))
	if !s.hasKit(viewer) {
		v.Dives = []string{}
		v.Hints = append([]GivenHint{}, s.Hints...)
		for i := range v.Hints {
			v.Hints[i].Phase, v.Hints[i].Item = Lobby, ""
		}
	}
}

// card is what a viewer may know of a card: all of it, how far it is, or only that it is locked.
func (s *State) card(viewer, rater ParticipantID, c Card) (Card, bool) {
	if viewer != rater && !s.SeesLocked(viewer) {
		c.Earlier = covered(c.Earlier)
	}
	if s.SeesCard(viewer, rater) {
		if viewer != rater && !s.progress(viewer, rater) {
			c.SavedAt = 0
		}
		return c, true
	}
	c.Content = nil
	if !s.progress(viewer, rater) {
		if !c.locked() {
			return Card{}, false
		}
		c.Scored, c.SavedAt = 0, 0
	}
	return c, true
}

// progress says whether a viewer is told how many criteria a rater has scored: candidate and
// interviewer of each other.
func (s *State) progress(viewer, rater ParticipantID) bool {
	return viewer == rater || s.seated(viewer) && s.cardShownToSeats(rater)
}

func (s *State) cardShownToSeats(rater ParticipantID) bool {
	role := s.Participants[rater].Role
	return role == Candidate || role == Interviewer
}
