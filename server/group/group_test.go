package group

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"mockroom/server/interview"
)

// stage is a group that a test leads.
type stage struct {
	t     *testing.T
	state *State
	now   interview.Time
}

func newStage(t *testing.T) *stage {
	s := &stage{t: t, state: NewState()}
	s.did("ruth", Make{"Thursday group", "m-ruth"})
	s.did("ruth", Invitation{"g-member", interview.GroupMember, "hash"})
	s.did("ruth", Invitation{"g-mentor", interview.GroupMentor, "hash"})
	return s
}

func (s *stage) do(by interview.PersonID, a Action) error {
	s.now++
	events, err := Decide(s.state, s.now, Command{by, a})
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := s.state.Apply(e); err != nil {
			s.t.Fatal(err)
		}
	}
	return nil
}

func (s *stage) did(by interview.PersonID, a Action) {
	s.t.Helper()
	if err := s.do(by, a); err != nil {
		s.t.Fatalf("%s, %T: %v", by, a, err)
	}
}

func code(err error) interview.Code {
	var e *interview.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (s *stage) joined(names ...interview.PersonID) {
	for _, n := range names {
		s.did(n, Join{interview.MemberID("m-" + n), "g-member"})
	}
}

// TestWhoMayDoWhatInAGroup tries every action as everybody.
func TestWhoMayDoWhatInAGroup(t *testing.T) {
	for name, c := range map[string]struct {
		do Action
		// runner, mentor, member and stranger are what each is told, "" for done.
		runner, mentor, member, stranger interview.Code
	}{
		"make again":     {Make{"x", "m-x"}, interview.NotFound, interview.NotFound, interview.NotFound, interview.NotFound},
		"rename":         {Rename{"Friday group"}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"invite":         {Invitation{"g-new", interview.GroupMember, "h"}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"invite as king": {Invitation{"g-new", "king", "h"}, interview.Invalid, interview.Forbidden, interview.Forbidden, interview.NotFound},
		"close a link":   {RevokeInvite{"g-member"}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"close no link":  {RevokeInvite{"g-none"}, interview.NotFound, interview.Forbidden, interview.Forbidden, interview.NotFound},
		"join":           {Join{"m-new", "g-member"}, "", "", "", ""},
		"join by none":   {Join{"m-new", "g-none"}, interview.Forbidden, interview.Forbidden, interview.Forbidden, interview.Forbidden},
		"leave":          {Leave{}, "", "", "", interview.NotFound},
		"remove another": {Remove{"m-other"}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"remove nobody":  {Remove{"m-nobody"}, interview.NotFound, interview.Forbidden, interview.Forbidden, interview.NotFound},
		"make a mentor":  {SetRole{"m-other", interview.GroupMentor}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"make a king":    {SetRole{"m-other", "king"}, interview.Invalid, interview.Forbidden, interview.Forbidden, interview.NotFound},
		"hand over":      {HandOver{"m-other"}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
		"delete":         {Close{}, "", interview.Forbidden, interview.Forbidden, interview.NotFound},
	} {
		for by, want := range map[interview.PersonID]interview.Code{"ruth": c.runner, "max": c.mentor, "mo": c.member, "eve": c.stranger, "": interview.NotFound} {
			if _, joins := c.do.(Join); joins && by == "" {
				continue // whoever has no identity is made a person first
			}
			s := newStage(t)
			s.joined("mo", "other")
			s.did("max", Join{"m-max", "g-mentor"})
			before := s.state.Number
			if err := s.do(by, c.do); code(err) != want {
				t.Errorf("%s as %q: %v, want %q", name, by, err, want)
			}
			if want != "" && s.state.Number != before {
				t.Errorf("%s as %q has changed the group", name, by)
			}
		}
	}
}

// TestAGroupAlwaysHasSomebodyWhoRunsIt follows who runs a group as people go.
func TestAGroupAlwaysHasSomebodyWhoRunsIt(t *testing.T) {
	s := newStage(t)
	s.joined("ann", "bob")
	s.did("max", Join{"m-max", "g-mentor"})
	s.did("", Forget{"ruth"})
	if s.state.Runner != "m-max" {
		t.Errorf("%s runs it, not the mentor", s.state.Runner)
	}
	s.did("max", HandOver{"m-bob"})
	if !s.state.Runs("bob") || s.state.Runs("max") {
		t.Error("it was not handed over")
	}
	s.did("max", Leave{})
	s.did("bob", Leave{})
	if !s.state.Runs("ann") {
		t.Errorf("%q runs it", s.state.Runner)
	}
	s.did("ann", Leave{})
	if !s.state.Empty() || s.state.Runner != "" {
		t.Error("somebody is left")
	}
}

// TestMergedPersonsAreOneMember merges histories of which one, both or none is in the group.
func TestMergedPersonsAreOneMember(t *testing.T) {
	s := newStage(t)
	s.joined("ann", "bob")
	s.did("", Merge{"ann", "new"})
	if id, in := s.state.PartOf("new"); !in || id != "m-ann" {
		t.Errorf("%q %v", id, in)
	}
	s.did("", Merge{"ruth", "bob"})
	if !s.state.Runs("bob") || !s.state.Mentors("bob") || len(s.state.Members) != 2 {
		t.Errorf("%+v", s.state)
	}
	s.did("", Merge{"eve", "bob"})
	if len(s.state.Members) != 2 {
		t.Error("a stranger's history has changed the group")
	}
}

// TestAMentorsLinkMakesAMemberAMentor opens links twice, and closed ones.
func TestAMentorsLinkMakesAMemberAMentor(t *testing.T) {
	s := newStage(t)
	s.joined("ann")
	s.did("ann", Join{"m-again", "g-mentor"})
	if !s.state.Mentors("ann") || len(s.state.Members) != 2 {
		t.Errorf("%+v", s.state.Members)
	}
	s.did("ann", Join{"m-again", "g-member"})
	if !s.state.Mentors("ann") {
		t.Error("a member's link has taken something away")
	}
	s.did("ruth", RevokeInvite{"g-mentor"})
	if err := s.do("eve", Join{"m-eve", "g-mentor"}); code(err) != interview.Forbidden {
		t.Errorf("a closed link: %v", err)
	}
}

// TestGroupsHaveLimits fills a group with people and links.
func TestGroupsHaveLimits(t *testing.T) {
	s := newStage(t)
	for i := range MaxMembers - 1 {
		s.joined(interview.PersonID(fmt.Sprint("p", i)))
	}
	if err := s.do("one", Join{"m-one", "g-member"}); code(err) != interview.Conflict {
		t.Errorf("one too many: %v", err)
	}
	for i := range MaxInvites - 2 {
		s.did("ruth", Invitation{fmt.Sprint("g-", i), interview.GroupMember, "h"})
	}
	if err := s.do("ruth", Invitation{"g-more", interview.GroupMember, "h"}); code(err) != interview.Conflict {
		t.Errorf("a link too many: %v", err)
	}
}

// TestRandomGroupsStayWhole lets people do anything: one person is one member, and while anybody is
// in it one of them runs it.
func TestRandomGroupsStayWhole(t *testing.T) {
	people := []interview.PersonID{"ruth", "a", "b", "c", "d"}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := newStage(t)
		someone := func() interview.PersonID { return people[r.IntN(len(people))] }
		member := func() interview.MemberID { return interview.MemberID("m-" + someone()) }
		for range 60 {
			by := someone()
			role := []interview.GroupRole{interview.GroupMember, interview.GroupMentor}[r.IntN(2)]
			do := []Action{
				Join{interview.MemberID(fmt.Sprint("m-", by, r.IntN(3))), "g-member"}, Join{interview.MemberID("m-" + by), "g-mentor"}, Join{interview.MemberID("m-" + by), "g-member"},
				Leave{}, Remove{member()}, SetRole{member(), role}, HandOver{member()}, Merge{someone(), someone()}, Forget{someone()}, Rename{"x"},
			}[r.IntN(10)]
			switch do.(type) {
			case Merge, Forget:
				by = ""
			}
			_ = s.do(by, do)
			seen := map[interview.PersonID]bool{}
			for _, m := range s.state.Members {
				if seen[m.Person] {
					t.Fatalf("seed %d: %s is in it twice after %#v", seed, m.Person, do)
				}
				seen[m.Person] = true
			}
			if _, runs := s.state.Members[s.state.Runner]; len(s.state.Members) > 0 && !runs {
				t.Fatalf("seed %d: nobody runs it after %#v", seed, do)
			}
		}
	}
}
