package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mockroom/server/servertest"
)

// club is a group of which Ana is a member and Mia and Max are mentors, and an interview of hers with
// Ben, who is in no group. It is over, scored and revealed, and they have talked about it.
type club struct {
	t       *testing.T
	s       *servertest.Server
	group   string
	session servertest.Session
	ana     string
	people  map[string]*person
}

func newClub(t *testing.T) club {
	t.Helper()
	s := withoutLimits(t)
	c := club{t: t, s: s, people: map[string]*person{}}
	for _, name := range []string{"Ruth", "Mia", "Max", "Mo", "Ana", "Ben", "Eve"} {
		c.people[name] = newPerson(t, s.URL, name)
	}
	c.group = c.people["Ruth"].makeGroup("Thursday group")
	for name, role := range map[string]string{"Mia": "mentor", "Max": "mentor", "Mo": "member", "Ana": "member"} {
		c.people["Ruth"].lets(c.people[name], c.group, role)
	}
	made := c.people["Ben"].must("POST", "/api/sessions", `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	c.session = servertest.Session{ID: made["id"].(string), Key: made["key"].(string), Invites: map[string]string{}}
	for role, link := range made["invites"].(map[string]any) {
		_, c.session.Invites[role], _ = strings.Cut(link.(string), "#")
	}
	c.ana = c.people["Ana"].comesTo(c.session, "candidate", "Ana")
	ben, ana := servertest.Dial(t, s.URL, c.session.ID, c.session.Key, "client-club-ben"), servertest.Dial(t, s.URL, c.session.ID, c.ana, "client-club-ana")
	ben.Must("interview.start", `{"anyway":true}`)
	ben.Must("interview.end", `{}`)
	for name, who := range map[string]*servertest.Client{"ben": ben, "ana": ana} {
		who.PinCriteria("pin-of-" + name)
		who.Must("note.write", `{"text":"note-of-`+name+`"}`)
		who.Must("scorecard.save", strings.ReplaceAll(wholeCard, "%", name))
		who.Must("scorecard.lock", `{}`)
	}
	for _, who := range []*servertest.Client{ben, ana} {
		who.Must("reveal.ready", `{}`)
	}
	ben.Must("chat.say", `{"text":"chat-of-ben: strong hire"}`)
	ana.Must("interviewer.rate", `{"prepared":1,"listened":2,"fair":3,"again":false,"words":"rating-of-ana"}`)
	ben.Close()
	ana.Close()
	return c
}

func (c club) api(rest string) string { return "/api/sessions/" + c.session.ID + rest }

// consents lets one of the pair agree, or take it back.
func (c club) consents(name, do string) {
	c.t.Helper()
	key, client := c.session.Key, "client-ben-"+do[8:]+fmt.Sprint(len(c.s.Log.String()))
	if name == "Ana" {
		key, client = c.ana, "client-ana-"+do[8:]+fmt.Sprint(len(c.s.Log.String()))
	}
	if err := command(c.t, c.s.URL, c.session.ID, key, client, do, `{"to":"`+c.group+`"}`); err != nil {
		c.t.Fatal(err)
	}
}

// row is the session in somebody's list, nil where it is not.
func (c club) row(name string) map[string]any {
	c.t.Helper()
	for _, r := range c.people[name].must("GET", "/api/mentoring", "")["sessions"].([]any) {
		if r := r.(map[string]any); r["session"] == c.session.ID {
			return r
		}
	}
	return nil
}

// comes to be in a state in somebody's list; the list may lag a moment.
func (c club) shows(name, state string) (row map[string]any) {
	c.t.Helper()
	eventually(c.t, name+"'s list says "+state, func() bool {
		row = c.row(name)
		return row != nil && row["state"] == state
	})
	return row
}

func (c club) enter(name string) string {
	c.t.Helper()
	return c.people[name].must("POST", c.api("/enter"), `{"group":"`+c.group+`"}`)["key"].(string)
}

// closed reads on until the socket is closed, and says why.
func closed(t *testing.T, live *servertest.Client) *websocket.CloseError {
	t.Helper()
	for {
		var end *websocket.CloseError
		if _, err := live.Read(); errors.As(err, &end) {
			return end
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAGroupsMentorsScoreWhatIsOpenedToThem goes from one consent to two locked cards, and back.
func TestAGroupsMentorsScoreWhatIsOpenedToThem(t *testing.T) {
	c := newClub(t)
	s := c.s
	c.consents("Ana", "consent.give")
	eventually(t, "Ben's first page says that he is asked", func() bool {
		_, text := c.people["Ben"].ask("GET", "/", "")
		return strings.Contains(text, "Scored. Ana asks to let others see it.")
	})
	row := c.shows("Mia", "waits")
	if fmt.Sprint(row["lacking"]) != "[Ben]" || row["length_ms"] != 0.0 || row["others_locked"] != 0.0 {
		t.Errorf("with one consent Mia reads %v", row)
	}
	if _, text := c.people["Mia"].ask("GET", "/mentoring", ""); !strings.Contains(text, "Ben has not agreed yet. Nothing of it opens before.") || strings.Contains(text, `class="btn`) {
		t.Errorf("the page of one consent: %s", text)
	}
	if status, _ := c.people["Mia"].ask("POST", c.api("/enter"), `{"group":"`+c.group+`"}`); status != http.StatusForbidden {
		t.Errorf("Mia comes in with one consent: %d", status)
	}
	for _, name := range []string{"Mo", "Ana", "Ben", "Eve"} {
		if row := c.row(name); row != nil {
			t.Errorf("%s, who is no mentor of it, reads %v", name, row)
		}
	}

	c.consents("Ben", "consent.give")
	if row := c.shows("Mia", "asked"); row["others_locked"] != 2.0 || len(row["lacking"].([]any)) != 0 || row["entered"] != false {
		t.Errorf("with both consents Mia reads %v", row)
	}
	if _, text := c.people["Mia"].ask("GET", "/mentoring", ""); !strings.Contains(text, "Both asked you. Two cards are locked; you see them when yours is.") || !strings.Contains(text, `aria-current="page">Mentoring`) {
		t.Errorf("the page of both consents: %s", text)
	}
	for name, want := range map[string]int{"Mo": 403, "Ana": 403, "Ben": 404, "Eve": 404} {
		if status, text := c.people[name].ask("POST", c.api("/enter"), `{"group":"`+c.group+`"}`); status != want {
			t.Errorf("%s comes in: %d %s", name, status, text)
		}
	}
	if _, text := c.people["Mo"].ask("GET", "/practice", ""); strings.Contains(text, "/mentoring") {
		t.Error("the navigation of somebody who is no mentor leads there")
	}

	mia, max := c.enter("Mia"), c.enter("Max")
	if again := c.enter("Mia"); again == mia {
		t.Error("another browser of hers gets the same key")
	}
	live := servertest.Dial(t, s.URL, c.session.ID, mia, "client-mia-live")
	rates(t, s.URL, c.session.ID, max, "max-1", "222222")
	live.Must("pin.drop", `{"id":"pin-of-mia-1","criterion":"reliability","sign":"for","at":0}`)
	live.Must("scorecard.save", `{"card":{"scores":{"communication":3,"reliability":2,"scalability":1}}}`)
	eventually(t, "Mia reads that she has 3 of 6, and that three others are locked", func() bool {
		row := c.row("Mia")
		return row["state"] == "begun" && row["scored"] == 3.0 && row["others_locked"] == 3.0
	})
	c.blind("Mia", mia, live)

	rates(t, s.URL, c.session.ID, mia, "mia-1", "333333")
	c.shows("Mia", "locked")
	for _, secret := range []string{"card-of-ana", "card-of-ben", "pin-of-ben", "chat-of-ben", "rating-of-ana"} {
		if text := c.read(mia); !strings.Contains(text, secret) {
			t.Errorf("with her card locked Mia does not read %s", secret)
		}
	}
	for path := range map[string]bool{"/replay": true, "": true} {
		if text := bodyOf(t, ask(t, "GET", s.URL+c.api(path), "", "", "Authorization", "Bearer "+mia)); strings.Contains(text, "note-of-") {
			t.Errorf("Mia reads a private note at %q", path)
		}
	}

	// Another round: the first card stays as it was.
	if status, text := c.people["Mia"].ask("POST", "/mentoring", ""); status != http.StatusNotFound {
		t.Errorf("an empty form: %d %s", status, text)
	}
	c.people["Mia"].postForm("/mentoring", "session="+c.session.ID+"&again=yes")
	if row := c.shows("Mia", "round"); row["round"] != 2.0 || row["scored"] != 0.0 {
		t.Errorf("in the second round Mia reads %v", row)
	}
	rates(t, s.URL, c.session.ID, mia, "mia-2", "444444")
	state := must(t, 200, "GET", s.URL+c.api(""), c.ana, "")["state"].(map[string]any)
	rounds, notBlind := 0, 0
	for _, card := range state["cards"].(map[string]any) {
		card := card.(map[string]any)
		if card["not_blind"] == true {
			notBlind++
		}
		if earlier, _ := card["earlier"].([]any); len(earlier) > 0 {
			rounds++
			first := earlier[0].(map[string]any)
			if first["not_blind"] == true || first["card"].(map[string]any)["scores"].(map[string]any)["reliability"] != 3.0 || len(first["pins"].([]any)) == 0 {
				t.Errorf("Mia's first card is now %v", first)
			}
		}
	}
	if rounds != 1 || notBlind != 1 {
		t.Errorf("%d rounds before, %d cards not blind", rounds, notBlind)
	}

	// Taken back, the session closes at once; agreed anew, it is there again.
	c.consents("Ben", "consent.withdraw")
	if end := closed(t, live); end.Code != 4403 || end.Text != "consent was taken back" {
		t.Errorf("the socket is closed with %d %q", end.Code, end.Text)
	}
	must(t, 403, "GET", s.URL+c.api("/replay"), mia, "")
	c.shows("Max", "taken-back")
	if _, text := c.people["Max"].ask("GET", "/mentoring", ""); !strings.Contains(text, "Ben has taken back consent for TinyURL") || !strings.Contains(text, "your locked card stays with the pair") {
		t.Errorf("Max is not told: %s", text)
	}
	if _, text := c.people["Max"].ask("GET", "/practice", ""); strings.Contains(text, c.session.ID) {
		t.Error("his history still leads there")
	}
	if status, _ := c.people["Max"].ask("GET", "/api/me/export", ""); status != http.StatusOK {
		t.Errorf("his export breaks off: %d", status)
	}
	state = must(t, 200, "GET", s.URL+c.api(""), c.ana, "")["state"].(map[string]any)
	if len(state["cards"].(map[string]any)) != 4 {
		t.Error("locked cards did not stay with the pair")
	}
	c.consents("Ben", "consent.give")
	must(t, 200, "GET", s.URL+c.api("/replay"), mia, "")
}

// read is all that a key reads of the session.
func (c club) read(key string) string {
	c.t.Helper()
	var b strings.Builder
	for _, path := range []string{"", "/replay", "/export?format=jsonl", "/export?format=markdown", "/export?format=html"} {
		b.WriteString(bodyOf(c.t, ask(c.t, "GET", c.s.URL+c.api(path), "", "", "Authorization", "Bearer "+key)))
	}
	return b.String()
}

// blind looks at everything that a mentor is answered who has yet to lock a card.
func (c club) blind(name, key string, live *servertest.Client) {
	c.t.Helper()
	text := c.read(key)
	for _, path := range []string{"/s/" + c.session.ID + "/mentor", "/s/" + c.session.ID + "/mentor/review", "/", "/practice", "/mentoring", "/api/mentoring", "/groups/" + c.group, "/api/groups/" + c.group + "/agreement"} {
		_, page := c.people[name].ask("GET", path, "")
		text += page
	}
	live.Must("note.write", `{"text":"own"}`)
	for _, f := range live.Frames {
		text += string(f)
	}
	for _, secret := range []string{"card-of-", "pin-of-ana", "pin-of-ben", "note-of-", "chat-of-", "rating-of-", `"prepared"`} {
		if strings.Contains(text, secret) {
			c.t.Errorf("%s has yet to lock, and reads %s", name, secret)
		}
	}
	state := must(c.t, 200, "GET", c.s.URL+c.api(""), key, "")["state"].(map[string]any)
	for id, card := range state["cards"].(map[string]any) {
		if card := card.(map[string]any); card["card"] != nil && card["locked_at"] != 0.0 || card["locked_at"] != 0.0 && card["scored"] != 0.0 {
			c.t.Errorf("%s reads of %s's card %v", name, id, card)
		}
	}
}

// TestWhoLeavesAGroupLosesWhatCameThroughIt removes a mentor, lets another be a member, and deletes the
// group.
func TestWhoLeavesAGroupLosesWhatCameThroughIt(t *testing.T) {
	c := newClub(t)
	c.consents("Ana", "consent.give")
	c.consents("Ben", "consent.give")
	members := map[string]string{}
	for _, m := range c.people["Ruth"].must("GET", "/api/groups/"+c.group, "")["members"].([]any) {
		m := m.(map[string]any)
		members[m["name"].(string)] = "/api/groups/" + c.group + "/members/" + m["id"].(string)
	}
	keys := map[string]string{}
	for _, name := range []string{"Ruth", "Mia", "Max"} {
		c.shows(name, "asked")
		keys[name] = c.enter(name)
	}
	rates(t, c.s.URL, c.session.ID, keys["Mia"], "mia-1", "333333")
	live := servertest.Dial(t, c.s.URL, c.session.ID, keys["Mia"], "client-mia-live")
	c.people["Ruth"].must("DELETE", members["Mia"], "")
	if end := closed(t, live); end.Code != 4403 {
		t.Errorf("the socket of who was removed is closed with %d", end.Code)
	}
	c.people["Ruth"].must("PATCH", members["Max"], `{"role":"member"}`)
	for name, want := range map[string]int{"Mia": 403, "Max": 403, "Ruth": 200} {
		must(t, want, "GET", c.s.URL+c.api("/replay"), keys[name], "")
	}
	c.people["Ruth"].must("PATCH", members["Max"], `{"role":"mentor"}`)
	c.enter("Max")
	c.people["Ruth"].lets(c.people["Mia"], c.group, "mentor")
	mia := c.enter("Mia")
	cards := must(t, 200, "GET", c.s.URL+c.api(""), mia, "")["state"].(map[string]any)["cards"].(map[string]any)
	if len(cards) != 3 {
		t.Errorf("back in the group, Mia is somebody else: %d cards", len(cards))
	}
	c.people["Ruth"].must("DELETE", "/api/groups/"+c.group, "")
	must(t, 403, "GET", c.s.URL+c.api("/replay"), mia, "")
	must(t, 403, "GET", c.s.URL+c.api("/replay"), keys["Ruth"], "")
}

// postForm sends a form, and follows where it leads.
func (p *person) postForm(path, form string) {
	p.t.Helper()
	q, err := http.NewRequest("POST", p.url+path, strings.NewReader(form))
	if err != nil {
		p.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := p.Do(q)
	if err != nil {
		p.t.Fatal(err)
	}
	if text := bodyOf(p.t, a); a.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d %s", path, a.StatusCode, text)
	}
}
