package interview

import (
	"fmt"
	"strings"
	"testing"
)

var uber = ProblemRef{Slug: "uber", Title: "Design Uber", Short: "Uber", Level: "advanced", Hash: "hash"}

// TestWhoChangesSeats goes through suggestions and answers.
func TestWhoChangesSeats(t *testing.T) {
	newsfeed := ProblemRef{Slug: "newsfeed", Short: "Newsfeed", Hash: "hash"}
	type step struct {
		by    ParticipantID
		do    Action
		words string // of the refusal, "" for none
	}
	suggest, accept := SuggestSwap{uber}, AcceptSwap{"uber", "the-return"}
	for name, c := range map[string]struct {
		mode   Mode
		phase  Phase
		steps  []step
		linked bool
	}{
		"suggested and accepted":         {Peer, Review, []step{{ana, suggest, ""}, {ben, accept, ""}}, true},
		"by the interviewer":             {Peer, Review, []step{{ben, suggest, ""}, {ana, accept, ""}}, true},
		"accepted twice":                 {Peer, Review, []step{{ana, suggest, ""}, {ben, accept, ""}, {ben, AcceptSwap{"uber", "another"}, ""}}, true},
		"the own one accepted":           {Peer, Review, []step{{ana, suggest, ""}, {ana, accept, "your own suggestion"}}, false},
		"pressed twice":                  {Peer, Review, []step{{ana, suggest, ""}, {ana, suggest, ""}, {ben, accept, ""}}, true},
		"both at once":                   {Peer, Review, []step{{ana, suggest, ""}, {ben, SuggestSwap{newsfeed}, "has suggested Uber"}, {ben, accept, ""}}, true},
		"changed before the answer":      {Peer, Review, []step{{ana, suggest, ""}, {ana, SuggestSwap{newsfeed}, ""}, {ben, accept, "another one by now: Newsfeed"}}, false},
		"declined, then accepted":        {Peer, Review, []step{{ana, suggest, ""}, {ben, DeclineSwap{"uber"}, ""}, {ben, accept, "Nothing is suggested"}}, false},
		"declined twice":                 {Peer, Review, []step{{ana, suggest, ""}, {ben, DeclineSwap{"uber"}, ""}, {ben, DeclineSwap{"uber"}, ""}}, false},
		"declined, then the other's":     {Peer, Review, []step{{ana, suggest, ""}, {ben, DeclineSwap{"uber"}, ""}, {ben, SuggestSwap{newsfeed}, ""}, {ana, AcceptSwap{"newsfeed", "x"}, ""}}, true},
		"taken back":                     {Peer, Review, []step{{ana, suggest, ""}, {ana, DeclineSwap{"uber"}, ""}, {ben, accept, "Nothing is suggested"}}, false},
		"after it was agreed on":         {Peer, Review, []step{{ana, suggest, ""}, {ben, accept, ""}, {ana, SuggestSwap{newsfeed}, "agreed on Uber already"}}, true},
		"the same problem":               {Peer, Review, []step{{ana, SuggestSwap{ProblemRef{Slug: "tinyurl"}}, "Choose another"}}, false},
		"out of an import":               {Peer, Review, []step{{ana, SuggestSwap{ProblemRef{Slug: "uber"}}, ""}, {ben, accept, "from another server"}}, false},
		"before the reveal":              {Peer, Scoring, []step{{ana, suggest, "Look at the scores together first"}}, false},
		"a mentor":                       {Peer, Review, []step{{mia, suggest, "Only the two"}, {ana, suggest, ""}, {mia, accept, "Only the two"}}, false},
		"who came second by a link":      {Peer, Review, []step{{spare, suggest, "Only the two"}}, false},
		"alone":                          {Solo, Review, []step{{ana, suggest, "You were alone"}}, false},
		"the other's link was revoked":   {Peer, Review, []step{{ana, RevokeInvite{"i-interviewer"}, ""}, {ana, suggest, "not in this session any more"}}, false},
		"the other's seat was taken":     {Peer, Review, []step{{ben, Leave{}, ""}, {"", MarkAway{ben, 0}, ""}, {spare, AskSeat{}, ""}, {ana, suggest, ""}, {spare, accept, "Only the two"}}, false},
		"declined what is not suggested": {Peer, Review, []step{{ana, DeclineSwap{"uber"}, "Nothing is suggested"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := at(c.phase, c.mode)
			for i, s := range c.steps {
				w.now += Time(Minute)
				err := w.do(s.by, s.do)
				if (err == nil) != (s.words == "") || err != nil && !strings.Contains(err.Error(), s.words) {
					t.Errorf("step %d: %v, want %q", i+1, err, s.words)
				}
			}
			l := w.state.Returned()
			if (l != nil) != c.linked {
				t.Fatalf("linked: %+v", l)
			}
			if l != nil && (l.Session == "another" || l.Candidate != ben || l.Interviewer != ana) {
				t.Errorf("the return is %+v", l)
			}
		})
	}
}

// TestTheReturnHasTheSameTwoInExchangedSeats opens the linked session.
func TestTheReturnHasTheSameTwoInExchangedSeats(t *testing.T) {
	for _, suggests := range []ParticipantID{ana, ben} {
		first := at(Review, Peer)
		accepts := map[ParticipantID]ParticipantID{ana: ben, ben: ana}[suggests]
		for _, err := range []error{first.do(suggests, SuggestSwap{uber}), first.do(accepts, AcceptSwap{"uber", "the-return"})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		open := first.state.OpenReturn("the-first", func() ParticipantID { n++; return ParticipantID(fmt.Sprint("q-", n)) })
		second := &walk{state: NewState(), now: first.now, n: map[ParticipantID]uint64{}}
		second.must(*open)
		s := second.state
		person := func(old ParticipantID) PersonID { return first.state.Participants[old].Person }
		if got := s.Participants[s.Holder(Candidate)]; got.Person != person(ben) || got.Role != Candidate {
			t.Errorf("the candidate is %+v", got)
		}
		if got := s.Participants[s.Holder(Interviewer)]; got.Person != person(ana) || got.Role != Interviewer {
			t.Errorf("the interviewer is %+v", got)
		}
		if s.Participants[s.Creator].Person != person(suggests) {
			t.Errorf("the room was opened by %s", s.Participants[s.Creator].Person)
		}
		if s.Plan != first.state.Plan || s.Pace != first.state.Pace || s.Help != first.state.Help || s.Problem != uber || s.Phase != Lobby {
			t.Errorf("%+v", s)
		}
		if l := s.ReturnOf(); l == nil || l.Session != "the-first" || l.Problem.Short != "TinyURL" || l.Date != first.state.StartedAt || s.Returned() != nil {
			t.Errorf("the link is %+v", l)
		}
		for _, viewer := range []ParticipantID{s.Holder(Candidate), s.Holder(Interviewer)} {
			if v := s.Project(viewer); len(v.Links) != 1 || v.Links[0].Problem.Hash != "" {
				t.Errorf("%s is shown %+v", viewer, v.Links)
			}
			if err := second.do("", Return{s.Participants[viewer].Role, s.Participants[viewer].Person, "token-" + string(viewer)}); err != nil {
				t.Errorf("%s cannot come in: %v", viewer, err)
			}
		}
		if err := second.do("", *open); refused(err) != Conflict {
			t.Errorf("it opens twice: %v", err)
		}
	}
}
