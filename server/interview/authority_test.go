package interview

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// People of the table: each role with its seat, whoever came second by a seat's link, somebody whose
// link was revoked, and somebody who never came.
const (
	ana      ParticipantID = "p-0" // candidate
	ben      ParticipantID = "p-1" // interviewer; in a session alone nobody
	mia      ParticipantID = "p-2" // mentor
	oli      ParticipantID = "p-3" // observer
	second   ParticipantID = "p-4" // candidate's link, no seat
	spare    ParticipantID = "p-5" // interviewer's link, no seat
	revoked  ParticipantID = "p-revoked"
	stranger ParticipantID = "p-nobody"
)

var (
	everywhere = []Phase{Lobby, Clarification, HighLevel, DeepDive, FollowUp, Scoring, Review}
	inTime     = TimedPhases()
)

// authority is a command's row: who may do it in which phases. Whoever else tries changes nothing,
// and whoever may never do it is told so.
type authority struct {
	may  map[ParticipantID][]Phase
	data string
	// alone says that the candidate alone has the interviewer's hand on it.
	alone bool
	// before leads up to it.
	before func(w *walk, by ParticipantID)
}

func of(phases []Phase, who ...ParticipantID) map[ParticipantID][]Phase {
	may := map[ParticipantID][]Phase{}
	for _, id := range who {
		may[id] = phases
	}
	return may
}

// did is a before of one action.
func did(by ParticipantID, a Action) func(*walk, ParticipantID) {
	return func(w *walk, _ ParticipantID) { _ = w.do(by, a) }
}

func lockAll(w *walk, _ ParticipantID) {
	for _, id := range []ParticipantID{ana, ben} {
		pinAll(w, id)
		_ = w.do(id, SaveScorecard{wholeCard(3)})
		_ = w.do(id, LockScorecard{})
	}
}

func wholeCard(score int) Scorecard {
	c := Scorecard{Scores: map[Criterion]int{}, Recommendation: "hire", Confidence: "high", Level: "senior", Strengths: "s", Fix: "f"}
	for _, k := range Criteria() {
		c.Scores[k] = score
	}
	return c
}

// pinning is as scoring, from the clock's start on.
var pinning = map[ParticipantID][]Phase{
	ana: {Clarification, HighLevel, DeepDive, FollowUp, Scoring}, ben: {Clarification, HighLevel, DeepDive, FollowUp, Scoring},
	mia: {Clarification, HighLevel, DeepDive, FollowUp, Scoring, Review},
}

func dropPin(w *walk, by ParticipantID) {
	_ = w.do(by, DropPin{ID: "pin-00009", Criterion: "reliability", Sign: For})
}

// pinAll drops a pair of pins for every criterion, enough for any card.
func pinAll(w *walk, by ParticipantID) {
	for i, k := range Criteria() {
		_ = w.do(by, DropPin{ID: fmt.Sprintf("pin-for-%d", i), Criterion: k, Sign: For})
		_ = w.do(by, DropPin{ID: fmt.Sprintf("pin-against-%d", i), Criterion: k, Sign: Against})
	}
}

var authorities = map[string]authority{
	"ready.set":       {may: of([]Phase{Lobby}, ana, ben), data: `{"ready":true}`},
	"interview.start": {may: of([]Phase{Lobby}, ben), data: `{"anyway":true}`, alone: true},
	"phase.next":      {may: of(inTime, ben), alone: true},
	"interview.end":   {may: of(inTime, ben), alone: true},
	"clock.pause":     {may: of(inTime, ben), alone: true},
	"clock.resume": {may: of(inTime, ben), alone: true, before: func(w *walk, _ ParticipantID) {
		_ = w.do(ana, PauseClock{})
		_ = w.do(ben, PauseClock{})
	}},
	"clock.extend":  {may: of(inTime, ben), alone: true},
	"pause.ask":     {may: of(inTime, ana)},
	"pause.decline": {may: of(inTime, ben), alone: true, before: did(ana, AskPause{})},
	"board.edit":    {may: of([]Phase{Clarification, HighLevel, DeepDive, FollowUp, Scoring}, ana, ben)},
	"chat.say":      {may: of(everywhere, ana, ben, mia), data: `{"text":"hello"}`},
	"note.write":    {may: of(everywhere, ana, ben, mia), data: `{"text":"private"}`},
	"meeting.set":   {may: of(everywhere, ana, ben), data: `{"url":"https://meet.example/y"}`},
	"seat.ask":      {may: of(everywhere, second, spare)},
	"seat.keep": {may: of(everywhere, ana, ben), before: func(w *walk, _ ParticipantID) {
		_ = w.do(second, AskSeat{})
		_ = w.do(spare, AskSeat{})
	}},
	"scorecard.save": {may: map[ParticipantID][]Phase{ana: {Scoring}, ben: {Scoring}, mia: {Clarification, HighLevel, DeepDive, FollowUp, Scoring, Review}},
		data: `{"card":{"scores":{"communication":3}}}`},
	"scorecard.lock": {may: map[ParticipantID][]Phase{ana: {Scoring}, ben: {Scoring}, mia: {Scoring, Review}}, before: func(w *walk, by ParticipantID) {
		pinAll(w, by)
		_ = w.do(by, SaveScorecard{wholeCard(3)})
	}},
	"reveal.ready": {may: of([]Phase{Scoring}, ana, ben), before: lockAll},
	"reveal.show": {may: of([]Phase{Scoring}, ana, ben), before: func(w *walk, by ParticipantID) {
		lockAll(w, by)
		_ = w.do(by, ReadyToReveal{})
		w.now += Time(RevealPatience)
	}},
	"participant.leave":  {may: of(everywhere, ana, ben, mia, oli, second, spare)},
	"clarification.tell": {may: of(inTime, ben), data: `{"id":"a"}`},
	"hint.ask":           {may: of(inTime, ana)},
	"hint.decline":       {may: of(inTime, ben), before: did(ana, AskHint{})},
	"hint.give":          {may: of(inTime, ben), data: `{"phase":"clarification","item":"kit-canary-item","rung":1}`},
	"dive.choose":        {may: of(inTime, ben), data: `{"dives":["dive-1"]}`},
	"probe.ask":          {may: of([]Phase{DeepDive, FollowUp}, ben), data: `{"dive":"dive-1","index":0}`},
	"followup.deal":      {may: of([]Phase{FollowUp}, ben), data: `{"id":"card-1"}`},
	"pin.drop":           {may: pinning, data: `{"id":"pin-00001","criterion":"reliability","sign":"for"}`},
	"pin.note":           {may: pinning, data: `{"pin":"pin-00009","text":"said so"}`, before: dropPin},
	"pin.link":           {may: pinning, data: `{"pin":"pin-00009","criterion":"scalability"}`, before: dropPin},
	"pin.withdraw":       {may: pinning, data: `{"pin":"pin-00009"}`, before: dropPin},
	"scorecard.again": {may: of([]Phase{Scoring, Review}, mia), before: func(w *walk, by ParticipantID) {
		pinAll(w, by)
		_ = w.do(by, SaveScorecard{wholeCard(3)})
		_ = w.do(by, LockScorecard{})
	}},
	"consent.give": {may: of([]Phase{Scoring, Review}, ana, ben), data: `{"to":"link"}`, alone: true},
	"consent.withdraw": {may: of([]Phase{Scoring, Review}, ana, ben), data: `{"to":"link"}`, alone: true, before: func(w *walk, by ParticipantID) {
		_ = w.do(by, GiveConsent{To: ByLink})
	}},
	"interviewer.rate": {may: of([]Phase{Review}, ana), data: `{"prepared":4,"listened":4,"fair":4,"again":true,"words":"w"}`},
}

// at leads a session to a phase; everybody of the table is in it.
func at(phase Phase, mode Mode) *walk {
	w := newWalk(1, mode, Soft)
	_ = w.do(ana, MakeInvite{Invite{ID: "i-extra", Role: Mentor, KeyHash: "hash"}})
	w.must(Join{revoked, Mentor, "canary-person-revoked", "i-extra", "canary-token-revoked"})
	_ = w.do(ana, RevokeInvite{"i-extra"})
	for _, id := range w.people {
		_ = w.do("", MarkBack{id})
	}
	lead := ben
	if mode == Solo {
		lead = ana
	}
	w.now += 1000
	if phase > Lobby {
		_ = w.do(lead, StartInterview{true})
	}
	for w.state.Phase < min(phase, Scoring) {
		w.now += Time(Minute)
		_ = w.do(lead, NextPhase{w.state.Phase})
	}
	if phase == Review {
		lockAll(w, "")
		_ = w.do(ana, ReadyToReveal{})
		_ = w.do(ben, ReadyToReveal{})
	}
	w.now += 1000
	return w
}

// MakeInviteBy makes a link as the creator does.
type MakeInviteBy struct{ MakeInvite }

func (a MakeInviteBy) decide(d *decision) error {
	d.command.By = ana
	return a.MakeInvite.decide(d)
}

// TestEveryCommandHasItsAuthority tries every command as everybody, in every phase and both modes.
// A command without a row fails.
func TestEveryCommandHasItsAuthority(t *testing.T) {
	names := CommandNames()
	slices.Sort(names)
	rows := slices.Sorted(maps.Keys(authorities))
	if !slices.Equal(names, rows) {
		t.Fatalf("the commands are\n%v\nand the table has\n%v", names, rows)
	}
	tried := 0
	for _, name := range names {
		row := authorities[name]
		for _, mode := range []Mode{Peer, Solo} {
			if mode == Solo && !row.alone {
				continue
			}
			may := row.may
			people := []ParticipantID{ana, ben, mia, oli, second, spare, revoked, stranger}
			if mode == Solo {
				may = map[ParticipantID][]Phase{ana: row.may[ben]}
				people = []ParticipantID{ana, mia, oli, second, revoked, stranger}
			}
			for _, phase := range everywhere {
				for _, by := range people {
					tried++
					t.Run(fmt.Sprintf("%s/%s/%s/%s", name, mode, phase, by), func(t *testing.T) {
						w := at(phase, mode)
						if w.state.Phase != phase {
							t.Fatalf("the stage is in %s", w.state.Phase)
						}
						if row.before != nil {
							row.before(w, by)
						}
						data := row.data
						switch name {
						case "phase.next":
							data = fmt.Sprintf(`{"from":%q}`, phase.String())
						case "board.edit":
							raw, err := json.Marshal(w.edit())
							if err != nil {
								t.Fatal(err)
							}
							data = string(raw)
						}
						action, err := ParseAction(name, json.RawMessage(data))
						if err != nil {
							t.Fatal(err)
						}
						events, err := Decide(w.state, w.now, Command{ID: "client-table/1", By: by, Do: action, Kit: &walkKit})
						var refusal *Error
						switch {
						case slices.Contains(may[by], phase):
							if err != nil || len(events) == 0 {
								t.Errorf("%d events, %v", len(events), err)
							}
						case len(events) > 0:
							t.Errorf("it causes %s", events[0].Fact.Kind())
						case w.state.Acts(by) == "" && (!errors.As(err, &refusal) || refusal.Code != Forbidden):
							t.Errorf("who is not in the session is told %v", err)
						}
						for _, e := range events {
							if e.By != by {
								t.Errorf("%s is said to be by %s", e.Fact.Kind(), e.By)
							}
						}
					})
				}
			}
		}
	}
	t.Logf("%d combinations", tried)
}

// TestTheProtocolNamesEverything holds the document to the commands and kinds.
func TestTheProtocolNamesEverything(t *testing.T) {
	raw, err := os.ReadFile("../PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range CommandNames() {
		if !strings.Contains(string(raw), "`"+name+"`") {
			t.Errorf("PROTOCOL.md has no command %s", name)
		}
	}
	for kind, circle := range circles {
		if circle != ForNobody && !strings.Contains(string(raw), "`"+string(kind)+"`") {
			t.Errorf("PROTOCOL.md has no event %s", kind)
		}
	}
}
