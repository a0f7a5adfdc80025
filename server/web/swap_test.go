package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// swapped is what the API says of a seat in the return.
type swapped struct{ ID, Role, Key, Participant string }

func (w swapped) read(t *testing.T, answer map[string]any) swapped {
	t.Helper()
	raw, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &w); err != nil || w.ID == "" {
		t.Fatalf("%v %s", err, raw)
	}
	return w
}

func must(t *testing.T, want int, method, url, key, body string) map[string]any {
	t.Helper()
	status, answer := servertest.Call(t, method, url, key, body)
	if status != want {
		t.Fatalf("%s %s: %d %v, want %d", method, url, status, answer, want)
	}
	return answer
}

// isReturn looks at the new session as one of the two.
func isReturn(t *testing.T, url string, w swapped, of string) {
	t.Helper()
	st := must(t, 200, "GET", url+"/api/sessions/"+w.ID, w.Key, "")["state"].(map[string]any)
	if seat := st["seats"].(map[string]any)[w.Role]; seat != w.Participant {
		t.Errorf("the %s's seat is %v's, not %s's", w.Role, seat, w.Participant)
	}
	link := st["links"].([]any)[0].(map[string]any)
	if link["session"] != of || link["return"] != false || link["problem"].(map[string]any)["short"] != "TinyURL" {
		t.Errorf("the link back is %v", link)
	}
	if short := st["problem"].(map[string]any)["short"]; short != "Uber" || st["phase"] != "lobby" {
		t.Errorf("it is %v in %v", short, st["phase"])
	}
}

// TestSwapRoles goes the whole way over the API: Ana designed, and suggests that Ben does.
func TestSwapRoles(t *testing.T) {
	s := servertest.New(t)
	one, ana := held(t, s)
	ben := one.Key
	api := s.URL + "/api/sessions/" + one.ID

	answer := must(t, 200, "GET", api+"/swap?offers=yes", ana, "")
	offers := answer["offers"].([]any)
	if len(offers) == 0 {
		t.Fatal("nothing can be suggested")
	}
	for _, o := range offers {
		if o.(map[string]any)["problem"] == "tinyurl" {
			t.Error("the problem they had is offered again")
		}
		if reason := o.(map[string]any)["reason"].(string); !strings.HasPrefix(reason, "Interviewer has not opened it. It is ") && !strings.HasPrefix(reason, "Ben has not opened it. It is ") {
			t.Errorf("the reason is %q", reason)
		}
	}
	must(t, 204, "POST", api+"/swap", ana, `{"problem":"uber"}`)
	must(t, 204, "POST", api+"/swap", ana, `{"problem":"uber"}`)
	if got := must(t, 200, "GET", api+"/swap", ben, "")["swap"].(map[string]any); got["problem"].(map[string]any)["slug"] != "uber" {
		t.Errorf("Ben reads %v", got)
	}
	if _, text := page(t, s.URL+"/s/"+one.ID+"/interviewer/review", "interviewer", ben); !strings.Contains(text, "Ana suggests: you design Uber, 45 minutes.") || strings.Contains(text, ">Swap roles<") {
		t.Errorf("Ben is not asked")
	}
	if _, text := page(t, s.URL+"/s/"+one.ID+"/candidate/review", "candidate", ana); !strings.Contains(text, "designs Uber, 45 minutes.") || !strings.Contains(text, ">Take it back<") {
		t.Errorf("Ana does not see what she suggested")
	}
	must(t, 409, "POST", api+"/swap/enter", ana, "")
	must(t, 409, "POST", api+"/swap", ben, `{"problem":"newsfeed"}`)
	must(t, 403, "POST", api+"/swap/accept", ana, `{"problem":"uber"}`)
	must(t, 409, "POST", api+"/swap/accept", ben, `{"problem":"newsfeed"}`)

	bens := swapped{}.read(t, must(t, 200, "POST", api+"/swap/accept", ben, `{"problem":"uber"}`))
	again := swapped{}.read(t, must(t, 200, "POST", api+"/swap/accept", ben, `{"problem":"uber"}`))
	anas := swapped{}.read(t, must(t, 200, "POST", api+"/swap/enter", ana, ""))
	if bens.Role != "candidate" || anas.Role != "interviewer" || bens.ID != anas.ID || again.ID != bens.ID {
		t.Fatalf("%+v %+v %+v", bens, again, anas)
	}
	isReturn(t, s.URL, bens, one.ID)
	isReturn(t, s.URL, anas, one.ID)
	if _, text := page(t, s.URL+"/s/"+one.ID+"/candidate/review", "candidate", ana); !strings.Contains(text, "The return is open: Uber, 45 minutes.") || !strings.Contains(text, "’s turn to design.") {
		t.Errorf("the old review does not show the return: %s", text)
	}
	// The new interviewer reads the kit, the new candidate nothing of it.
	if _, kit := servertest.Call(t, "GET", s.URL+"/api/sessions/"+anas.ID+"/problem", anas.Key, ""); kit["brief"] == nil {
		t.Error("the new interviewer has no kit")
	}
	if _, kit := servertest.Call(t, "GET", s.URL+"/api/sessions/"+bens.ID+"/problem", bens.Key, ""); kit["brief"] != nil || kit["prompt"] != nil {
		t.Error("the new candidate reads the kit")
	}

	must(t, 204, "DELETE", s.URL+"/api/sessions/"+bens.ID, bens.Key, "")
	must(t, 410, "POST", api+"/swap/enter", ana, "")
}

// TestOnlyThePairKnowsOfTheReturn holds what a mentor of the interview reads of it.
func TestOnlyThePairKnowsOfTheReturn(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	ana, mia, oli := one.Join(t, s.URL, "candidate", "Ana"), one.Join(t, s.URL, "mentor", "Mia"), one.Join(t, s.URL, "observer", "Oli")
	a, b := servertest.Dial(t, s.URL, one.ID, ana, "client-ana-1"), servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	b.Must("interview.start", `{"anyway":true}`)
	b.Must("interview.end", `{}`)
	for _, c := range []*servertest.Client{a, b} {
		c.PinCriteria("pin")
		c.Must("scorecard.save", wholeCard)
		c.Must("scorecard.lock", `{}`)
	}
	a.Must("reveal.ready", `{}`)
	b.Must("reveal.ready", `{}`)
	api := s.URL + "/api/sessions/" + one.ID
	watch := servertest.Dial(t, s.URL, one.ID, mia, "client-mia-1")
	must(t, 204, "POST", api+"/swap", ana, `{"problem":"uber"}`)
	second := swapped{}.read(t, must(t, 200, "POST", api+"/swap/accept", one.Key, `{"problem":"uber"}`))
	for _, key := range []string{mia, oli} {
		for _, path := range []string{"", "/swap", "/replay", "/export?format=jsonl", "/export?format=markdown", "/export?format=html"} {
			q, _ := http.NewRequest("GET", api+path, nil)
			q.Header.Set("Authorization", "Bearer "+key)
			answer, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			if text := bodyOf(t, answer); strings.Contains(text, second.ID) || strings.Contains(text, `"uber"`) || strings.Contains(text, "swap.suggested") {
				t.Errorf("%q tells of the return", path)
			}
		}
	}
	watch.Must("chat.say", `{"text":"last"}`)
	for _, f := range watch.Frames {
		if strings.Contains(string(f), second.ID) || strings.Contains(string(f), "uber") {
			t.Errorf("a frame tells of the return: %s", f)
		}
	}
	must(t, 403, "POST", api+"/swap/enter", mia, "")
	must(t, 403, "GET", s.URL+"/api/sessions/"+second.ID, mia, "")
}

// TestAReturnThatBrokeOffIsFinished stops between the two streams: the pair has agreed, the session is
// not there. Another process finishes it, once, whoever comes first.
func TestAReturnThatBrokeOffIsFinished(t *testing.T) {
	store, err := bolt.Open(t.TempDir()+"/shared.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	clock, signals := room.NewSteppedClock(servertest.Start), room.NewLocalSignals()
	first, second := servertest.On(t, store, clock, signals), servertest.On(t, store, clock, signals)
	one, ana := held(t, first)
	must(t, 204, "POST", first.URL+"/api/sessions/"+one.ID+"/swap", ana, `{"problem":"uber"}`)
	access, err := first.Registry.Authenticate(t.Context(), one.ID, one.Key)
	if err != nil {
		t.Fatal(err)
	}
	lost := room.NewSecret()
	err = first.Registry.Do(t.Context(), one.ID, interview.Command{By: access.Participant, Do: interview.AcceptSwap{Problem: "uber", Session: lost}})
	if err != nil {
		t.Fatal(err)
	}
	must(t, 404, "GET", second.URL+"/api/sessions/"+lost, ana, "")

	var both sync.WaitGroup
	seats := make([]map[string]any, 2)
	for i, s := range []struct {
		url, key string
	}{{first.URL, ana}, {second.URL, one.Key}} {
		both.Go(func() {
			if status, answer := servertest.Call(t, "POST", s.url+"/api/sessions/"+one.ID+"/swap/enter", s.key, ""); status == 200 {
				seats[i] = answer
			} else {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
	both.Wait()
	anas, bens := swapped{}.read(t, seats[0]), swapped{}.read(t, seats[1])
	if anas.ID != lost || bens.ID != lost {
		t.Fatalf("%+v %+v", anas, bens)
	}
	isReturn(t, second.URL, anas, one.ID)
	isReturn(t, first.URL, bens, one.ID)
}

// TestSwapAfterAnErasure is refused with a sentence.
func TestSwapAfterAnErasure(t *testing.T) {
	s := servertest.New(t)
	one, ana := held(t, s)
	must(t, 204, "POST", s.URL+"/api/sessions/"+one.ID+"/swap", one.Key, `{"problem":"uber"}`)
	person, err := s.Registry.SwapPerson(t.Context(), one.ID, participantOf(t, s, one.ID, ana), participantOf(t, s, one.ID, one.Key))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Registry.ErasePerson(t.Context(), person, interview.ByPerson); err != nil {
		t.Fatal(err)
	}
	answer := must(t, 410, "POST", s.URL+"/api/sessions/"+one.ID+"/swap/accept", ana, `{"problem":"uber"}`)
	if words := answer["error"].(map[string]any)["message"].(string); !strings.Contains(words, "nobody to change seats with") {
		t.Error(words)
	}
	if status, text := page(t, s.URL+"/s/"+one.ID+"/candidate/review", "candidate", ana); status != 200 || !strings.Contains(text, "somebody suggests") {
		t.Errorf("the review: %d", status)
	}
}

func participantOf(t *testing.T, s *servertest.Server, session, key string) interview.ParticipantID {
	t.Helper()
	access, err := s.Registry.Authenticate(t.Context(), session, key)
	if err != nil {
		t.Fatal(err)
	}
	return access.Participant
}

// TestSwapByForms is the same without script: cookies let both into the new room.
func TestSwapByForms(t *testing.T) {
	s := servertest.New(t)
	one, ana := held(t, s)
	send := func(role, key, form string) *http.Response {
		t.Helper()
		return ask(t, "POST", s.URL+"/s/"+one.ID+"/"+role+"/swap", "", form, "Content-Type", "application/x-www-form-urlencoded", "Cookie", "mockroom_"+role+"="+key, "Origin", s.URL)
	}
	for _, step := range []struct{ role, key, form, to string }{
		{"candidate", ana, "do=suggest&problem=newsfeed", "/review#swap"},
		{"interviewer", one.Key, "do=decline&problem=newsfeed", "/review#swap"},
		{"interviewer", one.Key, "do=suggest&problem=uber", "/review#swap"},
		{"candidate", ana, "do=accept&problem=uber", "/interviewer"},
		{"interviewer", one.Key, "do=enter", "/candidate"},
	} {
		a := send(step.role, step.key, step.form)
		text := bodyOf(t, a)
		if a.StatusCode != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), step.to) {
			t.Fatalf("%s by the %s: %d to %q: %.300s", step.form, step.role, a.StatusCode, a.Header.Get("Location"), text)
		}
		if strings.HasPrefix(step.to, "/review") {
			continue
		}
		role := strings.TrimPrefix(step.to, "/")
		for _, c := range a.Cookies() {
			if c.Name == "mockroom_"+role && strings.HasPrefix(c.Path, "/s/") {
				if status, text := page(t, s.URL+a.Header.Get("Location"), role, c.Value); status != 200 || !strings.Contains(text, "Uber") {
					t.Errorf("the new room as %s: %d", role, status)
				}
			}
		}
	}
	if a := send("candidate", ana, "do=dance"); a.StatusCode != 400 {
		t.Errorf("an unknown wish: %d", a.StatusCode)
	}
}

// TestOffersLeaveOutWhatTheOtherKnows holds what is suggested against what the other has studied, asked
// and only looked at the lobby of.
func TestOffersLeaveOutWhatTheOtherKnows(t *testing.T) {
	s := servertest.New(t)
	ben := newPerson(t, s.URL, "Ben")
	made := ben.must("POST", "/api/sessions", `{"problem":"newsfeed","minutes":45,"name":"Ben","role":"interviewer"}`)
	one := servertest.Session{ID: made["id"].(string), Key: made["key"].(string), Invites: map[string]string{}}
	for role, link := range made["invites"].(map[string]any) {
		_, one.Invites[role], _ = strings.Cut(link.(string), "#")
	}
	ana := one.Join(t, s.URL, "candidate", "Ana")
	a, b := servertest.Dial(t, s.URL, one.ID, ana, "client-ana-1"), servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	b.Must("interview.start", `{"anyway":true}`)
	b.Must("interview.end", `{}`)
	for _, c := range []*servertest.Client{a, b} {
		c.PinCriteria("pin")
		c.Must("scorecard.save", wholeCard)
		c.Must("scorecard.lock", `{}`)
	}
	a.Must("reveal.ready", `{}`)
	b.Must("reveal.ready", `{}`)
	offered := func() map[string]bool {
		t.Helper()
		list := map[string]bool{}
		for _, o := range must(t, 200, "GET", s.URL+"/api/sessions/"+one.ID+"/swap?offers=yes", ana, "")["offers"].([]any) {
			list[o.(map[string]any)["problem"].(string)] = true
		}
		return list
	}
	// The solo session that made Ben a person was on TinyURL, and never started.
	if before := offered(); !before["uber"] || !before["youtube"] || !before["tinyurl"] || before["newsfeed"] {
		t.Fatalf("offered are %v", before)
	}
	ben.must("POST", "/api/problems/uber/study", "")
	other := ben.must("POST", "/api/sessions", `{"problem":"youtube","minutes":45,"name":"Ben","role":"interviewer"}`)
	if _, kit := servertest.Call(t, "GET", s.URL+"/api/sessions/"+other["id"].(string)+"/problem", other["key"].(string), ""); kit["brief"] == nil {
		t.Fatal("Ben has no kit")
	}
	eventually(t, "what Ben knows", func() bool { now := offered(); return !now["uber"] && !now["youtube"] && now["tinyurl"] })
}
