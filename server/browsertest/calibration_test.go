package browsertest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// club is a group of mentors whose sessions are written straight into the journal: what many evenings
// came to, without sitting through them.
type club struct {
	t      *testing.T
	s      *servertest.Server
	group  string
	people map[string]interview.PersonID
	n      int
}

// decided is a session that is built up command by command.
type decided struct {
	club   *club
	id     string
	state  *interview.State
	events []interview.Event
	now    interview.Time
	n      uint64
}

func (d *decided) do(by interview.ParticipantID, a interview.Action) {
	d.club.t.Helper()
	d.now += 2000
	c := interview.Command{By: by, Do: a}
	if by != "" {
		d.n++
		c.ID = interview.CommandID(fmt.Sprintf("client-club/%d", d.n))
	}
	events, err := interview.Decide(d.state, d.now, c)
	if err != nil {
		d.club.t.Fatalf("%T by %s: %v", a, by, err)
	}
	for _, e := range events {
		if err := d.state.Apply(e); err != nil {
			d.club.t.Fatal(err)
		}
	}
	d.events = append(d.events, events...)
}

// rates pins, scores and locks: a digit a criterion.
func (d *decided) rates(by interview.ParticipantID, scores string) {
	d.club.t.Helper()
	card := interview.Scorecard{Scores: map[interview.Criterion]int{}, Recommendation: "hire", Confidence: "high", Level: "senior"}
	for i, k := range interview.Criteria() {
		card.Scores[k] = int(scores[i] - '0')
		for _, sign := range []interview.Sign{interview.For, interview.Against} {
			d.do(by, interview.DropPin{ID: fmt.Sprintf("pin-%d-%s", i, sign), Criterion: k, Sign: sign})
		}
	}
	d.do(by, interview.SaveScorecard{Card: card})
	d.do(by, interview.LockScorecard{})
}

// session is one of Ana alone, a day after the one before, scored by the mentors who are named.
func (c *club) session(cards map[string]string) *decided {
	c.t.Helper()
	c.n++
	d := &decided{club: c, id: room.NewSecret(), state: interview.NewState(), now: servertest.Start - interview.Time(interview.Day)*interview.Time(60-c.n)}
	plan := interview.Plan{7 * interview.Minute, 16 * interview.Minute, 15 * interview.Minute, 7 * interview.Minute}
	d.do("", interview.Create{
		Session: interview.SessionCreated{Problem: interview.ProblemRef{Pack: "core", Slug: "tinyurl", Title: "Design a URL shortening service (TinyURL)", Short: "TinyURL"}, Mode: interview.Solo, Help: interview.Normal, Pace: interview.Soft, Plan: plan, Creator: "p-ana", Invites: []interview.Invite{{ID: "i-mentor", Role: interview.Mentor, KeyHash: "hash"}}},
		Joined:  interview.ParticipantJoined{Participant: "p-ana", Role: interview.Candidate, Person: c.people["Ana"]},
	})
	for name := range cards {
		d.do("", interview.Join{Participant: part(name), Role: interview.Mentor, Person: c.people[name], Invite: "i-mentor", TokenHash: name})
	}
	d.do("p-ana", interview.StartInterview{Anyway: true})
	for d.state.Phase < interview.Scoring {
		d.now += interview.Time(11 * interview.Minute)
		d.do("p-ana", interview.NextPhase{From: d.state.Phase})
	}
	d.rates("p-ana", "333333")
	for name, scores := range cards {
		if scores != "" {
			d.rates(part(name), scores)
		}
	}
	return d
}

func part(name string) interview.ParticipantID {
	return interview.ParticipantID("p-" + strings.ToLower(name))
}

// kept writes a session into the journal.
func (d *decided) kept() {
	d.club.t.Helper()
	if err := d.club.s.Journal.Append(d.club.t.Context(), room.SessionStream(d.id), 1, d.events); err != nil {
		d.club.t.Fatal(err)
	}
}

// agreed opens a session to the group, whose mentors agree on its card.
func (d *decided) agreed(scores string, reasons map[string]string, by ...string) {
	d.club.t.Helper()
	to := interview.Outsiders(d.club.group)
	d.do("p-ana", interview.GiveConsent{To: to, Member: true})
	gold := map[interview.Criterion]interview.GoldScore{}
	for i, k := range interview.Criteria() {
		reason := reasons[string(k)]
		if reason == "" {
			reason = "As both cards say."
		}
		gold[k] = interview.GoldScore{Score: int(scores[i] - '0'), Reason: reason, Moment: d.state.StartedAt + interview.Time(i*7+1)*60_000}
	}
	for i, name := range by {
		if i == 0 {
			d.do(part(name), interview.ProposeGold{Group: to, Scores: gold})
			continue
		}
		d.do(part(name), interview.AgreeGold{Group: to, At: d.state.Golds[to].At})
	}
}

// joins lets a person into the group as a mentor.
func (c *club) joins(by, name string, role interview.GroupRole) {
	c.t.Helper()
	id := "g-" + name
	for _, command := range []group.Command{
		{By: c.people[by], Do: group.Invitation{ID: id, Role: role, KeyHash: room.Hash(name)}},
		{By: c.people[name], Do: group.Join{Member: room.NewMember(), Invite: id}},
	} {
		if err := c.s.Registry.InGroup(c.t.Context(), c.group, command); err != nil && !errors.Is(err, journal.ErrConflict) {
			c.t.Fatal(err)
		}
	}
}

// TestMentorsFindOutHowFarTheyAgree opens the mentors' page after 26 evenings: agreement of pairs and of
// all, who is mild, a gold session's differences, and the next one, which is scored blind.
func TestMentorsFindOutHowFarTheyAgree(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	mia := newBrowser(t, true)
	mia.open(w.URL)
	made := fmt.Sprint(mia.eval(`fetch("/api/groups", {method: "POST", body: JSON.stringify({name: "Thursday group", as: "Mia"})}).then(async (a) => (await a.json()).id)`))
	c := &club{t: t, s: s, group: made, people: map[string]interview.PersonID{"Mia": interview.PersonID(fmt.Sprint(mia.eval(`fetch("/api/me").then(async (a) => (await a.json()).id)`)))}}
	for _, name := range []string{"Dario", "Elif", "Ben", "Ana"} {
		id, _, err := s.Registry.People.Create(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		c.people[name] = id
		role := interview.GroupMentor
		if name == "Ana" {
			role = interview.GroupMember
		}
		c.joins("Mia", name, role)
	}
	draw := func(i, shift, noise int) string {
		var b strings.Builder
		for k := range 6 {
			v := 1 + (i*7+k*5)%4 + shift
			if (i*13+k*3+noise)%5 == 0 {
				v += (i+k)%3 - 1
			}
			if k == 4 {
				v = 1 + (i*(3+noise)+noise)%4
			}
			if k == 5 && i%2 == 0 {
				v = 0
			}
			fmt.Fprint(&b, min(max(v, min(v, 0)), 4))
		}
		return b.String()
	}
	for i := range 24 {
		cards := map[string]string{"Mia": draw(i, 0, 1)}
		if i%3 > 0 {
			cards["Dario"] = strings.NewReplacer("4", "3").Replace(draw(i, 0, 2))
		}
		if i%2 == 0 {
			cards["Elif"] = strings.NewReplacer("1", "2", "2", "3").Replace(draw(i, 0, 3))
		}
		if i%4 == 0 {
			cards["Ben"] = draw(i, 0, 4)
		}
		c.session(cards).kept()
	}
	gold := c.session(map[string]string{"Mia": "323342", "Dario": "233322", "Elif": "233322", "Ben": "233322"})
	gold.agreed("233322", map[string]string{
		"reliability":         "Both failed boxes are named, but no user is followed to what they see.",
		"structured-approach": "Comes back to 6 TB before choosing the store.",
		"communication":       "Answers well; does not say what comes next until 24:20.",
	}, "Dario", "Elif", "Ben")
	gold.kept()
	next := c.session(map[string]string{"Dario": "343322", "Elif": "343322"})
	next.agreed("343322", map[string]string{"scalability": "canary-of-gold"}, "Elif", "Dario")
	next.kept()

	mia.open(w.URL + "/mentoring")
	for range 100 {
		if mia.eval(`document.body.innerText.includes("Gold session")`) == true {
			break
		}
		mia.open(w.URL + "/mentoring")
	}
	mia.text("Do you agree?")
	mia.text("Mild or strict")
	mia.text("The other three are the same.")
	mia.until(`document.querySelector(".segment [aria-pressed=true]")?.innerText.startsWith("You and")`)
	mia.until(`[...document.querySelectorAll(".agree tbody tr")].length === 6 && document.querySelectorAll(".agree svg .at").length >= 4`)
	axe(mia, "the mentors' page")
	mia.fits("the mentors' page")
	for _, theme := range []string{"dark", "light"} {
		mia.eval(fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme))
		mia.eval(`document.getElementById("agree").scrollIntoView()`)
		mia.shot("mentoring-" + theme)
		mia.eval(`document.getElementById("gold").scrollIntoView()`)
		mia.shot("mentoring-gold-" + theme)
		mia.narrow()
		mia.eval(`document.getElementById("agree").scrollIntoView()`)
		mia.shot("mentoring-" + theme + "-narrow")
		mia.eval(`document.getElementById("gold").scrollIntoView()`)
		mia.shot("mentoring-gold-" + theme + "-narrow")
		mia.wide()
	}
	mia.enter("All")
	mia.until(`document.querySelector(".segment [aria-pressed=true]")?.innerText === "All"`)
	mia.enter("You and Ben")
	mia.text("Too few sessions. It takes 10 that you both scored;")
	if mia.eval(`document.querySelectorAll(".agree svg .at").length`) != 0.0 {
		t.Error("fewer than ten sessions have a figure")
	}

	// The session itself has all six.
	mia.open(w.URL + "/s/" + gold.id + "/mentor")
	mia.enter("Go in")
	mia.text("Open the review")
	mia.open(w.URL + "/s/" + gold.id + "/mentor/review")
	mia.text("The agreed card of Thursday group")
	mia.eval(`document.querySelectorAll("#gold-card ~ details").forEach((d) => (d.open = true))`)
	mia.until(`document.querySelectorAll(".gold--agreed tbody tr").length === 6 && !document.querySelector(".gold-card__form")`)
	axe(mia, "an agreed card")
	mia.fits("an agreed card")
	mia.eval(`document.getElementById("gold-card").scrollIntoView()`)
	mia.shot("gold-card")
	mia.open(w.URL + "/mentoring")

	// The next gold session is scored without a word of its card.
	mia.enter("Score TinyURL, blind")
	mia.until(`document.querySelector(".criteria") || document.querySelector(".room, .scoring")`)
	if strings.Contains(fmt.Sprint(mia.eval(`document.documentElement.outerHTML`)), "canary-of-gold") {
		t.Error("the page of scoring holds the agreed card")
	}
	mia.clean()
}
