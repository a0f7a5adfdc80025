package room

import (
	"context"
	"slices"
	"time"

	"mockroom/server/cue"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// readProblem finds the session's problem; without it the interview goes on, and says so.
func (r *room) readProblem() {
	if r.state.Number == 0 || r.problem != nil {
		return
	}
	p, err := r.registry.Problems.Problem(r.ctx, r.state.Problem)
	if err != nil {
		r.registry.Log.Error("a session's problem cannot be read", "session", r.logName(), "error", err)
		return
	}
	r.problem = p
	r.prompt = &Prompt{HTML: string(markdown.Render(p.Prompt)), Text: p.Prompt, Level: p.Level}
}

// marks looks for the checklists' cues on the board, some time after it was edited and outside of
// the room's goroutine: a long board and many cues take tens of milliseconds.
type marks struct {
	due     <-chan time.Time
	seen    chan []string
	looking bool
	again   bool
}

// lookShare is how many times as long as a look the next one waits.
const lookShare = 19

// lookAfter is how long after an edit the board is looked at.
const lookAfter = time.Second

// noteEdits has the board looked at after edits, and after a phase began.
func (r *room) noteEdits(events []interview.Event) {
	r.readProblem()
	for _, e := range events {
		switch e.Fact.(type) {
		case interview.BoardEdited, interview.PhaseStarted:
			if r.marks.due == nil {
				r.marks.due = time.After(lookAfter)
			}
		}
	}
}

// lookAtBoard starts to look for what has not been seen yet.
func (r *room) lookAtBoard() {
	r.marks.due = nil
	if r.marks.looking {
		r.marks.again = true
		return
	}
	if r.problem == nil || r.state.Phase < interview.Clarification || r.state.Phase > interview.Scoring {
		return
	}
	wanted := map[string]*cue.Set{}
	for _, phase := range interview.TimedPhases() {
		if phase > r.state.Phase {
			break
		}
		for _, item := range r.problem.Kit.Script(phase.String()).Items {
			name := phase.String() + "/" + item.ID
			if _, seen := r.state.Seen[name]; !seen && item.Cues != nil {
				wanted[name] = item.Cues
			}
		}
	}
	if len(wanted) == 0 {
		return
	}
	if r.marks.seen == nil {
		r.marks.seen = make(chan []string, 1)
	}
	r.marks.looking = true
	board, found := r.state.Board.String(), r.marks.seen
	looks := r.registry.looks
	go func() {
		looks <- struct{}{}
		began := time.Now()
		text := cue.NewText(cue.WithoutOffered(board))
		var seen []string
		for name, set := range wanted {
			if set.In(text) != "" {
				seen = append(seen, name)
			}
		}
		slices.Sort(seen)
		found <- seen
		// The turn is kept for a while, so that all rooms together spend a small part of the processor on
		// looking; where many write, each is looked at less often.
		time.Sleep(min(lookShare*time.Since(began), time.Second/4))
		<-looks
	}()
}

// markSeen writes down what was found.
func (r *room) markSeen(seen []string) {
	r.marks.looking = false
	if r.marks.again {
		r.marks.again, r.marks.due = false, time.After(lookAfter)
	}
	if len(seen) > 0 {
		r.commit([]request{own(interview.MarkSeen{Items: seen})})
	}
}

// ReadProblem is what a participant may read of the session's problem now; that it was read is
// written down first, where it spoils.
func (g *Registry) ReadProblem(ctx context.Context, session string, viewer interview.ParticipantID) (interview.ProblemView, error) {
	var view interview.ProblemView
	var note bool
	var hash string
	err := g.inspect(ctx, session, func(r *room) error {
		if err := r.state.Access(viewer); err != nil {
			return err
		}
		if r.problem == nil {
			return interview.Errorf(interview.Unavailable, "The problem's files cannot be read right now.")
		}
		view = r.state.ReadProblem(viewer, r.problem)
		note = r.state.SeesUnit(viewer, interview.Solution) && !r.state.KitReaders[viewer]
		hash = r.problem.Hash
		return nil
	})
	if err != nil || !note {
		return view, err
	}
	err = g.Do(ctx, session, interview.Command{Do: interview.ReadContent{Participant: viewer, Hash: hash}})
	return view, err
}
