package room

import (
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

// Index is a fold of the whole journal: who takes part in which sessions, and what the clock waits
// for. It may lag a moment, and is made anew at each start; nobody's rights rest on it.
type Index struct {
	mu       sync.Mutex
	sessions map[journal.ID]*interview.State
	persons  map[interview.PersonID]map[journal.ID]bool
	cursor   journal.Cursor
	// server is the last event of each of the server's streams that was folded.
	server map[journal.ID]uint64
	// onErased is told of every person that was erased, outside of the lock.
	onErased func(interview.PersonID)
}

func newIndex() *Index {
	return &Index{server: map[journal.ID]uint64{}, sessions: map[journal.ID]*interview.State{}, persons: map[interview.PersonID]map[journal.ID]bool{}}
}

// follow folds All until ctx ends.
func (x *Index) follow(ctx context.Context, j journal.Journal, log *slog.Logger) {
	for ctx.Err() == nil {
		for c, err := range j.All(ctx, x.cursor) {
			if err != nil {
				if ctx.Err() == nil {
					log.Warn("the index lost the journal and begins again where it was", "error", err)
				}
				break
			}
			x.apply(c, log)
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
	if !strings.HasPrefix(string(c.Stream), "session:") {
		return
	}
	if c.Erased {
		delete(x.sessions, c.Stream)
		for _, sessions := range x.persons {
			delete(sessions, c.Stream)
		}
		return
	}
	s, ok := x.sessions[c.Stream]
	if !ok {
		s = interview.NewState()
		x.sessions[c.Stream] = s
	}
	for _, e := range c.Events {
		if e.Number <= s.Number {
			continue
		}
		switch f := e.Fact.(type) {
		case interview.BoardEdited, interview.ChatSaid, interview.NoteWritten:
			s.Number, s.At = e.Number, max(s.At, e.At)
			continue
		case interview.ParticipantJoined:
			if x.persons[f.Person] == nil {
				x.persons[f.Person] = map[journal.ID]bool{}
			}
			x.persons[f.Person][c.Stream] = true
		case interview.ParticipantMerged:
			delete(x.persons[s.Participants[f.Participant].Person], c.Stream)
			if x.persons[f.Person] == nil {
				x.persons[f.Person] = map[journal.ID]bool{}
			}
			x.persons[f.Person][c.Stream] = true
		}
		if err := s.Apply(e); err != nil {
			log.Error("the index cannot read a session", "error", err)
		}
	}
}

// Of lists a person's sessions, newest first.
func (x *Index) Of(id interview.PersonID) []Entry {
	x.mu.Lock()
	defer x.mu.Unlock()
	list := []Entry{}
	for stream := range x.persons[id] {
		if s := x.sessions[stream]; s != nil {
			list = append(list, Entry{strings.TrimPrefix(string(stream), "session:"), s.Clone()})
		}
	}
	slices.SortFunc(list, func(a, b Entry) int { return int(b.State.CreatedAt - a.State.CreatedAt) })
	return list
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
		s := x.sessions[stream]
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
	return quiet
}

// Len is how many sessions there are.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.sessions)
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
		for _, id := range g.index.waiting(g.Clock.Wall()) {
			if _, err := g.room(id); err != nil {
				break
			}
		}
	}
}
