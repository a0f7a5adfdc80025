package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// person is a browser that is somebody.
type person struct {
	t *testing.T
	browser
}

// newPerson makes a browser a person, by a session alone.
func newPerson(t *testing.T, url, name string) *person {
	t.Helper()
	p := &person{t, newBrowser(t, url)}
	if status, text := p.ask("POST", "/api/sessions", `{"problem":"tinyurl","mode":"solo","minutes":45,"name":"`+name+`"}`); status != http.StatusCreated {
		t.Fatalf("%d %s", status, text)
	}
	return p
}

func (p *person) ask(method, path, body string) (int, string) {
	p.t.Helper()
	return p.browser.ask(p.t, method, path, body)
}

const wholeCard = `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"card-of-%","fix":"card-of-%"}}`

// held is an interview of Ana and Ben that is over, scored and revealed.
func held(t *testing.T, s *servertest.Server) (one servertest.Session, ana string) {
	t.Helper()
	one = servertest.Open(t, s.URL, peer)
	ana = one.Join(t, s.URL, "candidate", "Ana")
	clients := map[string]*servertest.Client{"ben": servertest.Dial(t, s.URL, one.ID, one.Key, "client-held-ben"), "ana": servertest.Dial(t, s.URL, one.ID, ana, "client-held-ana")}
	clients["ben"].Must("interview.start", `{"anyway":true}`)
	clients["ana"].Must("note.write", `{"text":"note-of-ana"}`)
	clients["ben"].Must("interview.end", `{}`)
	for name, c := range clients {
		c.PinCriteria("pin-of-" + name)
		c.Must("scorecard.save", strings.ReplaceAll(wholeCard, "%", name))
		c.Must("scorecard.lock", `{}`)
	}
	for _, c := range clients {
		c.Must("reveal.ready", `{}`)
		c.Close()
	}
	return one, ana
}

func command(t *testing.T, url, session, key, client, name, data string) *interview.Error {
	t.Helper()
	status, answer := servertest.Call(t, "POST", url+"/api/sessions/"+session+"/commands", key, `{"client":"`+client+`","n":1,"command":"`+name+`","data":`+data+`}`)
	if status == http.StatusOK {
		return nil
	}
	e := answer["error"].(map[string]any)
	return &interview.Error{Code: interview.Code(e["code"].(string)), Message: e["message"].(string)}
}

// TestAMentorComesOnlyByConsentOfBoth asks for a mentor's score after the interview: one agrees, both
// do, one takes it back while the mentor's socket is open.
func TestAMentorComesOnlyByConsentOfBoth(t *testing.T) {
	s := servertest.New(t)
	one, ana := held(t, s)
	api := "/api/sessions/" + one.ID

	if status, answer := servertest.Call(t, "POST", s.URL+api+"/invites", ana, `{"role":"mentor"}`); status != http.StatusForbidden {
		t.Fatalf("a link without consent: %d %v", status, answer)
	}
	status, answer := servertest.Call(t, "POST", s.URL+api+"/join", "", `{"role":"mentor","key":"`+one.Invites["mentor"]+`","name":"Eve"}`)
	if status != http.StatusForbidden {
		t.Fatalf("the link of before the interview: %d %v", status, answer)
	}
	if err := command(t, s.URL, one.ID, ana, "client-ana-a", "consent.give", `{"to":"link"}`); err != nil {
		t.Fatal(err)
	}
	if status, answer := servertest.Call(t, "POST", s.URL+api+"/invites", ana, `{"role":"mentor"}`); status != http.StatusForbidden || !strings.Contains(answer["error"].(map[string]any)["message"].(string), "The interviewer has not agreed yet.") {
		t.Fatalf("a link with one consent: %d %v", status, answer)
	}
	if _, page := page(t, s.URL+"/s/"+one.ID+"/interviewer/review", "interviewer", one.Key); !strings.Contains(page, "Ana asks a mentor by a link to score this session.") || !strings.Contains(page, ">Not now<") {
		t.Fatalf("the other is not asked: %s", page)
	}
	if err := command(t, s.URL, one.ID, one.Key, "client-ben-a", "consent.give", `{"to":"link"}`); err != nil {
		t.Fatal(err)
	}
	status, answer = servertest.Call(t, "POST", s.URL+api+"/invites", ana, `{"role":"mentor"}`)
	if status != http.StatusCreated {
		t.Fatalf("a link with both: %d %v", status, answer)
	}
	_, link, _ := strings.Cut(answer["url"].(string), "#")
	eve := servertest.Session{ID: one.ID, Invites: map[string]string{"mentor": link}}.Join(t, s.URL, "mentor", "Eve")
	live := servertest.Dial(t, s.URL, one.ID, eve, "client-eve-1")
	live.PinCriteria("pin-of-eve")
	live.Must("scorecard.save", strings.ReplaceAll(wholeCard, "%", "eve"))
	for _, path := range []string{"", "/replay", "/export?format=jsonl", "/export?format=markdown"} {
		text := bodyOf(t, ask(t, "GET", s.URL+api+path, "", "", "Authorization", "Bearer "+eve))
		for _, secret := range []string{"card-of-ana", "card-of-ben", "note-of-ana", "pin-of-ana", "pin-of-ben"} {
			if strings.Contains(text, secret) {
				t.Errorf("blind, the mentor reads %s at %q", secret, path)
			}
		}
	}

	if err := command(t, s.URL, one.ID, one.Key, "client-ben-b", "consent.withdraw", `{"to":"link"}`); err != nil {
		t.Fatal(err)
	}
	var closed *websocket.CloseError
	for {
		if _, err := live.Read(); errors.As(err, &closed) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if closed.Code != 4403 || closed.Text != "consent was taken back" {
		t.Errorf("the socket is closed with %d %q", closed.Code, closed.Text)
	}
	for _, path := range []string{"", "/replay", "/export?format=jsonl", "/problem"} {
		if status, _ := servertest.Call(t, "GET", s.URL+api+path, eve, ""); status != http.StatusForbidden {
			t.Errorf("%q still answers with %d", path, status)
		}
	}
	if status := dialStatus(t, s.URL+api+"/live", eve); status != http.StatusForbidden {
		t.Errorf("a websocket still opens: %d", status)
	}
	for _, path := range []string{"/s/" + one.ID + "/mentor", "/s/" + one.ID + "/mentor/review"} {
		if status, text := page(t, s.URL+path, "mentor", eve); status != http.StatusForbidden || !strings.Contains(text, "Consent was taken back.") {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	if status, answer := servertest.Call(t, "POST", s.URL+api+"/join", "", `{"role":"mentor","key":"`+link+`","name":"Eve"}`); status != http.StatusForbidden {
		t.Errorf("the link still lets in: %d %v", status, answer)
	}
}

// TestConsentGoesWithThePerson erases one of the pair, who could not take it back any more.
func TestConsentGoesWithThePerson(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	ana := newPerson(t, s.URL, "Ana")
	status, text := ana.ask("POST", "/api/sessions/"+one.ID+"/join", `{"role":"candidate","key":"`+one.Invites["candidate"]+`","name":"Ana"}`)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	_, key, _ := strings.Cut(text, `"key":"`)
	key, _, _ = strings.Cut(key, `"`)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.Must("interview.start", `{"anyway":true}`)
	ben.Must("interview.end", `{}`)
	ben.Must("consent.give", `{"to":"link"}`)
	if err := command(t, s.URL, one.ID, key, "client-ana-a", "consent.give", `{"to":"link"}`); err != nil {
		t.Fatal(err)
	}
	if status, answer := servertest.Call(t, "POST", s.URL+"/api/sessions/"+one.ID+"/invites", one.Key, `{"role":"mentor"}`); status != http.StatusCreated {
		t.Fatalf("%d %v", status, answer)
	}
	if status, text := ana.ask("DELETE", "/api/me", ""); status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	if status, answer := servertest.Call(t, "POST", s.URL+"/api/sessions/"+one.ID+"/invites", one.Key, `{"role":"mentor"}`); status != http.StatusForbidden {
		t.Errorf("the consent of somebody who was erased still counts: %d %v", status, answer)
	}
}

// page asks for a page as a browser that has a role's cookie.
func page(t *testing.T, url, role, key string) (int, string) {
	t.Helper()
	a := ask(t, "GET", url, "", "", "Cookie", "mockroom_"+role+"="+key)
	return a.StatusCode, bodyOf(t, a)
}
