package interview

import (
	"encoding/json"
	"fmt"
)

// Kind names what an event says happened: a namespace, a dot and the past tense. Names are frozen:
// an old journal opens in every later release.
type Kind string

// reservedKinds are names that are spoken for; the release that writes them brings their facts.
var reservedKinds = []Kind{
	"question.asked", "curveball.dealt", "scores.seen",
	"recording.started", "recording.stopped", "recording.deleted",
	"person.plan_started", "person.plan_paused", "person.card_rated", "person.gap_noted",
}

// decoders holds one reader for each kind that this release writes.
var decoders = map[Kind]func([]byte) (Fact, error){}

func register[F Fact]() {
	var zero F
	decoders[zero.Kind()] = func(b []byte) (Fact, error) {
		var f F
		if err := json.Unmarshal(b, &f); err != nil {
			return nil, fmt.Errorf("%s: %w", zero.Kind(), err)
		}
		return f, nil
	}
}

// DecodeFact reads the data of a kind; one that this release does not know is an error.
func DecodeFact(k Kind, data []byte) (Fact, error) {
	decode, ok := decoders[k]
	if !ok {
		return nil, fmt.Errorf("kind %q is unknown here: the stream was written by a newer release", k)
	}
	return decode(data)
}

// Kinds lists every kind that this release writes, in no order.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(decoders))
	for k := range decoders {
		kinds = append(kinds, k)
	}
	return kinds
}

// ReservedKinds lists the kinds whose names are spoken for and that nothing writes yet.
func ReservedKinds() []Kind { return append([]Kind(nil), reservedKinds...) }

func init() {
	register[SessionCreated]()
	register[SessionClosed]()
	register[SessionLinked]()
	register[ShareMade]()
	register[ShareRevoked]()
	register[SwapSuggested]()
	register[SwapDeclined]()
	register[GoldProposed]()
	register[GoldAgreed]()
	register[GoldWithdrawn]()
	register[MeetingSet]()
	register[InviteMade]()
	register[InviteRevoked]()
	register[ParticipantJoined]()
	register[ParticipantLeft]()
	register[ParticipantAway]()
	register[ParticipantBack]()
	register[SeatTaken]()
	register[SeatAsked]()
	register[SeatKept]()
	register[ReadySet]()
	register[PhaseStarted]()
	register[ClockPaused]()
	register[ClockResumed]()
	register[ClockExtended]()
	register[PauseAsked]()
	register[PauseDeclined]()
	register[BoardEdited]()
	register[ChatSaid]()
	register[NoteWritten]()
	register[ScorecardSaved]()
	register[ScorecardLocked]()
	register[RevealReady]()
	register[ScoresRevealed]()
	register[ClarificationAnswered]()
	register[HintAsked]()
	register[HintDeclined]()
	register[HintGiven]()
	register[DiveChosen]()
	register[ProbeAsked]()
	register[FollowupDealt]()
	register[ChecklistSeen]()
	register[ContentSeen]()
	register[InterviewerRated]()
	register[PinDropped]()
	register[PinNoted]()
	register[PinLinked]()
	register[PinWithdrawn]()
	register[ScorecardBegun]()
	register[ParticipantRemoved]()
	register[ConsentGiven]()
	register[ConsentWithdrawn]()
	register[PersonCreated]()
	register[PersonNamed]()
	register[PersonContentSeen]()
	register[PersonKeyIssued]()
	register[PersonKeyMade]()
	register[PersonKeyRevoked]()
	register[PersonBrowserAdded]()
	register[PersonBrowsersClosed]()
	register[PersonTookOver]()
	register[PersonMerged]()
	register[GroupMade]()
	register[GroupNamed]()
	register[GroupInvited]()
	register[GroupInviteRevoked]()
	register[GroupJoined]()
	register[GroupLeft]()
	register[GroupRoleSet]()
	register[GroupHandedOver]()
	register[GroupMerged]()
	register[GroupErased]()
	register[ParticipantMerged]()
	register[ServerStarted]()
	register[ServerSigns]()
	register[ServerBeat]()
	register[SessionErased]()
	register[PersonErased]()
	register[ServerCompacted]()
	register[ServerBackedUp]()
}
