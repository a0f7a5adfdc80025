package room

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Entry is what the index knows of one session.
type Entry struct {
	Session string
	// State is the session's fold without the board; it is not to be changed.
	State *interview.State
}

// Index is a fold of the whole journal: who takes part in which sessions and groups, and what the clock
// waits for. It may lag a moment, and is made anew at each start; nobody's rights rest on it.
type Index struct {
	mu       sync.Mutex
	sessions map[journal.ID]*interview.State
	// resting are sessions that nothing is awaited of; they are read from the journal when they are
	// asked for, so that the number of stored sessions costs little memory.
	resting map[journal.ID]resting
	journal journal.Journal
	persons map[interview.PersonID]map[journal.ID]bool
	groups  groups
	// asked are the sessions of which a group was asked for a score; mentors who was one of a session.
	asked   map[interview.Outsiders]map[journal.ID]bool
	mentors map[interview.PersonID]bool
	opened  opened
	cursor  journal.Cursor
	// server is the last event of each of the server's streams that was folded.
	server map[journal.ID]uint64
	// onErased is told of every person that was erased, outside of the lock.
	onErased func(interview.PersonID)
}

func newIndex(j journal.Journal) *Index {
	return &Index{journal: j, groups: newGroups(), asked: map[interview.Outsiders]map[journal.ID]bool{}, mentors: map[interview.PersonID]bool{}, opened: opened{}, resting: map[journal.ID]resting{}, server: map[journal.ID]uint64{}, sessions: map[journal.ID]*interview.State{}, persons: map[interview.PersonID]map[journal.ID]bool{}}
}

// follow folds All until ctx ends.
func (x *Index) follow(ctx context.Context, clock Clock, log *slog.Logger) {
	n := 0
	for ctx.Err() == nil {
		for c, err := range x.journal.All(ctx, x.cursor) {
			if err != nil {
				if ctx.Err() == nil {
					log.Warn("the index lost the journal and begins again where it was", "error", err)
				}
				break
			}
			x.apply(c, log)
			if n++; n%restEvery == 0 {
				x.rest(clock.Wall() - restAfter)
			}
			if person, ok := strings.CutPrefix(string(c.Stream), "person:"); ok && c.Erased && x.onErased != nil {
				x.onErased(interview.PersonID(person))
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (x *Index) apply(c journal.Commit, log *slog.Logger) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.cursor = c.Cursor
	if strings.HasPrefix(string(c.Stream), string(serverStream)) && len(c.Events) > 0 {
		x.server[c.Stream] = c.Events[len(c.Events)-1].Number
	}
	if strings.HasPrefix(string(c.Stream), "group:") {
		x.groups.apply(c, log)
		return
	}
	if !strings.HasPrefix(string(c.Stream), "session:") {
		return
	}
	if c.Erased {
		delete(x.sessions, c.Stream)
		delete(x.resting, c.Stream)
		for _, sessions := range x.persons {
			delete(sessions, c.Stream)
		}
		for _, sessions := range x.asked {
			delete(sessions, c.Stream)
		}
		return
	}
	if r, ok := x.resting[c.Stream]; ok && c.Events[len(c.Events)-1].Number <= r.number {
		return // it came a second time
	}
	s := x.session(c.Stream, log)
	if s == nil {
		if _, unreadable := x.resting[c.Stream]; unreadable {
			return
		}
		s = interview.NewState()
		x.sessions[c.Stream] = s
	}
	for _, e := range c.Events {
		if e.Number <= s.Number {
			continue
		}
		x.noteMentoring(c.Stream, s, e.Fact)
		switch f := e.Fact.(type) {
		case interview.ParticipantJoined:
			x.takesPart(f.Person, c.Stream)
		case interview.ParticipantMerged:
			delete(x.persons[s.Participants[f.Participant].Person], c.Stream)
			x.takesPart(f.Person, c.Stream)
		}
		if err := applyLight(s, e); err != nil {
			log.Error("the index cannot read a session", "error", err)
		}
		x.opened.note(s, e.Fact)
	}
}

// takesPart notes a person's session. The caller holds mu.
func (x *Index) takesPart(person interview.PersonID, session journal.ID) {
	if x.persons[person] == nil {
		x.persons[person] = map[journal.ID]bool{}
	}
	x.persons[person][session] = true
}

// applyLight folds an event without what is long and of no use in lists.
func applyLight(s *interview.State, e interview.Event) error {
	switch e.Fact.(type) {
	case interview.BoardEdited, interview.ChatSaid, interview.NoteWritten:
		s.Number, s.At = e.Number, max(s.At, e.At)
		return nil
	}
	return s.Apply(e)
}

// Of lists a person's sessions, newest first.
func (x *Index) Of(id interview.PersonID) []Entry {
	x.mu.Lock()
	var streams []journal.ID
	for stream := range x.persons[id] {
		streams = append(streams, stream)
	}
	x.mu.Unlock()
	return x.entries(streams)
}

// entries gives sessions as they are known, newest first.
func (x *Index) entries(streams []journal.ID) []Entry {
	list, asleep := []Entry{}, map[journal.ID]resting{}
	x.mu.Lock()
	for _, stream := range streams {
		if s := x.sessions[stream]; s != nil {
			list = append(list, entryOf(stream, s.Clone()))
		} else if r, ok := x.resting[stream]; ok {
			asleep[stream] = r
		}
	}
	x.mu.Unlock()
	// Reading takes a while and is done outside of the lock.
	for stream, r := range asleep {
		if s, err := x.read(stream, r.number); err == nil {
			list = append(list, entryOf(stream, s))
		}
	}
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.State.CreatedAt, a.State.CreatedAt), cmp.Compare(a.Session, b.Session))
	})
	return list
}

func entryOf(stream journal.ID, s *interview.State) Entry {
	return Entry{strings.TrimPrefix(string(stream), "session:"), s}
}

// serverNumber is the last event of one of the server's streams that the index holds.
func (x *Index) serverNumber(stream journal.ID) uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.server[stream]
}

// partedBy lists a person's sessions: those that are theirs alone, and those shared with others.
func (x *Index) partedBy(id interview.PersonID) (alone, shared []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for stream := range x.persons[id] {
		s := x.session(stream, slog.New(slog.DiscardHandler))
		if s == nil {
			continue
		}
		session, _ := sessionOf(stream)
		if s.OnlyOf(id) {
			alone = append(alone, session)
		} else {
			shared = append(shared, session)
		}
	}
	slices.Sort(alone)
	slices.Sort(shared)
	return alone, shared
}

// quietSince gives the sessions whose last event is older than a moment, with its number.
func (x *Index) quietSince(at interview.Time) map[journal.ID]uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	quiet := map[journal.ID]uint64{}
	for id, s := range x.sessions {
		if s.At < at {
			quiet[id] = s.Number
		}
	}
	for id, r := range x.resting {
		if r.at < at {
			quiet[id] = r.number
		}
	}
	return quiet
}

// Len is how many sessions there are.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.sessions) + len(x.resting)
}

// waiting lists sessions that the clock has something for at now, or in which somebody is believed
// to be present.
func (x *Index) waiting(now interview.Time) []journal.ID {
	x.mu.Lock()
	defer x.mu.Unlock()
	var list []journal.ID
	for id, s := range x.sessions {
		at, ok := s.NextDue()
		due := ok && at <= now
		for p := range s.Participants {
			due = due || s.Closed == "" && s.Present(p)
		}
		if due {
			list = append(list, id)
		}
	}
	return list
}

// sweepEvery is how often sessions that nobody is connected to are looked at.
const sweepEvery = 5 * time.Second

// sweep opens rooms that the clock waits for; each then does what is due by itself.
func (g *Registry) sweep() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-g.ctx.Done():
			return
		case <-tick.C:
		}
		g.index.rest(g.Clock.Wall() - restAfter)
		for _, id := range g.index.waiting(g.Clock.Wall()) {
			if _, err := g.room(id); err != nil {
				break
			}
		}
	}
}
