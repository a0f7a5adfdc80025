package interview

// AudienceOf is the circle that a fact is for where its event does not say, as in an import: the one
// that Decide gives it. role is that of whoever caused it, phase the one that it happened in.
func AudienceOf(f Fact, role Role, phase Phase) Audience {
	switch f := f.(type) {
	case ChatSaid:
		if phase >= Scoring {
			return ForSighted
		}
	case InterviewerRated:
		return ForSighted
	case NoteWritten, PinDropped, PinNoted, PinLinked, PinWithdrawn:
		return ForOwn
	case ScorecardSaved:
		if role == Candidate || role == Interviewer {
			return ForSeats
		}
		return ForOwn
	case DiveChosen, ChecklistSeen:
		return ForKit
	case SwapSuggested, SwapDeclined, ShareMade, ShareRevoked:
		return ForPair
	case SessionLinked:
		if f.Return {
			return ForPair
		}
	case GoldProposed, GoldAgreed, GoldWithdrawn:
		return ForRaters
	case ContentSeen:
		return ForNobody
	}
	return ForAll
}
