package room

import (
	"cmp"
	"log/slog"
	"slices"
	"strings"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// GroupEntry is what the index knows of one group; its State is not to be changed.
type GroupEntry struct {
	Group string
	State *group.State
}

// groups is the index's fold of all groups. It shares the index's lock.
type groups struct {
	all map[string]*group.State
	of  map[interview.PersonID]map[string]bool
}

func newGroups() groups {
	return groups{map[string]*group.State{}, map[interview.PersonID]map[string]bool{}}
}

// apply folds a commit of a group's stream.
func (x groups) apply(c journal.Commit, log *slog.Logger) {
	id := strings.TrimPrefix(string(c.Stream), "group:")
	before := x.all[id]
	if before != nil {
		for _, m := range before.Members {
			delete(x.of[m.Person], id)
		}
	}
	if c.Erased {
		delete(x.all, id)
		return
	}
	s := group.NewState()
	if before != nil {
		// Entries that were handed out are not changed under their readers.
		s = before.Clone()
	}
	for _, e := range c.Events {
		if e.Number <= s.Number {
			continue
		}
		if err := s.Apply(e); err != nil {
			log.Error("the index cannot read a group", "error", err)
			break
		}
	}
	x.all[id] = s
	for _, m := range s.Members {
		if x.of[m.Person] == nil {
			x.of[m.Person] = map[string]bool{}
		}
		x.of[m.Person][id] = true
	}
}

// GroupsOf lists the groups that a person is in, by name.
func (x *Index) GroupsOf(person interview.PersonID) []GroupEntry {
	x.mu.Lock()
	defer x.mu.Unlock()
	list := []GroupEntry{}
	for id := range x.groups.of[person] {
		list = append(list, GroupEntry{id, x.groups.all[id]})
	}
	slices.SortFunc(list, func(a, b GroupEntry) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.State.Name), strings.ToLower(b.State.Name)), cmp.Compare(a.Group, b.Group))
	})
	return list
}
