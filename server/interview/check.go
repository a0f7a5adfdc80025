package interview

// CheckFact refuses of a fact that comes from outside, as in an import, what no command would have
// caused: sizes, signs, links and scores that pages rely on.
func CheckFact(f Fact) error {
	switch f := f.(type) {
	case MeetingSet:
		return checkMeeting(f.URL)
	case ChatSaid:
		return checkText(f.Text, MaxChat)
	case NoteWritten:
		return checkText(f.Text, MaxText)
	case ScorecardSaved:
		if f.Card != nil {
			return f.Card.Check()
		}
	case ScorecardLocked:
		return checkOpened(f.Opened, f.Pins, f.Earlier)
	case ScoresRevealed:
		return checkOpened(f.Opened, f.Pins, f.Earlier)
	case PinDropped:
		return f.check()
	case PinNoted:
		return checkText(f.Text, MaxPinNote)
	case PinLinked:
		return f.check()
	case InterviewerRated:
		return f.check()
	case BoardEdited:
		for _, u := range f.Updates {
			if u.Changes.HasControls() {
				return Errorf(Invalid, "The board has control characters.")
			}
		}
	case ClarificationAnswered:
		return checkText(f.Question+f.Answer, MaxText)
	case HintGiven:
		return checkText(f.Text, MaxText)
	case ProbeAsked:
		return checkText(f.Title+f.Text, MaxText)
	case FollowupDealt:
		return checkText(f.Text, MaxText)
	case GoldProposed:
		return checkGold(f.Scores)
	case SwapSuggested:
		return f.Problem.check()
	case SessionLinked:
		if !ValidID(f.Session) {
			return Errorf(Invalid, "The linked session has no id.")
		}
		return f.Problem.check()
	case ConsentGiven:
		return f.To.check()
	}
	return nil
}

func checkOpened(cards map[ParticipantID]Scorecard, pins map[ParticipantID][]Pin, earlier map[ParticipantID][]LockedCard) error {
	for rater, list := range earlier {
		if len(list) >= MaxRounds {
			return Errorf(TooLarge, "One rater has %d cards; at most %d are read.", len(list), MaxRounds)
		}
		for _, c := range list {
			if c.Content == nil {
				continue
			}
			if err := checkOpened(map[ParticipantID]Scorecard{rater: *c.Content}, map[ParticipantID][]Pin{rater: c.Pins}, nil); err != nil {
				return err
			}
		}
	}
	for _, c := range cards {
		if err := c.Check(); err != nil {
			return err
		}
	}
	for _, list := range pins {
		if len(list) > MaxPins {
			return Errorf(TooLarge, "One rater has %d pins; at most %d are read.", len(list), MaxPins)
		}
		for _, p := range list {
			if err := p.check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// check refuses an answer that is none.
func (f InterviewerRated) check() error {
	for _, score := range []int{f.Prepared, f.Listened, f.Fair} {
		if score < 1 || score > 4 {
			return Errorf(Invalid, "Prepared, listened and fair each need a number from 1 to 4.")
		}
	}
	return checkText(f.Words, MaxChat)
}
