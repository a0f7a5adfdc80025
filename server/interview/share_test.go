package interview

import "testing"

func aShare(without Redaction, until Time) MakeShare {
	return MakeShare{ShareMade{ID: "s-one", Without: without, Until: until, KeyHash: "hash"}}
}

// TestWhoSharesASession tries to make and take back a link as everybody, in every phase.
func TestWhoSharesASession(t *testing.T) {
	for _, phase := range everywhere {
		for _, by := range []ParticipantID{ana, ben, mia, oli, second, spare, revoked, stranger} {
			w := at(phase, Peer)
			err := w.do(by, aShare(RedactAll, w.now+Time(Minute)))
			if may := phase == Review && (by == ana || by == ben); (err == nil) != may {
				t.Errorf("%s in %s: %v", by, phase, err)
			}
			if phase != Review {
				continue
			}
			w = at(phase, Peer)
			w.did(t, ben, aShare(RedactAll, w.now+Time(Minute)))
			err = w.do(by, RevokeShare{"s-one"})
			if may := by == ana || by == ben; (err == nil) != may || (w.state.Shares[0].RevokedAt != 0) != may {
				t.Errorf("%s takes it back: %v", by, err)
			}
		}
	}
}

func (w *walk) did(t *testing.T, by ParticipantID, a Action) {
	t.Helper()
	if err := w.do(by, a); err != nil {
		t.Fatal(err)
	}
}

// TestALinkShowsNoMoreThanBothAgreeTo goes through what opens and closes links.
func TestALinkShowsNoMoreThanBothAgreeTo(t *testing.T) {
	w := at(Review, Peer)
	until := w.now + Time(60*Minute)
	open := func() bool { return w.state.ShareOpen(w.state.Shares[0], w.now) == nil }
	for _, part := range []Redaction{{}, {Names: true}, {Names: true, Chat: true, Scores: true}, {Notes: true}} {
		if err := w.do(ben, aShare(part, until)); err == nil {
			t.Errorf("made without consent, without %v", part.List())
		}
	}
	// One's own consent is none of the other's.
	w.did(t, ben, GiveConsent{To: ByShare})
	if err := w.do(ben, aShare(Redaction{}, until)); err == nil {
		t.Error("made by one's own consent")
	}
	w.did(t, ana, GiveConsent{To: ByShare})
	w.did(t, ben, aShare(Redaction{}, until))
	if !open() {
		t.Error("both agreed, and it is closed")
	}
	w.did(t, ana, WithdrawConsent{ByShare})
	if open() {
		t.Error("consent was taken back, and it is open")
	}
	w.did(t, ana, GiveConsent{To: ByShare})
	// The maker has agreed by making it.
	w.did(t, ben, WithdrawConsent{ByShare})
	if !open() {
		t.Error("it is closed without the maker's own consent")
	}
	w.now = until - 1
	if !open() {
		t.Error("closed before its time")
	}
	w.now = until
	if open() {
		t.Error("open after its time")
	}
	w.now = until - 1000
	w.did(t, ana, RevokeInvite{"i-interviewer"})
	if open() {
		t.Error("open after its maker lost access")
	}
}

func TestSharingAloneNeedsNobody(t *testing.T) {
	w := at(Review, Solo)
	w.did(t, ana, aShare(Redaction{}, w.now+1000))
	if err := w.state.ShareOpen(w.state.Shares[0], w.now); err != nil {
		t.Error(err)
	}
	for range MaxShares {
		_ = w.do(ana, aShare(Redaction{}, w.now+1_000_000))
	}
	if err := w.do(ana, aShare(Redaction{}, w.now+1_000_000)); refused(err) != Conflict {
		t.Errorf("the %dth link: %v", MaxShares+1, err)
	}
	for _, until := range []Time{w.now, w.now - 1, w.now + Time(MaxShareTime) + 1, 0} {
		if err := w.do(ana, aShare(Redaction{}, until)); refused(err) != Invalid && refused(err) != Conflict {
			t.Errorf("until %d: %v", until-w.now, err)
		}
	}
}
