package room

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Enter lets a mentor of a group into a session that the pair has opened to it, and gives the key of the
// browser that asks.
func (g *Registry) Enter(ctx context.Context, session, id string, person interview.PersonID, participant interview.ParticipantID) (string, error) {
	s, err := g.Group(ctx, id, person)
	if err != nil {
		return "", err
	}
	if !s.Mentors(person) {
		return "", interview.Errorf(interview.Forbidden, "Only the mentors of the group score what is opened to it.")
	}
	if err := g.known(ctx, SessionStream(session), "session"); err != nil {
		return "", err
	}
	token := NewSecret()
	return token, g.Do(ctx, session, interview.Command{Do: interview.Enter{
		Participant: participant, Person: person, Through: interview.Outsiders(id), TokenHash: Hash(token),
	}})
}

// ScoreAgain begins the next round of a person's card.
func (g *Registry) ScoreAgain(ctx context.Context, session string, person interview.PersonID) error {
	if err := g.known(ctx, SessionStream(session), "session"); err != nil {
		return err
	}
	var me interview.ParticipantID
	err := g.inspect(ctx, session, func(r *room) error {
		id, ok := r.state.PartOf(person, interview.Mentor)
		if !ok {
			return interview.Errorf(interview.Forbidden, "You are no mentor of this session.")
		}
		me = id
		return r.state.Access(id)
	})
	if err != nil {
		return err
	}
	return g.Do(ctx, session, interview.Command{By: me, Do: interview.ScoreAgain{}})
}

// closeThrough closes the sessions that a person came into as a mentor of a group, "" for everybody's.
// It is done before they are out of the group: whatever breaks off in between, nobody stays inside whom
// the pair has not agreed to.
func (g *Registry) closeThrough(ctx context.Context, id string, person interview.PersonID) error {
	if err := g.indexAll(ctx); err != nil {
		return fmt.Errorf("closing a group's sessions: %w", err)
	}
	to := interview.Outsiders(id)
	for _, e := range g.index.AskedOf(id) {
		in := false
		for _, p := range e.State.Participants {
			in = in || p.Through == to && !p.Revoked && (person == "" || p.Person == person)
		}
		if !in {
			continue
		}
		err := g.Do(ctx, e.Session, interview.Command{Do: interview.Remove{Person: person, Through: to}})
		var refusal *interview.Error
		if err != nil && !(errors.As(err, &refusal) && (refusal.Code == interview.NotFound || refusal.Code == interview.Gone)) {
			return fmt.Errorf("closing a group's sessions: %w", err)
		}
	}
	return nil
}

// lose closes the sessions of whoever is no mentor of a group any more after some events.
func (g *Registry) lose(ctx context.Context, id string, before *group.State, events []interview.Event) error {
	after := before.Clone()
	for _, e := range events {
		if err := after.Apply(e); err != nil {
			return fmt.Errorf("changing a group: %w", err)
		}
	}
	for _, m := range before.Members {
		if m.Role != interview.GroupMentor || after.Mentors(m.Person) {
			continue
		}
		if err := g.closeThrough(ctx, id, m.Person); err != nil {
			return err
		}
	}
	return nil
}

// AskedOf lists the sessions of which somebody of the pair has asked a group for a score, or whose pair
// had, newest first.
func (x *Index) AskedOf(id string) []Entry {
	x.mu.Lock()
	var streams []journal.ID
	for stream := range x.asked[interview.Outsiders(id)] {
		streams = append(streams, stream)
	}
	x.mu.Unlock()
	return x.entries(streams)
}

// Mentoring is a session that a mentor has scored, may score, or is waited for with.
type Mentoring struct {
	Entry
	// Me is the mentor's part in it, "" as long as they have none. Group is the one through which they may
	// come, or came, "" for who was there or came by a link.
	Me    interview.ParticipantID
	Group string
}

// Mentoring lists a person's sessions as a mentor that are over, newest first: those that they took part
// in, and those that a pair opens to a group of theirs, or one of the pair would like to.
func (x *Index) Mentoring(person interview.PersonID) []Mentoring {
	list := []Mentoring{}
	listed := map[string]bool{}
	add := func(e Entry, group string) {
		if listed[e.Session] || e.State.Phase < interview.Scoring {
			return
		}
		for id, p := range e.State.Participants {
			if p.Person != person || p.Role != interview.Mentor || p.Revoked {
				continue
			}
			through, _ := p.Through.Group()
			if p.Through == interview.ByLink {
				through = ""
			}
			list, listed[e.Session] = append(list, Mentoring{e, id, through}), true
			return
		}
		if group != "" && !e.State.Held(person) && len(e.State.Consents[interview.Outsiders(group)]) > 0 {
			list, listed[e.Session] = append(list, Mentoring{e, "", group}), true
		}
	}
	for _, e := range x.Of(person) {
		add(e, "")
	}
	for _, g := range x.GroupsOf(person) {
		if !g.State.Mentors(person) {
			continue
		}
		for _, e := range x.AskedOf(g.Group) {
			add(e, g.Group)
		}
	}
	slices.SortFunc(list, func(a, b Mentoring) int {
		return cmp.Or(cmp.Compare(b.State.CreatedAt, a.State.CreatedAt), strings.Compare(a.Session, b.Session))
	})
	return list
}

// Mentors says whether a person is a mentor of a group, or was one of a session.
func (x *Index) Mentors(person interview.PersonID) bool {
	for _, g := range x.GroupsOf(person) {
		if g.State.Mentors(person) {
			return true
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.mentors[person]
}

// noteMentoring keeps who scores what, from an event of a session. The caller holds mu.
func (x *Index) noteMentoring(session journal.ID, s *interview.State, f interview.Fact) {
	switch f := f.(type) {
	case interview.ConsentGiven:
		if _, group := f.To.Group(); group {
			if x.asked[f.To] == nil {
				x.asked[f.To] = map[journal.ID]bool{}
			}
			x.asked[f.To][session] = true
		}
	case interview.ParticipantJoined:
		if f.Role == interview.Mentor && f.Person != "" {
			x.mentors[f.Person] = true
		}
	case interview.ParticipantMerged:
		if s.Participants[f.Participant].Role == interview.Mentor {
			x.mentors[f.Person] = true
		}
	}
}
