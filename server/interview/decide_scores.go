package interview

import "slices"

// Spans of the reveal.
const (
	// RevealPatience is how long one waits for the other to press.
	RevealPatience = 2 * Minute
	// CardPatience is how long after scoring began an unlocked card blocks.
	CardPatience = 24 * Hour
)

// rater refuses who does not score now.
func (d *decision) rater() error {
	switch d.Acts(d.by()) {
	case Candidate, Interviewer:
		if d.Phase < Scoring {
			return Errorf(Conflict, "Scoring opens after the follow-up.")
		}
	case Mentor:
		if d.Phase < Clarification {
			return Errorf(Conflict, "Scoring opens when the clock starts.")
		}
	default:
		return Errorf(Forbidden, "You watch; candidate, interviewer and mentors score.")
	}
	if d.Cards[d.by()].LockedAt != 0 {
		return Errorf(Conflict, "Your card is locked and cannot be changed.")
	}
	return nil
}

// cardAudience is who is told that a card was saved.
func (d *decision) cardAudience() Audience {
	if d.seated(d.by()) {
		return ForSeats
	}
	return ForOwn
}

func (a SaveScorecard) decide(d *decision) error {
	if err := d.rater(); err != nil {
		return err
	}
	if err := a.Card.Check(); err != nil {
		return err
	}
	card := a.Card
	d.emit(d.cardAudience(), ScorecardSaved{&card, len(card.Scores)})
	return nil
}

func (LockScorecard) decide(d *decision) error {
	if err := d.rater(); err != nil {
		return err
	}
	if d.Phase < Scoring {
		return Errorf(Conflict, "Lock your card after the follow-up.")
	}
	c := d.Cards[d.by()].Content
	if c == nil {
		c = &Scorecard{}
	}
	if missing := slices.Concat(c.Missing(), c.Unsupported(d.Pins[d.by()])); len(missing) > 0 {
		return Errorf(Conflict, "%s.", missing[0])
	}
	d.emit(ForAll, ScorecardLocked{NotBlind: d.couldSee()})
	if d.Mode == Solo && d.Acts(d.by()) == Candidate && d.Revealed == nil {
		d.reveal(ScoresRevealed{})
	}
	return nil
}

// couldSee says whether a rater could see others' cards before locking, in any role.
func (d *decision) couldSee() bool {
	if d.Revealed == nil {
		return false
	}
	me := d.Participants[d.by()]
	for id, p := range d.Participants {
		if id != d.by() && (me.Person == "" || p.Person != me.Person) {
			continue
		}
		for rater, c := range d.Cards {
			if rater != id && c.locked() && d.SeesLocked(id) {
				return true
			}
		}
	}
	return false
}

func (d *decision) reveal(f ScoresRevealed) {
	d.emit(ForAll, f)
	if d.Phase == Scoring {
		d.emit(ForAll, PhaseStarted{Phase: Review})
	}
}

// other is the holder of the other seat.
func (d *decision) other() ParticipantID {
	if d.Acts(d.by()) == Candidate {
		return d.Holder(Interviewer)
	}
	return d.Holder(Candidate)
}

func (d *decision) locked() error {
	if !d.seated(d.by()) {
		return Errorf(Forbidden, "Candidate and interviewer open the scores.")
	}
	if d.Cards[d.by()].LockedAt == 0 {
		return Errorf(Conflict, "Lock your own card first.")
	}
	return nil
}

func (ReadyToReveal) decide(d *decision) error {
	if err := d.locked(); err != nil {
		return err
	}
	if d.Revealed != nil || d.Cards[d.by()].ReadyAt != 0 {
		return nil
	}
	other := d.Cards[d.other()]
	if d.other() != "" && other.LockedAt == 0 {
		return Errorf(Conflict, "The other card is not locked yet.")
	}
	d.emit(ForAll, RevealReady{})
	if d.other() == "" || other.ReadyAt != 0 {
		d.reveal(ScoresRevealed{})
	}
	return nil
}

func (ShowScores) decide(d *decision) error {
	if err := d.locked(); err != nil {
		return err
	}
	if d.Revealed != nil {
		return nil
	}
	mine, other := d.Cards[d.by()], d.Cards[d.other()]
	switch {
	case other.LockedAt != 0 && mine.ReadyAt != 0 && Duration(d.now-mine.ReadyAt) >= RevealPatience:
		d.reveal(ScoresRevealed{Unanswered: true})
	case other.LockedAt == 0 && (d.other() == "" || Duration(d.now-d.ScoringAt) >= CardPatience):
		d.reveal(ScoresRevealed{Without: d.other()})
	case other.LockedAt == 0:
		return Errorf(Conflict, "The other card is not locked. 24 hours after scoring began you can go on without it.")
	default:
		return Errorf(Conflict, "Say that you are ready, and give the other two minutes.")
	}
	return nil
}
