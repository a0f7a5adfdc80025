package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// form posts a form as a page of an origin does and gives status, body and cookies.
func (b browser) form(t *testing.T, path, origin string, values url.Values) (int, string, []*http.Cookie) {
	t.Helper()
	q, err := http.NewRequest("POST", b.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Origin", origin)
	client := *b.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	a, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	return a.StatusCode, bodyOf(t, a), a.Cookies()
}

func TestWithoutAKeyThereIsNoOperatorsPage(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, pages *web.Config) { pages.OperatorKey = "" })
	b := newBrowser(t, s.URL)
	status, page := b.ask(t, "GET", "/operator", "")
	if status != 404 || !strings.Contains(page, "-operator-key") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ := servertest.Call(t, "GET", s.URL+"/api/operator", "", ""); status != 404 {
		t.Errorf("the API answers %d", status)
	}
}

func TestTheOperatorsKeyOpensThePage(t *testing.T) {
	s := servertest.New(t)
	b := newBrowser(t, s.URL)
	if status, page := b.ask(t, "GET", "/operator", ""); status != 200 || !strings.Contains(page, `action="/operator/enter"`) || strings.Contains(page, "Database") {
		t.Fatalf("a stranger gets %d %s", status, page)
	}
	if status, page, cookies := b.form(t, "/operator/enter", s.URL, url.Values{"key": {"guessed"}}); status != 403 || len(cookies) != 0 || !strings.Contains(page, "not the operator’s key") && !strings.Contains(page, "This is not the operator&#39;s key.") {
		t.Fatalf("a wrong key gets %d %v %s", status, cookies, page)
	}
	if status, _, cookies := b.form(t, "/operator/enter", "https://elsewhere.example", url.Values{"key": {servertest.OperatorKey}}); status != 403 || len(cookies) != 0 {
		t.Errorf("another site's form gets %d %v", status, cookies)
	}
	status, _, cookies := b.form(t, "/operator/enter", s.URL, url.Values{"key": {servertest.OperatorKey}})
	if status != 303 || len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || cookies[0].Path != "/operator" || strings.Contains(cookies[0].Value, servertest.OperatorKey) {
		t.Fatalf("the key gets %d %v", status, cookies)
	}
	if status, page := b.ask(t, "GET", "/operator", ""); status != 200 || !strings.Contains(page, "The server can save.") || !strings.Contains(page, "test.db, ") {
		t.Errorf("the page is %d %s", status, page)
	}
	for _, path := range []string{"backup", "verify", "compact", "erase"} {
		if status, page, _ := b.form(t, "/operator/"+path, "https://elsewhere.example", url.Values{}); status != 403 {
			t.Errorf("another site's %s gets %d %s", path, status, page)
		}
	}
	if status, _, _ := b.form(t, "/operator/leave", s.URL, url.Values{}); status != 200 {
		t.Errorf("leaving gets %d", status)
	}
	if _, page := b.ask(t, "GET", "/operator", ""); !strings.Contains(page, `action="/operator/enter"`) {
		t.Error("it is still the operator's browser")
	}
	// A cookie made longer, and the key itself in the cookie's place, are no proof.
	until, proof, _ := strings.Cut(cookies[0].Value, ".")
	for _, forged := range []string{"9" + until + "." + proof, until + ".", servertest.OperatorKey, "1." + proof} {
		q, err := http.NewRequest("GET", s.URL+"/operator", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.AddCookie(&http.Cookie{Name: cookies[0].Name, Value: forged})
		a, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		if text := bodyOf(t, a); !strings.Contains(text, `action="/operator/enter"`) {
			t.Errorf("%q opens the page", forged)
		}
	}
}

// TestGuessingTheOperatorsKeyIsSlow runs a server that bounds everybody.
func TestGuessingTheOperatorsKeyIsSlow(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, pages *web.Config) {
		pages.Limits.KeyRate, pages.Limits.Local = 3, true
	})
	b := newBrowser(t, s.URL)
	var got []int
	for i := range 5 {
		status, _, _ := b.form(t, "/operator/enter", s.URL, url.Values{"key": {fmt.Sprint("guess ", i)}})
		got = append(got, status)
	}
	status, _ := servertest.Call(t, "GET", s.URL+"/api/operator", "another guess", "")
	if got = append(got, status); fmt.Sprint(got) != "[403 403 403 429 429 429]" {
		t.Errorf("guesses get %v", got)
	}
}

func TestTheOperatorWorksOnThePage(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	b := newBrowser(t, s.URL)
	_, _, _ = b.form(t, "/operator/enter", s.URL, url.Values{"key": {servertest.OperatorKey}})
	do := func(path string, values url.Values, want int, words string) {
		t.Helper()
		status, page, _ := b.form(t, "/operator/"+path, s.URL, values)
		if status != want || !strings.Contains(page, words) {
			t.Fatalf("%s %v: %d, want %d with %q: %s", path, values, status, want, words, page)
		}
	}
	shows := func(words string) {
		t.Helper()
		if status, page := b.ask(t, "GET", "/operator", ""); status != 200 || !strings.Contains(page, words) {
			t.Fatalf("the page lacks %q: %d %s", words, status, page)
		}
	}
	shows("None was written by this server yet.")
	do("backup", nil, 303, "")
	shows("Last written")
	do("verify", nil, 200, "streams checked")
	shows("What was erased is gone from the file.")
	do("erase", url.Values{"session": {one.ID}, "person": {""}}, 200, "Erase session <code>"+one.ID)
	if code, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, ""); code != 200 {
		t.Fatalf("it was erased without being confirmed: %d", code)
	}
	do("erase", url.Values{"session": {"<b>none"}, "sure": {"yes"}}, 404, "no session")
	do("erase", nil, 400, "Give the id")
	do("erase", url.Values{"session": {one.ID}, "sure": {"yes"}}, 303, "")
	do("erase", url.Values{"session": {one.ID}, "sure": {"yes"}}, 410, "erased before")
	shows("<code>" + one.ID + "</code>")
	do("compact", nil, 303, "")
	shows("What was erased is gone from the file.")
}

// TestErasedBytesLeaveByThemselves steps the clock: at once when nobody is connected, and after most
// of a day although somebody is.
func TestErasedBytesLeaveByThemselves(t *testing.T) {
	s := servertest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan struct{})
	go func() { s.Operator.Run(ctx); close(ran) }()
	t.Cleanup(func() { stop(); <-ran })
	pending := func() int {
		list, err := s.Registry.Pending(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	erase := func() {
		t.Helper()
		one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
		if err := s.Registry.EraseSession(t.Context(), one.ID, interview.ByOperator); err != nil {
			t.Fatal(err)
		}
	}
	erase()
	eventually(t, "the compaction of a quiet server", func() bool { s.Clock.Step(10 * interview.Minute); return pending() == 0 })
	stay := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","mode":"solo"}`)
	c := servertest.Dial(t, s.URL, stay.ID, stay.Key, "client-stay")
	defer c.Close()
	erase()
	erased := s.Clock.Wall()
	minutes := func() interview.Time { return (s.Clock.Wall() - erased) / interview.Time(interview.Minute) }
	for minutes() < 19*60 {
		s.Clock.Step(10 * interview.Minute)
		c.Must("chat.say", `{"text":"still here"}`)
		if pending() == 0 {
			t.Fatal("people were made to wait for no reason")
		}
	}
	for minutes() < 23*60 && pending() > 0 {
		s.Clock.Step(10 * interview.Minute)
		c.Must("chat.say", `{"text":"still here"}`)
	}
	eventually(t, "the compaction within a day", func() bool { return pending() == 0 })
	c.Must("chat.say", `{"text":"and after it"}`)
}

// TestTypingGoesOnThroughCompactions writes the file anew several times under somebody's hands:
// commands wait, none is refused, none is lost.
func TestTypingGoesOnThroughCompactions(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	c := servertest.Dial(t, s.URL, one.ID, one.Key, "client-typing")
	const compactions = 5
	compacted := make(chan error, compactions)
	go func() {
		for range compactions {
			_, err := s.Operator.Compact(t.Context())
			compacted <- err
		}
	}()
	said, left := 0, compactions
	for left > 0 {
		c.Must("chat.say", fmt.Sprintf(`{"text":"line %d"}`, said))
		said++
		select {
		case err := <-compacted:
			if err != nil {
				t.Fatal(err)
			}
			left--
		default:
		}
	}
	_, seen := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, "")
	if got := len(seen["state"].(map[string]any)["chat"].([]any)); got != said {
		t.Errorf("%d lines were said, %d are there", said, got)
	}
}
