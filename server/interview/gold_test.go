package interview

import (
	"strings"
	"testing"
)

func goldCard(w *walk, change func(map[Criterion]GoldScore)) ProposeGold {
	scores := map[Criterion]GoldScore{}
	for _, k := range Criteria() {
		scores[k] = GoldScore{3, "the reason", w.state.StartedAt + 60_000}
	}
	if change != nil {
		change(scores)
	}
	return ProposeGold{walkGroup, scores}
}

// goldStage is a session in its review that a group may see; its mentors are late, who came through the
// group, mia, who was there, and ben, who asked. late has locked a card, mia has not.
func goldStage(t *testing.T) *walk {
	t.Helper()
	w := at(Review, Peer)
	for _, by := range []ParticipantID{ana, ben} {
		if err := w.do(by, GiveConsent{To: walkGroup, Member: true}); err != nil {
			t.Fatal(err)
		}
	}
	joined := Event{Number: w.state.Number + 1, At: w.now, By: late, Audience: ForAll, Fact: ParticipantJoined{late, Mentor, "person-late", "", "token-late", walkGroup}}
	if err := w.state.Apply(joined); err != nil {
		t.Fatal(err)
	}
	pinAll(w, late)
	for _, a := range []Action{SaveScorecard{wholeCard(2)}, LockScorecard{}} {
		if err := w.do(late, a); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// TestMentorsAgreeOnACard goes through who proposes, agrees and takes back.
func TestMentorsAgreeOnACard(t *testing.T) {
	type step struct {
		by    ParticipantID
		do    func(*walk) Action
		words string
	}
	propose := func(w *walk) Action { return goldCard(w, nil) }
	other := func(w *walk) Action {
		return goldCard(w, func(s map[Criterion]GoldScore) { s["reliability"] = GoldScore{2, "another", w.state.StartedAt} })
	}
	agree := func(w *walk) Action { return AgreeGold{walkGroup, w.state.Golds[walkGroup].At} }
	stale := func(w *walk) Action { return AgreeGold{walkGroup, 1} }
	back := func(*walk) Action { return WithdrawGold{walkGroup} }
	faulty := func(change func(map[Criterion]GoldScore)) func(w *walk) Action {
		return func(w *walk) Action { return goldCard(w, change) }
	}
	for name, c := range map[string]struct {
		steps   []step
		settled bool
	}{
		"two agree":                  {[]step{{late, propose, ""}, {ben, agree, ""}}, true},
		"one alone":                  {[]step{{late, propose, ""}, {late, agree, ""}}, false},
		"taken back":                 {[]step{{late, propose, ""}, {ben, agree, ""}, {ben, back, ""}}, false},
		"its proposer goes back":     {[]step{{late, propose, ""}, {ben, agree, ""}, {late, back, ""}, {ben, agree, ""}}, false},
		"all of them go back":        {[]step{{late, propose, ""}, {ben, agree, ""}, {late, back, ""}, {ben, back, ""}, {ben, agree, "Nothing is proposed"}}, false},
		"another, once it is agreed": {[]step{{late, propose, ""}, {ben, agree, ""}, {ben, other, "A card is agreed on"}}, true},
		"another proposal":           {[]step{{late, propose, ""}, {ben, other, ""}}, false},
		"agreed to the one before":   {[]step{{late, propose, ""}, {ben, stale, "has changed"}}, false},
		"who has not locked":         {[]step{{mia, propose, "Lock your own card first"}, {late, propose, ""}, {mia, agree, "Lock your own card first"}}, false},
		"the candidate":              {[]step{{ana, propose, "The group’s mentors"}}, false},
		"an observer":                {[]step{{oli, propose, "The group’s mentors"}}, false},
		"consent was taken back":     {[]step{{ana, func(*walk) Action { return WithdrawConsent{walkGroup} }, ""}, {ben, propose, "have not opened it"}}, false},
		"no reason": {[]step{{late, faulty(func(s map[Criterion]GoldScore) {
			s["reliability"] = GoldScore{Score: 2, Moment: s["trade-offs"].Moment}
		}), "needs the reason"}}, false},
		"not observed":              {[]step{{late, faulty(func(s map[Criterion]GoldScore) { s["reliability"] = GoldScore{} }), ""}}, false},
		"a criterion is missing":    {[]step{{late, faulty(func(s map[Criterion]GoldScore) { delete(s, "reliability") }), "Reliability needs a score"}}, false},
		"a strange criterion":       {[]step{{late, faulty(func(s map[Criterion]GoldScore) { s["charm"] = GoldScore{3, "r", 1} }), "is no criterion"}}, false},
		"a score of five":           {[]step{{late, faulty(func(s map[Criterion]GoldScore) { s["reliability"] = GoldScore{5, "r", 1} }), "a score is 0 to 4"}}, false},
		"a moment before the start": {[]step{{late, faulty(func(s map[Criterion]GoldScore) { s["reliability"] = GoldScore{2, "r", 1} }), "needs a moment"}}, false},
		"no group":                  {[]step{{late, func(w *walk) Action { a := goldCard(w, nil); a.Group = ByLink; return a }, "say which group"}}, false},
		"another group":             {[]step{{late, func(w *walk) Action { a := goldCard(w, nil); a.Group = "othergroupothergroupother0"; return a }, "The group’s mentors"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := goldStage(t)
			for _, s := range c.steps {
				w.now += Time(Minute)
				err := w.do(s.by, s.do(w))
				if (err == nil) != (s.words == "") || err != nil && !strings.Contains(strings.ReplaceAll(err.Error(), "'", "’"), s.words) {
					t.Errorf("%s: %v, want %q", s.by, err, s.words)
				}
			}
			if got := w.state.Golds[walkGroup].Settled(); got != c.settled {
				t.Errorf("settled: %v", got)
			}
		})
	}
}

// TestTheAgreedCardIsBlind holds that nobody reads it before their own card is locked, by an item or a
// view, and that it is there afterwards.
func TestTheAgreedCardIsBlind(t *testing.T) {
	w := goldStage(t)
	if err := w.do(late, goldCard(w, nil)); err != nil {
		t.Fatal(err)
	}
	proposal := w.events[len(w.events)-1]
	for id, sees := range map[ParticipantID]bool{ana: true, ben: true, late: true, mia: false, oli: false, spare: false} {
		_, item := w.state.Filter(id, proposal)
		if view := len(w.state.Project(id).Golds) > 0; item != sees || view != sees {
			t.Errorf("%s: item %v, view %v", id, item, view)
		}
	}
	before := w.state.Generation(mia)
	pinAll(w, mia)
	for _, a := range []Action{SaveScorecard{wholeCard(2)}, LockScorecard{}} {
		if err := w.do(mia, a); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.state.Project(mia).Golds) == 0 || w.state.Generation(mia) == before {
		t.Error("after the lock it is not there")
	}
}

// TestOnePersonAgreesOnce lets the interviewer come in as a mentor too, and agree with themselves.
func TestOnePersonAgreesOnce(t *testing.T) {
	w := goldStage(t)
	merged := Event{Number: w.state.Number + 1, At: w.now, Audience: ForNobody, Fact: ParticipantMerged{late, w.state.Participants[ben].Person}}
	if err := w.state.Apply(merged); err != nil {
		t.Fatal(err)
	}
	if err := w.do(ben, goldCard(w, nil)); err != nil {
		t.Fatal(err)
	}
	if err := w.do(late, AgreeGold{walkGroup, w.state.Golds[walkGroup].At}); err != nil || w.state.Golds[walkGroup].Settled() {
		t.Errorf("one person is two: %v %v", err, w.state.Golds[walkGroup].Agreed)
	}
}
