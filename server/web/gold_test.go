package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// gold is what mentors agree on: a digit a criterion, each with the same reason and moment.
func gold(group, scores, reason string, moment interview.Time) string {
	var b strings.Builder
	for i, k := range interview.Criteria() {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `%q:{"score":%c,"reason":%q,"moment":%d}`, k, scores[i], reason, moment)
	}
	return fmt.Sprintf(`{"group":%q,"scores":{%s}}`, group, b.String())
}

// golden is a session alone of Ana, open to a group, with its three mentors in it; Zoe has not scored.
type golden struct {
	session, group            string
	ana, mia, max, zoe, other string // keys
	persons                   map[string]*person
	started                   interview.Time
}

func newGolden(t *testing.T, s *servertest.Server) golden {
	t.Helper()
	g := golden{persons: map[string]*person{}, started: s.Clock.Wall()}
	for _, name := range []string{"Ana", "Mia", "Max", "Zoe", "Otto"} {
		g.persons[name] = newPerson(t, s.URL, name)
	}
	g.group = g.persons["Mia"].makeGroup("Thursday group")
	for name, role := range map[string]string{"Max": "mentor", "Zoe": "mentor", "Ana": "member"} {
		g.persons["Mia"].lets(g.persons[name], g.group, role)
	}
	made := g.persons["Ana"].must("POST", "/api/sessions", `{"problem":"tinyurl","mode":"solo","minutes":45,"name":"Ana"}`)
	one := servertest.Session{ID: made["id"].(string), Key: made["key"].(string), Invites: map[string]string{}}
	for role, link := range made["invites"].(map[string]any) {
		_, one.Invites[role], _ = strings.Cut(link.(string), "#")
	}
	g.session, g.ana = one.ID, one.Key
	g.mia, g.max, g.zoe, g.other = g.persons["Mia"].comesTo(one, "mentor", "Mia"), g.persons["Max"].comesTo(one, "mentor", "Max"), g.persons["Zoe"].comesTo(one, "mentor", "Zoe"), g.persons["Otto"].comesTo(one, "mentor", "Otto")
	ana := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ana-1")
	ana.Must("interview.start", `{}`)
	s.Clock.Step(10 * interview.Minute)
	ana.Must("interview.end", `{}`)
	ana.Must("consent.give", fmt.Sprintf(`{"to":%q}`, g.group))
	ana.Close()
	rates(t, s.URL, one.ID, g.ana, "ana-2", "333333")
	rates(t, s.URL, one.ID, g.mia, "mia-1", "332322")
	rates(t, s.URL, one.ID, g.max, "max-1", "323322")
	rates(t, s.URL, one.ID, g.other, "otto-1", "444444")
	return g
}

// TestTheAgreedCardIsNowhereBeforeTheOwnLock proposes and agrees, and looks for it as a new mentor.
func TestTheAgreedCardIsNowhereBeforeTheOwnLock(t *testing.T) {
	s := withoutLimits(t)
	g := newGolden(t, s)
	api := s.URL + "/api/sessions/" + g.session
	watch := servertest.Dial(t, s.URL, g.session, g.zoe, "client-zoe-0")
	card := gold(g.group, "332322", "the-agreed-reason", g.started+60_000)
	must(t, 403, "POST", api+"/gold", g.ana, card)
	must(t, 403, "POST", api+"/gold", g.other, card)
	must(t, 409, "POST", api+"/gold", g.zoe, card)
	must(t, 400, "POST", api+"/gold", g.mia, gold(g.group, "332322", "", g.started))
	must(t, 204, "POST", api+"/gold", g.mia, card)
	proposed := must(t, 200, "GET", api, g.max, "")["state"].(map[string]any)["golds"].(map[string]any)[g.group].(map[string]any)
	at := int64(proposed["at"].(float64))
	must(t, 409, "POST", api+"/gold/agree", g.max, fmt.Sprintf(`{"group":%q,"at":%d}`, g.group, at-1))
	must(t, 204, "POST", api+"/gold/agree", g.max, fmt.Sprintf(`{"group":%q,"at":%d}`, g.group, at))

	zoe := g.persons["Zoe"]
	reads := func() string {
		var b strings.Builder
		for _, path := range []string{"", "/replay", "/export?format=jsonl", "/export?format=markdown", "/export?format=html", "/swap"} {
			a := ask(t, "GET", api+path, "", "", "Authorization", "Bearer "+g.zoe)
			b.WriteString(bodyOf(t, a))
		}
		for _, path := range []string{"/s/" + g.session + "/mentor", "/s/" + g.session + "/mentor/review", "/", "/practice", "/api/groups/" + g.group + "/agreement", "/groups/" + g.group} {
			_, text := zoe.ask("GET", path, "")
			b.WriteString(text)
		}
		return b.String()
	}
	if text := reads(); strings.Contains(text, "the-agreed-reason") || strings.Contains(text, "gold.") {
		t.Error("before her own lock Zoe reads the agreed card")
	}
	watch.Must("chat.say", `{"text":"here"}`)
	for _, f := range watch.Frames {
		if strings.Contains(string(f), "gold.") || strings.Contains(string(f), "the-agreed-reason") {
			t.Errorf("a frame has it: %s", f)
		}
	}
	rates(t, s.URL, g.session, g.zoe, "zoe-1", "332342")
	state := must(t, 200, "GET", api, g.zoe, "")["state"].(map[string]any)
	if len(state["golds"].(map[string]any)) != 1 {
		t.Error("after her own lock Zoe does not read the agreed card")
	}
	for key, sees := range map[string]bool{g.ana: true, g.other: true} {
		if got := len(must(t, 200, "GET", api, key, "")["state"].(map[string]any)["golds"].(map[string]any)) == 1; got != sees {
			t.Errorf("it is read: %v, want %v", got, sees)
		}
	}
	must(t, 204, "DELETE", api+"/gold", g.mia, fmt.Sprintf(`{"group":%q}`, g.group))
}

// TestTheAgreedCardByForms goes the way of the review page: propose out of one's own card, agree, and
// read the differences as somebody who scored it blind.
func TestTheAgreedCardByForms(t *testing.T) {
	s := withoutLimits(t)
	g := newGolden(t, s)
	address := s.URL + "/s/" + g.session + "/mentor"
	page := func(name string) string {
		t.Helper()
		status, text := g.persons[name].ask("GET", "/s/"+g.session+"/mentor/review", "")
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", name, status, text)
		}
		return text
	}
	send := func(name string, form url.Values) {
		t.Helper()
		form.Set("group", g.group)
		a, err := g.persons[name].PostForm(address+"/gold", form)
		if err != nil {
			t.Fatal(err)
		}
		if text := bodyOf(t, a); a.StatusCode != http.StatusOK {
			t.Fatalf("%s %v: %d %s", name, form, a.StatusCode, text)
		}
	}
	if text := page("Mia"); !strings.Contains(text, "The agreed card of Thursday group <small>nothing is proposed yet") || !strings.Contains(text, "Propose a card") || !strings.Contains(text, `<option value="3" selected>3</option>`) {
		t.Errorf("Mia cannot propose: %s", text)
	}
	for _, name := range []string{"Otto", "Zoe"} {
		if strings.Contains(page(name), "The agreed card") {
			t.Errorf("%s is shown it", name)
		}
	}
	form := url.Values{"do": {"propose"}}
	for i, k := range interview.Criteria() {
		form.Set("score-"+string(k), "332322"[i:i+1])
		form.Set("reason-"+string(k), "Because of <b>"+k.Title()+"</b>.\r\nTwice.")
		form.Set("moment-"+string(k), fmt.Sprint(g.started+130_000))
	}
	send("Mia", form)
	if text := page("Max"); !strings.Contains(text, "proposed by Mia") || !strings.Contains(text, ">Agree</button>") || !strings.Contains(text, "Because of &lt;b&gt;Reliability&lt;/b&gt;.") || !strings.Contains(text, "/mentor/review#t=110") {
		t.Errorf("Max reads %s", text)
	}
	_, at, _ := strings.Cut(page("Max"), `name="at" value="`)
	at, _, _ = strings.Cut(at, `"`)
	send("Max", url.Values{"do": {"agree"}, "at": {at}})
	if text := page("Max"); !strings.Contains(text, "agreed by two mentors") || !strings.Contains(text, "The other four are the same.") || !strings.Contains(text, ">Take it back</button>") {
		t.Errorf("after agreeing Max reads %s", text)
	}
	if text := page("Zoe"); strings.Contains(text, "Because of") || strings.Contains(text, "gold") {
		t.Error("before her own lock Zoe is shown it")
	}
	rates(t, s.URL, g.session, g.zoe, "zoe-1", "332342")
	text := page("Zoe")
	if !strings.Contains(text, `<tr class="wide"><th scope="row">Reliability</th><td class="num">4</td><td class="num">2</td>`) || !strings.Contains(text, "The other five are the same.") || !strings.Contains(text, "2:10</a>") {
		t.Errorf("Zoe reads %s", text)
	}
}
