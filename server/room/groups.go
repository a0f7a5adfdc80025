package room

import (
	"context"
	"errors"
	"fmt"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// groupStream is the journal's name of a group.
func groupStream(id string) journal.ID { return journal.ID("group:" + id) }

// readGroup folds a group's stream; one that was deleted, or never was, is not found.
func (g *Registry) readGroup(ctx context.Context, id string) (*group.State, error) {
	s := group.NewState()
	if !interview.ValidID(id) {
		return nil, group.ErrNoGroup
	}
	for e, err := range g.Journal.Read(ctx, groupStream(id), 1) {
		if errors.Is(err, journal.ErrErased) {
			return nil, group.ErrNoGroup
		}
		if err != nil {
			return nil, fmt.Errorf("reading a group: %w", err)
		}
		if err := s.Apply(e); err != nil {
			return nil, fmt.Errorf("reading a group: %w", err)
		}
	}
	if s.Number == 0 {
		return nil, group.ErrNoGroup
	}
	return s, nil
}

// Group is a group as its stream says; to whoever is not in it there is none.
func (g *Registry) Group(ctx context.Context, id string, person interview.PersonID) (*group.State, error) {
	s, err := g.readGroup(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, in := s.PartOf(person); !in {
		return nil, group.ErrNoGroup
	}
	return s, nil
}

// GroupName is what a group is called, "" where there is none any more.
func (g *Registry) GroupName(ctx context.Context, id string) (string, error) {
	s, err := g.readGroup(ctx, id)
	if errors.Is(err, group.ErrNoGroup) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.Name, nil
}

// MakeGroup starts a group that a person runs.
func (g *Registry) MakeGroup(ctx context.Context, person interview.PersonID, name string) (string, error) {
	name, err := CheckName(name)
	if err != nil {
		return "", err
	}
	id := NewSecret()
	events, err := group.Decide(group.NewState(), g.Clock.Wall(), group.Command{By: person, Do: group.Make{Name: name, Member: NewMember()}})
	if err != nil {
		return "", err
	}
	if err := g.Journal.Append(ctx, groupStream(id), 1, events); err != nil {
		return "", fmt.Errorf("making a group: %w", err)
	}
	return id, nil
}

// NewMember is a fresh id of somebody in a group.
func NewMember() interview.MemberID { return interview.MemberID("m-" + NewSecret()[:16]) }

// InGroup does what somebody wishes for in a group. A group that nobody is left in goes.
func (g *Registry) InGroup(ctx context.Context, id string, c group.Command) error {
	if rename, ok := c.Do.(group.Rename); ok {
		name, err := CheckName(rename.Name)
		if err != nil {
			return err
		}
		c.Do = group.Rename{Name: name}
	}
	for {
		s, err := g.readGroup(ctx, id)
		if err != nil {
			return err
		}
		events, err := group.Decide(s, g.Clock.Wall(), c)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := g.lose(ctx, id, s, events); err != nil {
			return err
		}
		err = g.Journal.Append(ctx, groupStream(id), s.Number+1, events)
		if errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrUnknown) {
			continue
		}
		if err != nil {
			return fmt.Errorf("changing a group: %w", err)
		}
		return g.settleGroup(ctx, id)
	}
}

// settleGroup erases a group that nobody is left in.
func (g *Registry) settleGroup(ctx context.Context, id string) error {
	s, err := g.readGroup(ctx, id)
	if errors.Is(err, group.ErrNoGroup) {
		return nil
	}
	if err != nil || !s.Empty() {
		return err
	}
	return g.eraseGroup(ctx, id, interview.ByPerson)
}

// DeleteGroup erases a group for everybody in it; whoever runs it may.
func (g *Registry) DeleteGroup(ctx context.Context, id string, by interview.PersonID) error {
	s, err := g.readGroup(ctx, id)
	if err != nil {
		return err
	}
	if _, err := group.Decide(s, g.Clock.Wall(), group.Command{By: by, Do: group.Close{}}); err != nil {
		return err
	}
	if err := g.closeThrough(ctx, id, ""); err != nil {
		return err
	}
	return g.eraseGroup(ctx, id, interview.ByPerson)
}

// eraseGroup notes the erasure first, so that a server that stops in between goes on with it.
func (g *Registry) eraseGroup(ctx context.Context, id string, by interview.Eraser) error {
	if err := g.server.append(ctx, interview.GroupErased{Group: id, By: by}); err != nil {
		return fmt.Errorf("erasing a group: %w", err)
	}
	return g.dropGroup(ctx, id)
}

func (g *Registry) dropGroup(ctx context.Context, id string) error {
	if err := g.Journal.Erase(ctx, groupStream(id)); err != nil {
		return fmt.Errorf("erasing a group: %w", err)
	}
	return nil
}

// GroupLink finds the open link into a group that a key is of.
func (g *Registry) GroupLink(ctx context.Context, id, key string) (group.Invite, error) {
	refused := interview.Errorf(interview.Forbidden, "This link opens nothing. It may be incomplete, or was closed; ask the person who sent it.")
	s, err := g.readGroup(ctx, id)
	if errors.Is(err, group.ErrNoGroup) {
		return group.Invite{}, refused
	}
	if err != nil {
		return group.Invite{}, err
	}
	for _, i := range s.Invites {
		if !i.Revoked && key != "" && len(key) <= 200 && Matches(i.KeyHash, key) {
			return i, nil
		}
	}
	return group.Invite{}, refused
}

// leaveGroups takes somebody who is erased out of every group.
func (g *Registry) leaveGroups(ctx context.Context, person interview.PersonID) error {
	for _, e := range g.index.GroupsOf(person) {
		err := g.InGroup(ctx, e.Group, group.Command{Do: group.Forget{Person: person}})
		if err != nil && !errors.Is(err, group.ErrNoGroup) {
			return err
		}
	}
	return nil
}

// mergeGroups makes one person's part in groups another's.
func (g *Registry) mergeGroups(ctx context.Context, from, into interview.PersonID) error {
	for _, e := range g.index.GroupsOf(from) {
		err := g.InGroup(ctx, e.Group, group.Command{Do: group.Merge{From: from, Into: into}})
		if err != nil && !errors.Is(err, group.ErrNoGroup) {
			return err
		}
	}
	return nil
}

// inGroup says whether a participant of a room belongs to a group, so that they may ask its mentors.
func (r *room) inGroup(by interview.ParticipantID, id string) bool {
	_, err := r.registry.Group(r.ctx, id, r.state.Participants[by].Person)
	if err != nil && !errors.Is(err, group.ErrNoGroup) {
		r.registry.Log.Warn("a group could not be read", "error", err)
	}
	return err == nil
}
