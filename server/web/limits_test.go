package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// behindProxy has this computer as a named proxy, so that a test speaks for any address.
func behindProxy(l web.Limits) func(*room.Config, *web.Config) {
	return func(_ *room.Config, c *web.Config) {
		c.Limits, c.TrustedProxies = l, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	}
}

// ask sends a request as a proxy forwards it.
func ask(t *testing.T, method, url, from, body string, headers ...string) *http.Response {
	t.Helper()
	q, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if from != "" {
		q.Header.Set("X-Forwarded-For", from)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	a, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Body.Close() })
	return a
}

func bodyOf(t *testing.T, a *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// retryAfter fails unless a refusal says when to come back.
func retryAfter(t *testing.T, a *http.Response) {
	t.Helper()
	if n, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || n < 1 {
		t.Errorf("%d without a Retry-After: %q", a.StatusCode, a.Header.Get("Retry-After"))
	}
}

// TestAddressesCountForThemselves opens sessions as several addresses do, and as those who pretend.
func TestAddressesCountForThemselves(t *testing.T) {
	s := servertest.Configured(t, behindProxy(web.Limits{CreateRate: 1}))
	for _, test := range []struct {
		from   string
		status int
	}{
		{"203.0.113.7", 201}, {"203.0.113.7", 429}, {"203.0.113.8", 201},
		// What a client writes itself stands at the left; the proxy adds the address it sees.
		{"198.51.100.1, 203.0.113.7", 429}, {"198.51.100.1, 203.0.113.9", 201}, {"198.51.100.2, 203.0.113.9", 429},
		// Named proxies are passed over, nonsense is not.
		{"203.0.113.10, 10.1.2.3", 201}, {"203.0.113.10, 10.9.9.9", 429}, {"203.0.113.11, nonsense, 10.1.1.1", 201}, {"203.0.113.12, nonsense, 10.1.1.1", 429},
		{"2001:db8:1:2::1", 201}, {"2001:db8:1:2:ffff::9", 429}, {"[2001:db8:1:3::1]:4711", 201}, {"2001:db8:1:3::5", 429},
		{"::ffff:203.0.113.7", 429}, {"203.0.113.20:1234", 201}, {"203.0.113.20", 429},
		{"", 201}, {"", 429},
	} {
		a := ask(t, "POST", s.URL+"/api/sessions", test.from, peer)
		if a.StatusCode != test.status {
			t.Errorf("%q: %d %s, want %d", test.from, a.StatusCode, bodyOf(t, a), test.status)
		}
		if test.status == 429 {
			retryAfter(t, a)
		}
	}
}

// TestThisComputerIsLeftOut unless something stands before it, or the limits were set by hand.
func TestThisComputerIsLeftOut(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{CreateRate: 1} })
	for range 3 {
		servertest.Open(t, s.URL, peer)
	}
	// A proxy that is not named is not believed, but noticed.
	if a := ask(t, "POST", s.URL+"/api/sessions", "203.0.113.7", peer); a.StatusCode != 201 {
		t.Error(a.StatusCode)
	}
	if a := ask(t, "POST", s.URL+"/api/sessions", "203.0.113.8", peer); a.StatusCode != 429 {
		t.Error(a.StatusCode)
	}
	s = servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{CreateRate: 1, Local: true} })
	servertest.Open(t, s.URL, peer)
	if a := ask(t, "POST", s.URL+"/api/sessions", "", peer); a.StatusCode != 429 {
		t.Error(a.StatusCode)
	}
}

// TestGuessingIsCutOff tries keys at every address that takes one.
func TestGuessingIsCutOff(t *testing.T) {
	for name, guess := range map[string]func(url, id string, n int) (method, at, body string, headers []string){
		"bearer": func(url, id string, n int) (string, string, string, []string) {
			return "GET", url + "/api/sessions/" + id, "", []string{"Authorization", "Bearer " + room.NewSecret()}
		},
		"join": func(url, id string, n int) (string, string, string, []string) {
			return "POST", url + "/api/sessions/" + id + "/join", fmt.Sprintf(`{"key":%q,"name":"Eve"}`, room.NewSecret()), nil
		},
		"session": func(url, id string, n int) (string, string, string, []string) {
			return "GET", url + "/api/sessions/" + room.NewSecret(), "", []string{"Authorization", "Bearer " + room.NewSecret()}
		},
		"room cookie": func(url, id string, n int) (string, string, string, []string) {
			return "GET", url + "/s/" + id + "/candidate", "", []string{"Cookie", "mockroom_candidate=" + room.NewSecret()}
		},
		"review cookie": func(url, id string, n int) (string, string, string, []string) {
			return "GET", url + "/s/" + id + "/candidate/review", "", []string{"Cookie", "mockroom_candidate=" + room.NewSecret()}
		},
		"person cookie": func(url, id string, n int) (string, string, string, []string) {
			return "GET", url + "/api/me", "", []string{"Cookie", "mockroom_person=" + room.NewSecret() + "." + room.NewSecret()}
		},
		"create key": func(url, id string, n int) (string, string, string, []string) {
			return "POST", url + "/api/sessions", peer, []string{"X-Create-Key", room.NewSecret()}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := servertest.Configured(t, func(_ *room.Config, c *web.Config) {
				behindProxy(web.Limits{KeyRate: 5})(nil, c)
				c.CreateKey = "correct horse"
			})
			one := openWithKey(t, s.URL, "correct horse")
			limited := false
			for n := range 8 {
				method, at, body, headers := guess(s.URL, one.ID, n)
				a := ask(t, method, at, "203.0.113.7", body, headers...)
				limited = a.StatusCode == 429
				if limited {
					retryAfter(t, a)
				}
				if limited != (n >= 5) && name != "person cookie" {
					t.Fatalf("attempt %d: %d", n+1, a.StatusCode)
				}
			}
			if !limited {
				t.Fatal("nobody stops the guessing")
			}
			// The right key does not help somebody who has been guessing; one that opened something does.
			fresh := servertest.Session{ID: one.ID, Invites: one.Invites}
			if a := ask(t, "POST", s.URL+"/api/sessions/"+fresh.ID+"/join", "203.0.113.7", fmt.Sprintf(`{"key":%q,"name":"Eve"}`, one.Invites["candidate"])); a.StatusCode != 429 {
				t.Errorf("a right key among guesses: %d", a.StatusCode)
			}
			ask(t, "GET", s.URL+"/api/sessions/"+one.ID, "203.0.113.99", "", "Authorization", "Bearer "+one.Key)
			if a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID, "203.0.113.7", "", "Authorization", "Bearer "+one.Key); a.StatusCode != 200 {
				t.Errorf("whoever is in already is kept out by a neighbour: %d", a.StatusCode)
			}
			if a := ask(t, "POST", s.URL+"/api/sessions/"+one.ID+"/join", "203.0.113.8", fmt.Sprintf(`{"key":%q,"name":"Ana"}`, one.Invites["candidate"])); a.StatusCode != 200 {
				t.Errorf("another address: %d", a.StatusCode)
			}
		})
	}
}

func openWithKey(t *testing.T, url, key string) servertest.Session {
	t.Helper()
	status, answer := servertest.Call(t, "POST", url+"/api/sessions", "", strings.TrimSuffix(peer, "}")+fmt.Sprintf(`,"create_key":%q}`, key))
	if status != 201 {
		t.Fatalf("%d %v", status, answer)
	}
	s := servertest.Session{ID: answer["id"].(string), Key: answer["key"].(string), Invites: map[string]string{}}
	for role, link := range answer["invites"].(map[string]any) {
		_, s.Invites[role], _ = strings.Cut(link.(string), "#")
	}
	return s
}

// TestGuessesOpenNoRoom tries wrong keys on a stored session: it is not even folded.
func TestGuessesOpenNoRoom(t *testing.T) {
	first := servertest.New(t)
	one := servertest.Open(t, first.URL, peer)
	s := servertest.On(t, first.Journal.(servertest.Storage), room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
	before := s.Registry.Live()
	for range 20 {
		if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, room.NewSecret(), ""); status != 403 {
			t.Fatal(status)
		}
		if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+room.NewSecret(), one.Key, ""); status != 404 {
			t.Fatal(status)
		}
	}
	// The sweep may have opened the session for the clock's sake; a guess has not.
	if live := s.Registry.Live(); live > max(before, 1) {
		t.Errorf("%d rooms are open", live)
	}
	if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, ""); status != 200 {
		t.Errorf("the right key: %d", status)
	}
	if status, _ := servertest.Call(t, "DELETE", s.URL+"/api/sessions/"+one.ID, one.Key, ""); status != 204 {
		t.Fatal(status)
	}
	if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, ""); status != 410 {
		t.Errorf("a deleted session: %d", status)
	}
}

func TestSocketsOfAnAddressAreCounted(t *testing.T) {
	s := servertest.Configured(t, behindProxy(web.Limits{Connections: 2}))
	one := servertest.Open(t, s.URL, peer)
	dial := func(from string) (*websocket.Conn, int) {
		h := http.Header{"Authorization": {"Bearer " + one.Key}, "X-Forwarded-For": {from}}
		ws, a, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.URL, "http")+"/api/sessions/"+one.ID+"/live", h)
		if err != nil {
			if a == nil {
				t.Fatal(err)
			}
			return nil, a.StatusCode
		}
		t.Cleanup(func() { _ = ws.Close() })
		return ws, 101
	}
	first, _ := dial("203.0.113.7")
	dial("203.0.113.7")
	if _, status := dial("203.0.113.7"); status != 429 {
		t.Errorf("a third socket: %d", status)
	}
	if _, status := dial("203.0.113.8"); status != 101 {
		t.Errorf("another address: %d", status)
	}
	_ = first.Close()
	for deadline := time.Now().Add(servertest.Patience); ; {
		if _, status := dial("203.0.113.7"); status == 101 {
			break
		} else if time.Now().After(deadline) {
			t.Fatal("the place of a closed socket is not given free")
		}
	}
}

// TestAFlushGoesThrough sends more at once than the rate allows: all of it is done, in order.
func TestAFlushGoesThrough(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{CommandRate: 20} })
	one := servertest.Open(t, s.URL, peer)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben")
	const lines = 20*20 + 10
	go func() {
		for n := 1; n <= lines; n++ {
			ben.TrySend(fmt.Sprintf(`{"type":"do","n":%d,"command":"ready.set","data":{"ready":%t}}`, n, n%2 == 1))
		}
	}()
	for n := 1; n <= lines; {
		f := ben.Next()
		if f["type"] == "refused" {
			t.Fatalf("%v", f)
		}
		if f["type"] == "done" {
			if f["n"] != float64(n) {
				t.Fatalf("%v is answered, want %d", f["n"], n)
			}
			n++
		}
	}
}

func TestRequestsOfAParticipantAreCounted(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{CommandRate: 1} })
	one := servertest.Open(t, s.URL, peer)
	ana := one.Join(t, s.URL, "candidate", "Ana")
	limited := 0
	for range 12 {
		a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID, "", "", "Authorization", "Bearer "+one.Key)
		if a.StatusCode == 429 {
			retryAfter(t, a)
			limited++
		}
	}
	if limited < 4 {
		t.Errorf("only %d of 12 requests were refused", limited)
	}
	if a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID, "", "", "Authorization", "Bearer "+ana); a.StatusCode != 200 {
		t.Errorf("somebody else: %d", a.StatusCode)
	}
}

func TestAFullServerSaysSo(t *testing.T) {
	s := servertest.Configured(t, func(r *room.Config, _ *web.Config) { r.MaxRooms = 1 })
	servertest.Open(t, s.URL, peer)
	a := ask(t, "POST", s.URL+"/api/sessions", "", peer)
	if text := bodyOf(t, a); a.StatusCode != 503 || a.Header.Get("Retry-After") != "15" || !strings.Contains(text, "It runs 1 interviews at once") {
		t.Errorf("%d %q %s", a.StatusCode, a.Header.Get("Retry-After"), text)
	}
	form := "problem=tinyurl&role=candidate&minutes=45&name=Ana"
	a = ask(t, "POST", s.URL+"/", "", form, "Content-Type", "application/x-www-form-urlencoded")
	if text := bodyOf(t, a); a.StatusCode != 503 || !strings.Contains(text, "full right now") || !strings.Contains(text, `value="Ana"`) {
		t.Errorf("the form is not kept: %d", a.StatusCode)
	}
}

func TestTheCreateKey(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.CreateKey = "correct horse" })
	open := func(headers ...string) *http.Response {
		return ask(t, "POST", s.URL+"/api/sessions", "", peer, headers...)
	}
	for name, test := range map[string]struct {
		headers []string
		status  int
	}{
		"none":         {nil, 403},
		"wrong":        {[]string{"X-Create-Key", "correct"}, 403},
		"right":        {[]string{"X-Create-Key", "correct horse"}, 201},
		"forged proof": {[]string{"Cookie", "mockroom_create=" + room.Hash("correct horse")}, 403},
	} {
		if a := open(test.headers...); a.StatusCode != test.status {
			t.Errorf("%s: %d %s", name, a.StatusCode, bodyOf(t, a))
		}
	}
	a := open("X-Create-Key", "correct horse")
	cookies := a.Cookies()
	proof := ""
	for _, c := range cookies {
		if c.Name == "mockroom_create" {
			proof = c.Name + "=" + c.Value
			if strings.Contains(c.Value, "horse") || !c.HttpOnly {
				t.Error("the key itself is kept in the browser, or script reads it")
			}
		}
	}
	if a := open("Cookie", proof); a.StatusCode != 201 {
		t.Errorf("a browser that knew the key: %d", a.StatusCode)
	}
	if text := bodyOf(t, ask(t, "GET", s.URL+"/", "", "")); !strings.Contains(text, `name="create_key"`) {
		t.Error("the form does not ask for the key")
	}
	if text := bodyOf(t, ask(t, "GET", s.URL+"/", "", "", "Cookie", proof)); strings.Contains(text, `name="create_key"`) {
		t.Error("the form asks who has given it before")
	}
	if text := bodyOf(t, ask(t, "GET", servertest.New(t).URL+"/", "", "")); strings.Contains(text, `name="create_key"`) {
		t.Error("a server without a key asks for one")
	}
	form := "problem=tinyurl&role=candidate&minutes=45&name=Ana&create_key=correct+horse"
	if a := ask(t, "POST", s.URL+"/", "", form, "Content-Type", "application/x-www-form-urlencoded"); a.StatusCode != 303 {
		t.Errorf("the form: %d", a.StatusCode)
	}
}
