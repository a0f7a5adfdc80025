package web_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// sharing is an interview whose scores are open, in which everybody wrote what can be left out.
type sharing struct {
	*servertest.Server
	t        *testing.T
	id       string
	ben, ana *servertest.Client
	keys     map[string]string
}

func newSharing(t *testing.T, s *servertest.Server) sharing {
	t.Helper()
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Benvolo","role":"interviewer","minutes":45}`)
	h := sharing{Server: s, t: t, id: one.ID, keys: map[string]string{"interviewer": one.Key}}
	for role, name := range map[string]string{"candidate": "Anaquell", "mentor": "Moquist", "observer": "Ottokar"} {
		h.keys[role] = one.Join(t, s.URL, role, name)
	}
	h.ben, h.ana = servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1"), servertest.Dial(t, s.URL, one.ID, h.keys["candidate"], "client-ana-1")
	h.ben.Must("meeting.set", `{"url":"https://meet.example/room"}`)
	h.ben.Must("interview.start", `{"anyway":true}`)
	h.ana.Must("board.edit", `{"client":"editor-her","version":0,"updates":[{"client":"editor-her","k":1,"changes":[[0,"## Scope of Anaquell"]]}]}`)
	h.ana.Must("chat.say", `{"text":"chat-canary"}`)
	for name, c := range map[string]*servertest.Client{"ben": h.ben, "ana": h.ana} {
		c.Must("note.write", `{"text":"note-canary-of-`+name+`"}`)
		c.PinCriteria("pin-canary")
	}
	h.ben.Must("interview.end", `{}`)
	for _, c := range []*servertest.Client{h.ben, h.ana} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"card-canary","fix":"f"}}`)
		c.Must("scorecard.lock", `{}`)
	}
	return h
}

func (h sharing) reveal() {
	h.t.Helper()
	h.ben.Must("reveal.ready", `{}`)
	h.ana.Must("reveal.ready", `{}`)
}

func (h sharing) path(rest string) string { return h.URL + "/api/sessions/" + h.id + rest }

// makes a link as somebody and gives its key.
func (h sharing) makes(role string, want int, body string) (id, key string) {
	h.t.Helper()
	status, answer := servertest.Call(h.t, "POST", h.path("/shares"), h.keys[role], body)
	if status != want {
		h.t.Fatalf("%s makes %s: %d %v, want %d", role, body, status, answer, want)
	}
	if want != http.StatusCreated {
		return "", ""
	}
	_, key, _ = strings.Cut(answer["url"].(string), "/shared#")
	return answer["id"].(string), key
}

const (
	bare  = `{"without":["names","chat","notes","scores"]}`
	whole = `{"without":["notes"]}`
)

// reads asks every route of a reader and gives all that was answered, opened.
func (h sharing) reads(key string, want int) string {
	h.t.Helper()
	var all strings.Builder
	for _, r := range []struct{ method, path, body string }{
		{"GET", "/shared/replay", ""}, {"GET", "/shared/problem", ""}, {"POST", "/shared/preview", `{"text":"# A"}`},
		{"GET", "/shared/export?format=html", ""}, {"GET", "/shared/export?format=markdown", ""}, {"GET", "/shared/export?format=jsonl", ""},
		{"POST", "/shared", `{"key":"` + key + `"}`},
	} {
		answer := ask(h.t, r.method, h.path(r.path), "", r.body, "Authorization", "Bearer "+key)
		text := bodyOf(h.t, answer)
		if answer.StatusCode != want {
			h.t.Fatalf("%s %s: %d %.300s, want %d", r.method, r.path, answer.StatusCode, text, want)
		}
		all.WriteString(unpackedFile(h.t, text))
	}
	answer := ask(h.t, "GET", h.URL+"/s/"+h.id+"/shared", "", "", "Cookie", "mockroom_shared="+key)
	text := bodyOf(h.t, answer)
	if answer.StatusCode != want {
		h.t.Fatalf("the page: %d, want %d: %.300s", answer.StatusCode, want, text)
	}
	return all.String() + text
}

func (h sharing) holds(text string, want bool, canaries ...string) {
	h.t.Helper()
	for _, c := range canaries {
		if strings.Contains(text, c) != want {
			h.t.Errorf("%q is there: %v", c, !want)
		}
	}
}

// nobodysBusiness is what no reader sees, whatever the link leaves out.
var nobodysBusiness = []string{"note-canary-of-ana", "meet.example", "key_hash", "token_hash", `"person"`, "share.made", "invite.made", "consent.given", "opened_at"}

func unlimited(_ *room.Config, c *web.Config) { c.Limits = web.Limits{} }

// TestALinkShowsWhatIsTheMakersAlone shares before the other has agreed: names, chat, notes and scores stay.
func TestALinkShowsWhatIsTheMakersAlone(t *testing.T) {
	h := newSharing(t, servertest.Configured(t, unlimited))
	h.makes("interviewer", http.StatusConflict, bare)
	h.reveal()
	h.makes("interviewer", http.StatusForbidden, whole)
	h.makes("interviewer", http.StatusForbidden, `{}`)
	h.makes("mentor", http.StatusForbidden, bare)
	h.makes("observer", http.StatusForbidden, bare)
	for _, bad := range []string{`{"without":["faces"]}`, `{"days":0}`, `{"days":367}`, `{"days":-1}`} {
		h.makes("interviewer", http.StatusBadRequest, bad)
	}
	id, key := h.makes("interviewer", http.StatusCreated, bare)
	text := h.reads(key, http.StatusOK)
	h.holds(text, true, "Scope of", "•••", "are left out of this copy", "Interviewer lets you read")
	h.holds(text, false, "Anaquell", "Benvolo", "Moquist", "chat-canary", "note-canary", "pin-canary", "card-canary", key, room.Hash(key))
	h.holds(text, false, nobodysBusiness...)

	// The pair sees the link, nobody else does, and no one its key.
	for role, n := range map[string]int{"interviewer": 1, "candidate": 1, "mentor": 0, "observer": 0} {
		status, answer := servertest.Call(t, "GET", h.path("/shares"), h.keys[role], "")
		if list := answer["shares"].([]any); status != http.StatusOK || len(list) != n {
			t.Errorf("%s sees %v", role, answer)
		}
		_, view := servertest.Call(t, "GET", h.path(""), h.keys[role], "")
		if all := fmt.Sprint(answer, view); strings.Contains(all, key) || strings.Contains(all, room.Hash(key)) {
			t.Errorf("%s is shown the key", role)
		}
	}
	// The other takes it back; whoever only watched cannot.
	for role, want := range map[string]int{"mentor": http.StatusForbidden, "observer": http.StatusForbidden} {
		if status, _ := servertest.Call(t, "DELETE", h.path("/shares/"+id), h.keys[role], ""); status != want {
			t.Errorf("%s takes it back: %d", role, status)
		}
	}
	for range 2 {
		if status, answer := servertest.Call(t, "DELETE", h.path("/shares/"+id), h.keys["candidate"], ""); status != http.StatusNoContent {
			t.Errorf("taken back: %d %v", status, answer)
		}
	}
	h.reads(key, http.StatusGone)
	if status, _ := servertest.Call(t, "DELETE", h.path("/shares/s-none"), h.keys["candidate"], ""); status != http.StatusNotFound {
		t.Errorf("no such link: %d", status)
	}
}

// TestALinkNeedsTheOthersConsent shares all of it once both agree, and closes as soon as one does not.
func TestALinkNeedsTheOthersConsent(t *testing.T) {
	h := newSharing(t, servertest.Configured(t, unlimited))
	h.reveal()
	h.ana.Must("consent.give", `{"to":"share"}`)
	_, key := h.makes("interviewer", http.StatusCreated, whole)
	text := h.reads(key, http.StatusOK)
	h.holds(text, true, "Anaquell", "Benvolo", "chat-canary", "card-canary")
	h.holds(text, false, "note-canary", "pin-canary")
	h.holds(text, false, nobodysBusiness...)
	// A mentor's consent by link is another.
	h.makes("candidate", http.StatusForbidden, whole)
	h.ana.Must("consent.withdraw", `{"to":"share"}`)
	h.reads(key, http.StatusGone)
	h.ana.Must("consent.give", `{"to":"share"}`)
	h.reads(key, http.StatusOK)
	// The link is no way into anything else.
	for _, r := range []string{"", "/problem", "/replay", "/export?format=html", "/shares", "?role=shared"} {
		if status, _ := servertest.Call(t, "GET", h.path(r), key, ""); status != http.StatusForbidden {
			t.Errorf("GET %s with a reader's key: %d", r, status)
		}
	}
	for _, r := range []struct{ path, body string }{
		{"/commands", `{"client":"client-eve-1","n":1,"command":"chat.say","data":{"text":"x"}}`}, {"/join", `{"role":"interviewer","key":"` + key + `","name":"Eve"}`},
		{"/invites", `{"role":"mentor"}`}, {"/shares", bare}, {"/preview", `{}`},
	} {
		if status, _ := servertest.Call(t, "POST", h.path(r.path), key, r.body); status != http.StatusForbidden {
			t.Errorf("POST %s with a reader's key: %d", r.path, status)
		}
	}
	if status := dialStatus(t, h.path("/live"), key); status != http.StatusForbidden {
		t.Errorf("a socket: %d", status)
	}
	if status, _ := servertest.Call(t, "DELETE", h.path(""), key, ""); status != http.StatusForbidden {
		t.Errorf("deleting: %d", status)
	}
	// And nobody's key is a reader's.
	for role, k := range h.keys {
		if status, _ := servertest.Call(t, "GET", h.path("/shared/replay"), k, ""); status != http.StatusForbidden {
			t.Errorf("%s reads by their own key: %d", role, status)
		}
	}
	if status, _ := servertest.Call(t, "DELETE", h.path(""), h.keys["candidate"], ""); status != http.StatusNoContent {
		t.Fatal(status)
	}
	h.reads(key, http.StatusGone)
}

// TestALinkEnds closes it at its date, which a restart does not move, and when its maker is erased.
func TestALinkEnds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mockroom.db")
	clock := room.NewSteppedClock(servertest.Start)
	var h sharing
	var short, long string
	t.Run("made", func(t *testing.T) {
		store, err := bolt.Open(file, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		h = newSharing(t, servertest.On(t, store, clock, room.NewLocalSignals()))
		h.reveal()
		_, short = h.makes("interviewer", http.StatusCreated, `{"without":["names","chat","notes","scores"],"days":2}`)
		_, long = h.makes("interviewer", http.StatusCreated, bare)
	})
	store, err := bolt.Open(file, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	h.Server, h.t = servertest.On(t, store, clock, room.NewLocalSignals()), t
	h.reads(short, http.StatusOK)
	clock.Step(2*24*60*interview.Minute - interview.Second)
	h.reads(short, http.StatusOK)
	clock.Step(interview.Second)
	h.reads(short, http.StatusGone)
	h.reads(long, http.StatusOK)
	state, err := h.Registry.Snapshot(t.Context(), h.id, participantOf(t, h.Server, h.id, h.keys["interviewer"]))
	if err != nil || len(state.State.Shares) != 2 {
		t.Fatalf("%v %v", state.State.Shares, err)
	}
	person, err := h.Registry.Exporter().PersonOf(t.Context(), h.id, interview.Interviewer)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Registry.ErasePerson(t.Context(), person, "operator"); err != nil {
		t.Fatal(err)
	}
	h.reads(long, http.StatusGone)
}

// TestGuessingAtLinksIsLimited answers wrong keys like those of any link.
func TestGuessingAtLinksIsLimited(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{KeyRate: 20} })
	h := newSharing(t, s)
	h.reveal()
	_, key := h.makes("interviewer", http.StatusCreated, bare)
	h.reads(key, http.StatusOK)
	last := 0
	for range 21 {
		last, _ = servertest.Call(t, "POST", h.path("/shared"), "", `{"key":"`+room.NewSecret()+`"}`)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the last guess is answered %d", last)
	}
	if status, _ := servertest.Call(t, "GET", h.path("/shared/problem"), room.NewSecret(), ""); status != http.StatusTooManyRequests {
		t.Errorf("a guess elsewhere: %d", status)
	}
	// Who has read before goes on.
	h.reads(key, http.StatusOK)
}
