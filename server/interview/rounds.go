package interview

import "slices"

// MaxRounds is how often a mentor may score one session.
const MaxRounds = 9

// LockedCard is a card that a mentor locked before beginning another round; it never changes. In a
// view Content and Pins are left out where they may not be seen.
type LockedCard struct {
	LockedAt Time       `json:"locked_at"`
	NotBlind bool       `json:"not_blind"`
	Content  *Scorecard `json:"card"`
	Pins     []Pin      `json:"pins"`
}

// ScorecardBegun is a mentor's next round: a new, empty card and no pins, while those locked before
// stay as they are beside it.
type ScorecardBegun struct{}

// Kind names it.
func (ScorecardBegun) Kind() Kind { return "scorecard.begun" }

// ScoreAgain begins a mentor's next round.
type ScoreAgain struct{}

func (ScoreAgain) decide(d *decision) error {
	if d.Acts(d.by()) != Mentor {
		return Errorf(Forbidden, "Only mentors score a session a second time.")
	}
	c := d.Cards[d.by()]
	switch {
	case c.LockedAt == 0 && len(c.Earlier) > 0:
		return nil // the round has begun already
	case c.LockedAt == 0:
		return Errorf(Conflict, "Lock your first card before you begin another.")
	case len(c.Earlier)+1 >= MaxRounds:
		return Errorf(Conflict, "You have scored this session %d times; that is enough.", MaxRounds)
	}
	d.emit(ForAll, ScorecardBegun{})
	return nil
}

// Round counts the rater's cards from 1, with the one that is being filled in.
func (c Card) Round() int { return len(c.Earlier) + 1 }

// locked says whether the rater has locked a card, in this round or before.
func (c Card) locked() bool { return c.LockedAt != 0 || len(c.Earlier) > 0 }

// Locked lists the rater's locked cards, first round first.
func (c Card) Locked() []LockedCard {
	list := slices.Clone(c.Earlier)
	if c.LockedAt != 0 {
		list = append(list, LockedCard{LockedAt: c.LockedAt, NotBlind: c.NotBlind, Content: c.Content})
	}
	return list
}

// LockedCards lists a rater's locked cards with what they rest on, first round first.
func (s *State) LockedCards(rater ParticipantID) []LockedCard {
	list := s.Cards[rater].Locked()
	if n := len(list); s.Cards[rater].LockedAt != 0 {
		list[n-1].Pins = s.Pins[rater]
	}
	return list
}

// beginRound puts the locked card and its pins beside a new one.
func (s *State) beginRound(by ParticipantID) {
	c := s.Cards[by]
	s.Cards[by] = Card{Earlier: append(slices.Clip(c.Earlier), LockedCard{c.LockedAt, c.NotBlind, c.Content, s.Pins[by]})}
	delete(s.Pins, by)
}

// SeesLocked says whether a participant may read others' locked cards, pins and verdicts: when they
// are revealed, a mentor only with an own one locked.
func (s *State) SeesLocked(viewer ParticipantID) bool {
	if s.Revealed == nil {
		return false
	}
	switch s.Acts(viewer) {
	case Mentor:
		return s.Cards[viewer].locked()
	case Candidate, Interviewer, Observer:
		return true
	}
	return false
}

// Blind says whether a participant is a mentor whose judgement is still to come: they read nothing
// that others make of the session.
func (s *State) Blind(viewer ParticipantID) bool {
	return s.Acts(viewer) == Mentor && !s.Cards[viewer].locked()
}

// covered is what a viewer may know of earlier rounds where they may not read them.
func covered(earlier []LockedCard) []LockedCard {
	list := slices.Clone(earlier)
	for i := range list {
		list[i].Content, list[i].Pins = nil, nil
	}
	return list
}

// openedEarlier collects others' earlier rounds that a viewer may read now, of the raters asked for.
func (s *State) openedEarlier(viewer ParticipantID, of func(ParticipantID) bool) map[ParticipantID][]LockedCard {
	earlier := map[ParticipantID][]LockedCard{}
	for rater, c := range s.Cards {
		if rater != viewer && of(rater) && len(c.Earlier) > 0 && s.SeesLocked(viewer) {
			earlier[rater] = c.Earlier
		}
	}
	if len(earlier) == 0 {
		return nil
	}
	return earlier
}

// talk is what of the chat a blind mentor reads: what was said during the interview, and the own lines
// since then.
func (s *State) talk(viewer ParticipantID) []ChatLine {
	lines := slices.Clone(s.Chat[:s.openChat])
	for _, line := range s.Chat[s.openChat:] {
		if line.By == viewer {
			lines = append(lines, line)
		}
	}
	return lines
}
