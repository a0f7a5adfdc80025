package web_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestNoCanaryLeavesTheServer plays an interview in which everybody writes a secret, and looks at
// every route's answer, every frame, and the log, for words that this participant may not see.
func TestNoCanaryLeavesTheServer(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	roles := []string{"interviewer", "candidate", "mentor", "observer"}
	keys := map[string]string{"interviewer": one.Key}
	clients := map[string]*servertest.Client{}
	for _, role := range roles {
		if keys[role] == "" {
			keys[role] = one.Join(t, s.URL, role, "Person "+role)
		}
		clients[role] = servertest.Dial(t, s.URL, one.ID, keys[role], "client-"+role)
	}
	secrets := []string{one.Key}
	for _, k := range one.Invites {
		secrets = append(secrets, k)
	}
	for _, k := range keys {
		secrets = append(secrets, k)
	}
	revealed, mentorLocked := false, false
	look := func(when string) {
		t.Helper()
		for _, role := range roles {
			var all strings.Builder
			for _, path := range []string{"?role=" + role, "/export?format=jsonl", "/export?format=markdown", "/export?format=html", "/export?format=x", "/problem", "/nothing"} {
				all.WriteString(get(t, s.URL+"/api/sessions/"+one.ID+path, keys[role]))
			}
			all.WriteString(post(t, s.URL+"/api/sessions/"+one.ID+"/preview", keys[role]))
			for _, path := range []string{"/", "/s/" + one.ID + "/" + role, "/s/" + one.ID + "/" + role + "/review"} {
				all.WriteString(page(t, s.URL+path, role, keys[role]))
			}
			clients[role].Must(ping(role), pingData(role))
			for _, f := range clients[role].Frames {
				all.Write(f)
			}
			text := all.String()
			for _, other := range roles {
				if other == role {
					continue
				}
				if strings.Contains(text, "note-of-"+other) {
					t.Fatalf("%s: %s reads the note of %s", when, role, other)
				}
				open := revealed && (role != "mentor" || mentorLocked) && (other != "mentor" || mentorLocked)
				if strings.Contains(text, "card-of-"+other) && !open {
					t.Fatalf("%s: %s reads the card of %s", when, role, other)
				}
			}
			if role == "candidate" || role == "observer" {
				if when == "lobby" && strings.Contains(text, "shortens web addresses") {
					t.Fatalf("%s reads the prompt in the lobby", role)
				}
			}
			knows := role == "interviewer" || role == "mentor" || revealed
			for _, kit := range []string{"Safe Browsing", "blocklist on create", "base62", "Minute by minute", "Show me the outside of the system"} {
				// The candidate scores against the anchors, which say base62.
				if knows || kit == "base62" && role == "candidate" && (when == "scoring" || when == "locked") {
					continue
				}
				if strings.Contains(strings.ToLower(text), strings.ToLower(kit)) {
					t.Fatalf("%s: %s reads the kit: %q", when, role, kit)
				}
			}
			for _, secret := range secrets {
				if strings.Contains(text, secret) || strings.Contains(text, hashOf(secret)) {
					t.Fatalf("%s: %s is shown a key or its hash", when, role)
				}
			}
			if strings.Contains(text, "token_hash") || strings.Contains(text, "key_hash") || strings.Contains(text, `"person"`) {
				t.Fatalf("%s: %s is shown what stays on the server", when, role)
			}
		}
	}
	card := func(role string) string {
		scores := ""
		for i, c := range interview.Criteria() {
			scores += fmt.Sprintf("%s%q:%d", map[bool]string{true: ",", false: ""}[i > 0], c, 1+i%4)
		}
		return fmt.Sprintf(`{"card":{"scores":{%s},"recommendation":"hire","confidence":"low","level":"mid","strengths":"card-of-%s","fix":"card-of-%s"}}`, scores, role, role)
	}
	look("lobby")
	clients["candidate"].Must("ready.set", `{"ready":true}`)
	clients["interviewer"].Must("interview.start", `{}`)
	for _, role := range []string{"interviewer", "candidate", "mentor"} {
		clients[role].Must("note.write", `{"text":"note-of-`+role+`"}`)
	}
	clients["mentor"].Must("scorecard.save", card("mentor"))
	for _, phase := range interview.TimedPhases() {
		look(phase.String())
		s.Clock.Step(5 * interview.Minute)
		clients["interviewer"].Must("phase.next", `{"from":"`+phase.String()+`"}`)
	}
	for _, role := range []string{"interviewer", "candidate"} {
		clients[role].Must("scorecard.save", card(role))
	}
	look("scoring")
	for _, role := range []string{"interviewer", "candidate"} {
		clients[role].Must("scorecard.lock", `{}`)
	}
	look("locked")
	for _, role := range []string{"interviewer", "candidate"} {
		clients[role].Must("reveal.ready", `{}`)
	}
	revealed = true
	look("revealed")
	clients["mentor"].Must("scorecard.lock", `{}`)
	mentorLocked = true
	look("the mentor has locked")
	log := s.Log.String()
	for _, secret := range append(secrets, one.ID, "note-of-", "card-of-", "Person ") {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log, "msg=request") {
		t.Error("the log was not looked at")
	}
}

// ping is a command that changes nothing, so that all frames before its answer have come.
func ping(role string) string {
	if role == "observer" {
		return "participant.leave"
	}
	return "note.write"
}

func pingData(role string) string {
	if role == "observer" {
		return `{}`
	}
	return `{"text":"note-of-` + role + `"}`
}

func get(t *testing.T, url, key string) string { return fetch(t, "GET", url, key, "") }

func post(t *testing.T, url, key string) string { return fetch(t, "POST", url, key, "") }

func page(t *testing.T, url, role, key string) string {
	return fetch(t, "GET", url, "", "mockroom_"+role+"="+key)
}

func fetch(t *testing.T, method, url, key, cookie string) string {
	t.Helper()
	q, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		q.Header.Set("Authorization", "Bearer "+key)
	}
	if cookie != "" {
		q.Header.Set("Cookie", cookie)
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	csp := a.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "script-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Fatalf("%s has the policy %q", url, csp)
	}
	return string(b)
}

func hashOf(secret string) string { return room.Hash(secret) }
