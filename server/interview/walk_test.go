package interview

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mockroom/problems"
	"mockroom/server/board"
)

// walk is a random session: who does what when is drawn, what comes of it is Decide's.
type walk struct {
	r      *rand.Rand
	state  *State
	events []Event
	now    Time
	n      map[ParticipantID]uint64
	k      uint64
	people []ParticipantID
}

var twelve = Plan{7 * Minute, 16 * Minute, 15 * Minute, 7 * Minute}

// walkKit has one thing of each kind; what only those with the kit may know says so.
var walkKit = problems.Kit{
	Clarifications: []problems.Clarification{{ID: "a", Question: "q", Answer: "told"}, {ID: "b", Question: "q", Answer: "told"}, {ID: "c", Question: "q", Answer: "told"}},
	Dives:          []problems.Dive{{ID: "dive-1", Title: "dive", Asks: []string{"one", "two"}}, {ID: "kit-canary-dive", Title: "dive", Asks: []string{"one", "two"}}},
	Cards:          []problems.Card{{ID: "card-1", Ask: "dealt"}},
	Scripts: []problems.Script{
		{Phase: "clarification", Items: []problems.ChecklistItem{{ID: "kit-canary-item", Text: "kit-canary text", Hints: [3]string{"gentle", "pointed", "explicit"}}}},
		{Phase: "high-level", Items: []problems.ChecklistItem{{ID: "kit-canary-item", Text: "kit-canary text", Hints: [3]string{"gentle", "pointed", "explicit"}}}},
	},
}

// phase is one of the first two timed phases, for which the kit has a checklist.
func (w *walk) phase() Phase { return Clarification + Phase(w.r.IntN(2)) }

// late is a mentor who comes after the interview, if the pair agrees; walkGroup a group whom it asks.
const (
	late                = ParticipantID("p-late")
	walkGroup Outsiders = "groupgroupgroupgroupgroup0"
)

// newWalk opens a session with a person in each role, and one more of each link.
func newWalk(seed uint64, mode Mode, pace Pace) *walk {
	w := &walk{r: rand.New(rand.NewPCG(seed, 3)), state: NewState(), now: 1_700_000_000_000, n: map[ParticipantID]uint64{}}
	created := SessionCreated{
		Problem: ProblemRef{Slug: "tinyurl", Title: "Design TinyURL", Short: "TinyURL", Level: "canary-level", Hash: "canary-problem-hash"},
		Mode:    mode, Help: Normal, Pace: pace, Plan: twelve, Creator: "p-0",
	}
	for _, role := range Roles() {
		created.Invites = append(created.Invites, Invite{ID: "i-" + string(role), Role: role, KeyHash: "canary-invite-hash-" + string(role)})
	}
	w.must(Create{created, ParticipantJoined{Participant: "p-0", Role: Candidate, Person: "canary-person-0", TokenHash: "canary-token-0"}})
	w.people = append(w.people, "p-0")
	for i, role := range []Role{Interviewer, Mentor, Observer, Candidate, Interviewer} {
		if mode == Solo && role == Interviewer {
			continue
		}
		id := ParticipantID(fmt.Sprintf("p-%d", i+1))
		w.must(Join{id, role, PersonID("canary-person-" + string(id)), "i-" + string(role), "canary-token-" + string(id)})
		w.people = append(w.people, id)
	}
	return w
}

func (w *walk) must(a Action) {
	if err := w.do("", a); err != nil {
		panic(err)
	}
}

// do decides and applies one command; a refusal changes nothing.
func (w *walk) do(by ParticipantID, a Action) error {
	var id CommandID
	if by != "" {
		w.n[by]++
		id = CommandID(fmt.Sprintf("client-%s/%d", by, w.n[by]))
	}
	events, err := Decide(w.state, w.now, Command{id, by, a, &walkKit})
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := w.state.Apply(e); err != nil {
			panic(err)
		}
	}
	w.events = append(w.events, events...)
	return nil
}

func (w *walk) person() PersonID { return w.state.Participants[w.someone()].Person }

func (w *walk) someone() ParticipantID { return w.people[w.r.IntN(len(w.people))] }

// step lets somebody do something, sensible or not, after some time.
func (w *walk) step() {
	w.now += Time(w.r.IntN(90_000))
	by := w.someone()
	if lead := w.state.Holder(Interviewer); lead != "" && w.r.IntN(4) == 0 {
		by = lead // a session in which the interviewer does much gets somewhere
	}
	secret := w.secret(by)
	actions := []Action{
		SetReady{w.r.IntN(2) == 0}, StartInterview{true}, NextPhase{w.state.Phase}, PauseClock{}, ResumeClock{}, ExtendClock{},
		AskPause{}, DeclinePause{}, SayChat{w.said(by)}, WriteNote{"note " + secret}, WriteNote{"again " + secret},
		SetMeeting{"https://meet.example/x"}, AskSeat{}, KeepSeat{}, RunDue{}, ReadyToReveal{}, ShowScores{}, LockScorecard{}, Leave{},
		MarkAway{w.someone(), w.now - 15_000}, MarkBack{w.someone()}, w.edit(), w.edit(), w.edit(),
		SaveScorecard{w.card(secret)}, SaveScorecard{w.card(secret)}, LockScorecard{}, LockScorecard{}, ReadyToReveal{}, ReadyToReveal{},
		MakeInvite{Invite{ID: fmt.Sprintf("i-%d", w.r.IntN(1000)), Role: Observer, KeyHash: "canary-invite-hash"}},
		TellAnswer{walkKit.Clarifications[w.r.IntN(3)].ID}, AskHint{}, AskHint{}, DeclineHint{}, DeclineHint{},
		GiveHint{w.phase(), "kit-canary-item", 1 + w.r.IntN(3)}, GiveHint{w.phase(), "kit-canary-item", 1 + w.r.IntN(3)},
		ChooseDives{[]string{"kit-canary-dive"}}, ChooseDives{}, AskProbe{"dive-1", w.r.IntN(2)}, DealCard{"card-1"}, DealCard{"card-1"}, NextPhase{w.state.Phase},
		MergePersons{w.person(), w.person()}, Return{Roles()[w.r.IntN(4)], w.person(), "canary-token"},
		w.pinning(secret), w.pinning(secret),
		MarkSeen{[]string{w.phase().String() + "/kit-canary-item"}}, ReadContent{by, "hash"}, RateInterviewer{InterviewerRated{4, 3, 2, true, "rated canary-of-" + string(by)}},
	}
	if w.state.Phase == Review {
		actions = append(actions, w.swapping(), w.swapping(), w.swapping(), w.sharing(), w.sharing(), GiveConsent{To: ByShare}, WithdrawConsent{ByShare}, w.gilding(), w.gilding(), w.gilding())
	}
	if w.state.Phase == FollowUp {
		actions = append(actions, DealCard{"card-1"}, DealCard{"card-1"}, DealCard{"card-1"}, AskProbe{"dive-1", 0}, AskProbe{"dive-1", 1})
	}
	if w.state.Phase >= Scoring {
		actions = append(actions, ScoreAgain{}, ScoreAgain{}, SaveScorecard{w.card(secret)}, LockScorecard{},
			GiveConsent{To: ByLink}, GiveConsent{To: walkGroup, Member: true}, WithdrawConsent{ByLink}, WithdrawConsent{walkGroup},
			Enter{late, "canary-person-late", walkGroup, "canary-token-late"}, Remove{"canary-person-through", walkGroup}, Join{late, Mentor, "canary-person-late", "i-mentor", "canary-token-late"})
	}
	if w.r.IntN(60) == 0 {
		actions = append(actions, RevokeInvite{"i-" + string(Roles()[w.r.IntN(4)])}, EndInterview{}, ServerReturned{w.now - 500_000, w.now - 1})
	}
	switch a := actions[w.r.IntN(len(actions))].(type) {
	case RunDue, MarkAway, MarkBack, ServerReturned, MarkSeen, ReadContent, MergePersons, Return, Join, Enter, Remove:
		_ = w.do("", a)
		if _, came := w.state.Participants[late]; came && !slices.Contains(w.people, late) {
			w.people = append(w.people, late)
		}
	default:
		_ = w.do(by, a)
	}
}

// gilding proposes an agreed card, or answers to one.
func (w *walk) gilding() Action {
	scores := map[Criterion]GoldScore{}
	for _, k := range Criteria() {
		scores[k] = GoldScore{1 + w.r.IntN(4), "gold canary", w.state.StartedAt}
	}
	return []Action{ProposeGold{walkGroup, scores}, AgreeGold{walkGroup, w.state.Golds[walkGroup].At}, AgreeGold{walkGroup, w.state.Golds[walkGroup].At}, WithdrawGold{walkGroup}}[w.r.IntN(4)]
}

// swapping suggests a return, or answers; rarely accepts.
func (w *walk) swapping() Action {
	other := ProblemRef{Slug: []string{"uber", "newsfeed"}[w.r.IntN(2)], Title: "Another", Short: "Other", Level: "canary-level", Hash: "canary-problem-hash"}
	return []Action{SuggestSwap{other}, SuggestSwap{other}, DeclineSwap{other.Slug}, AcceptSwap{other.Slug, string(walkGroup)}}[w.r.IntN(4)]
}

// pinning does something with pins, most often dropping one.
func (w *walk) pinning(secret string) Action {
	return []Action{w.pin(), w.pin(), NotePin{w.pinID(), "pinned " + secret}, LinkPin{w.pinID(), Criteria()[w.r.IntN(6)], ""}, LinkPin{w.pinID(), "", Later}, WithdrawPin{w.pinID()}}[w.r.IntN(6)]
}

// pin drops one of a few pins, so that others are found by what is done to them.
func (w *walk) pin() DropPin {
	criterion, sign := Criteria()[w.r.IntN(6)], []Sign{For, Against, Later}[w.r.IntN(3)]
	return DropPin{ID: w.pinID(), Criterion: criterion, Sign: sign, At: w.state.StartedAt}
}

func (w *walk) pinID() string { return fmt.Sprintf("pin-%05d", w.r.IntN(3)) }

// secret is what somebody writes on a card or a pin: it tells the rounds apart.
func (w *walk) secret(by ParticipantID) string {
	return strings.Repeat("again ", len(w.state.Cards[by].Earlier)) + "canary-of-" + string(by)
}

// said is a line of the chat; after the interview it is nothing for mentors who have yet to score.
func (w *walk) said(by ParticipantID) string {
	if w.state.Phase >= Scoring {
		return "talk canary-of-" + string(by)
	}
	return "said by " + string(by)
}

func (w *walk) card(secret string) Scorecard {
	c := Scorecard{Scores: map[Criterion]int{}, Recommendation: "hire", Confidence: "high", Level: "senior", Strengths: "strong " + secret, Fix: "fix " + secret}
	for _, k := range Criteria() {
		if w.r.IntN(60) > 0 {
			c.Scores[k] = w.r.IntN(5)
		}
	}
	return c
}

func (w *walk) edit() EditBoard {
	version := w.state.BoardVersion
	text := w.state.Board
	var c board.ChangeSet
	raw := fmt.Sprintf(`[%d,[0,"word "]]`, text.Len())
	if text.Len() == 0 {
		raw = `[[0,"word "]]`
	}
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		panic(err)
	}
	w.k = w.state.Editors["editor-1"]
	return EditBoard{Client: "editor-1", Version: version, Updates: []board.Update{{Client: "editor-1", K: w.k + 1, Changes: c}}}
}

func hasCanary(s string) bool { return strings.Contains(s, "canary") }

// finish leads a walk to its end, as far as it lets itself be led.
func (w *walk) finish() {
	lead := w.state.Holder(Interviewer)
	if w.state.Mode == Solo {
		lead = w.state.Holder(Candidate)
	}
	_ = w.do(lead, StartInterview{true})
	_ = w.do(lead, EndInterview{})
	seats := []ParticipantID{w.state.Holder(Candidate), w.state.Holder(Interviewer), "p-2"}
	for _, id := range seats {
		c := w.card("canary-of-" + string(id))
		for _, k := range Criteria() {
			c.Scores[k] = w.r.IntN(5)
		}
		for range 9 {
			_ = w.do(id, w.pinning("canary-of-"+string(id)))
		}
		pinAll(w, id)
		_ = w.do(id, SaveScorecard{c})
		_ = w.do(id, LockScorecard{})
	}
	for _, id := range seats {
		_ = w.do(id, ReadyToReveal{})
	}
	for _, id := range seats[:2] {
		_ = w.do(id, GiveConsent{To: ByLink})
	}
	_ = w.do("", Join{late, Mentor, "canary-person-late", "i-mentor", "canary-token-late"})
	for _, id := range seats[:2] {
		_ = w.do(id, GiveConsent{To: walkGroup, Member: true})
	}
	_ = w.do("", Enter{"p-through", "canary-person-through", walkGroup, "canary-token-through"})
	if _, came := w.state.Participants["p-through"]; came {
		w.people = append(w.people, "p-through")
	}
	for range 6 {
		_ = w.do(seats[w.r.IntN(2)], w.swapping())
		_ = w.do(seats[w.r.IntN(2)], w.sharing())
	}
	for _, id := range seats[:2] {
		_ = w.do(id, GiveConsent{To: walkGroup, Member: true})
	}
	for range 12 {
		_ = w.do(seats[1+w.r.IntN(2)], w.gilding())
	}
	for range 30 {
		w.step()
	}
}

// sharing makes a link of some kind that shares the session, or takes one back.
func (w *walk) sharing() Action {
	if n := len(w.state.Shares); n > 0 && w.r.IntN(3) == 0 {
		return RevokeShare{w.state.Shares[w.r.IntN(n)].ID}
	}
	without := RedactAll
	if w.r.IntN(2) == 0 {
		without = Redaction{Chat: true}
	}
	return MakeShare{ShareMade{ID: fmt.Sprintf("share-%d", w.r.IntN(1000)), Without: without, Until: w.now + Time(w.r.IntN(400))*24*60*Time(Minute), KeyHash: "canary-share-hash"}}
}
