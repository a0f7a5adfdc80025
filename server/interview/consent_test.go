package interview

import (
	"errors"
	"testing"
)

// refused gives the refusal's code, "" where there is none.
func refused(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func mentorLink(id string) Join {
	return Join{ParticipantID(id), Mentor, PersonID("person-" + id), "i-mentor", "token-" + id}
}

// TestNobodyOutsideComesInBeforeBothAgree goes through who of the pair has agreed to what.
func TestNobodyOutsideComesInBeforeBothAgree(t *testing.T) {
	give := func(to Outsiders) GiveConsent { return GiveConsent{To: to, Member: true} }
	type step struct {
		by ParticipantID
		do Action
	}
	for name, c := range map[string]struct {
		mode  Mode
		steps []step
		open  bool
	}{
		"nobody agreed":                 {Peer, nil, false},
		"the candidate alone":           {Peer, []step{{ana, give(ByLink)}}, false},
		"the interviewer alone":         {Peer, []step{{ben, give(ByLink)}}, false},
		"one of them twice":             {Peer, []step{{ana, give(ByLink)}, {ana, give(ByLink)}}, false},
		"both":                          {Peer, []step{{ana, give(ByLink)}, {ben, give(ByLink)}}, true},
		"both, to a group":              {Peer, []step{{ana, give(walkGroup)}, {ben, give(walkGroup)}}, false},
		"each to another":               {Peer, []step{{ana, give(ByLink)}, {ben, give(walkGroup)}}, false},
		"both, then one not any more":   {Peer, []step{{ana, give(ByLink)}, {ben, give(ByLink)}, {ana, WithdrawConsent{ByLink}}}, false},
		"both, and anew":                {Peer, []step{{ana, give(ByLink)}, {ben, give(ByLink)}, {ana, WithdrawConsent{ByLink}}, {ana, give(ByLink)}}, true},
		"a mentor and an observer":      {Peer, []step{{ana, give(ByLink)}, {mia, give(ByLink)}, {oli, give(ByLink)}}, false},
		"the other's seat is taken":     {Peer, []step{{ben, Leave{}}, {"", MarkAway{ben, 0}}, {spare, AskSeat{}}, {ana, give(ByLink)}, {spare, give(ByLink)}}, false},
		"the other's link is revoked":   {Peer, []step{{ana, RevokeInvite{"i-interviewer"}}, {ana, give(ByLink)}}, false},
		"alone, without being asked":    {Solo, nil, false},
		"alone, and agreed":             {Solo, []step{{ana, give(ByLink)}}, true},
		"alone, and not any more":       {Solo, []step{{ana, give(ByLink)}, {ana, WithdrawConsent{ByLink}}}, false},
		"alone, an observer would like": {Solo, []step{{oli, give(ByLink)}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := at(Scoring, c.mode)
			for _, s := range c.steps {
				w.now += Time(Minute)
				_ = w.do(s.by, s.do)
			}
			if got := w.state.Agreed(ByLink); got != c.open {
				t.Errorf("agreed: %v", got)
			}
			err := w.do("", mentorLink("late"))
			if c.open != (err == nil) || !c.open && refused(err) != Forbidden {
				t.Errorf("a mentor by link: %v", err)
			}
			if err := w.do("", Join{"watcher", Observer, "person-watcher", "i-observer", "token"}); c.open != (err == nil) {
				t.Errorf("an observer by link: %v", err)
			}
			if acts := w.state.Acts("late"); c.open != (acts == Mentor) {
				t.Errorf("the mentor acts as %q", acts)
			}
		})
	}
}

// TestConsentTakenBackClosesTheSession holds what is left to whom.
func TestConsentTakenBackClosesTheSession(t *testing.T) {
	w := at(Review, Peer)
	for _, by := range []ParticipantID{ana, ben} {
		_ = w.do(by, GiveConsent{To: ByLink})
	}
	w.must(mentorLink("late"))
	pinAll(w, "late")
	if err := w.do("late", SaveScorecard{wholeCard(2)}); err != nil {
		t.Fatal(err)
	}
	if err := w.do("late", LockScorecard{}); err != nil {
		t.Fatal(err)
	}
	if err := w.do(ben, WithdrawConsent{ByLink}); err != nil {
		t.Fatal(err)
	}
	for _, e := range w.events {
		if _, ok := w.state.Filter("late", e); ok {
			t.Fatalf("%s is still shown", e.Fact.Kind())
		}
	}
	if w.state.Generation("late") != "" || w.state.SeesUnit("late", Solution) {
		t.Error("the mentor still has a view")
	}
	if err := w.do("late", SayChat{"hello"}); refused(err) != Forbidden {
		t.Errorf("the mentor acts: %v", err)
	}
	if err := w.do("", Return{Mentor, "person-late", "another"}); refused(err) != Forbidden {
		t.Errorf("the mentor returns: %v", err)
	}
	if err := w.do("", mentorLink("late")); refused(err) != Forbidden {
		t.Errorf("the link lets the mentor in again: %v", err)
	}
	if card := w.state.Project(ana).Cards["late"]; card.Content == nil {
		t.Error("the locked card did not stay with the pair")
	}
	if w.state.Acts(mia) != Mentor {
		t.Error("who was there live has lost the session")
	}
	if err := w.do(ben, GiveConsent{To: ByLink}); err != nil {
		t.Fatal(err)
	}
	if err := w.do("late", SaveScorecard{wholeCard(3)}); w.state.Acts("late") != Mentor || refused(err) != Conflict {
		t.Errorf("agreed anew, the mentor is not where they were: %v", err)
	}
}

// TestConsentIsForWhatWasNamed holds who may name a group, and what is no name.
func TestConsentIsForWhatWasNamed(t *testing.T) {
	w := at(Review, Peer)
	for _, to := range []Outsiders{"", "everybody", "Groupgroupgroupgroupgroup0", walkGroup + "0", "link ", "../../../../../../../../etc"} {
		if err := w.do(ana, GiveConsent{To: to, Member: true}); refused(err) != Invalid {
			t.Errorf("%q: %v", to, err)
		}
	}
	if err := w.do(ana, GiveConsent{To: walkGroup}); refused(err) != Forbidden {
		t.Errorf("a strange group is named: %v", err)
	}
	if err := w.do(ana, GiveConsent{To: walkGroup, Member: true}); err != nil {
		t.Error(err)
	}
	if err := w.do(ben, GiveConsent{To: walkGroup}); err != nil || !w.state.Agreed(walkGroup) {
		t.Errorf("the other agrees without being in the group: %v", err)
	}
	if err := w.do(ana, MakeInvite{Invite{ID: "i-late", Role: Mentor}}); refused(err) != Forbidden {
		t.Errorf("a link on a consent to a group: %v", err)
	}
	for i := range MaxOutsiders + 2 {
		to := Outsiders("group" + string(rune('a'+i)) + "groupgroupgroupgroup")
		err := w.do(ana, GiveConsent{To: to, Member: true})
		if full := len(w.state.Consents) == MaxOutsiders; full && i >= MaxOutsiders && refused(err) != Conflict {
			t.Errorf("circle %d: %v", i, err)
		}
	}
}

// TestThePairMakesLinksAfterwards holds who makes and closes a mentor's link after the interview.
func TestThePairMakesLinksAfterwards(t *testing.T) {
	w := at(Review, Peer)
	link := MakeInvite{Invite{ID: "i-late", Role: Mentor, KeyHash: "hash"}}
	if err := w.do(ana, GiveConsent{To: ByLink}); err != nil {
		t.Fatal(err)
	}
	var e *Error
	if err := w.do(ana, link); !errors.As(err, &e) || e.Message != "The interviewer has not agreed yet. Nothing of this session opens before." {
		t.Errorf("%v", err)
	}
	if err := w.do(ben, GiveConsent{To: ByLink}); err != nil {
		t.Fatal(err)
	}
	for _, by := range []ParticipantID{mia, oli, second, spare} {
		if err := w.do(by, link); refused(err) != Forbidden {
			t.Errorf("%s makes a link: %v", by, err)
		}
	}
	if err := w.do(ben, link); err != nil {
		t.Fatal(err)
	}
	if err := w.do("", Join{"p-x", Mentor, w.state.Participants[ben].Person, "i-late", "t"}); refused(err) != Forbidden {
		t.Errorf("the interviewer scores as a mentor: %v", err)
	}
	if err := w.do(ana, MakeInvite{Invite{ID: "i-watch", Role: Observer, KeyHash: "hash"}}); err != nil {
		t.Error(err)
	}
	if err := w.do(ana, RevokeInvite{"i-late"}); err != nil {
		t.Fatal(err)
	}
	if err := w.do("", Join{"p-x", Mentor, "person-x", "i-late", "t"}); refused(err) != Forbidden {
		t.Errorf("a revoked link: %v", err)
	}
}
