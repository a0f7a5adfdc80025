package web_test

import (
	"fmt"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// TestNoCanaryLeavesTheServer plays an interview in which everybody writes a secret, and looks in
// every phase at every route's answer to everybody, every frame, and the log, for words that this one
// may not see. Statuses are those of the table of routes.
func TestNoCanaryLeavesTheServer(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{} })
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
	others := append(strangers(t, s.URL, one), asker{"unseated", "candidate", one.Join(t, s.URL, "candidate", "Una")})
	_, view := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, "")
	invite := view["state"].(map[string]any)["invites"].([]any)[0].(map[string]any)["id"].(string)
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
		for _, a := range others {
			everybodys, own := asked(t, s.URL, one.ID, invite, when, a)
			text := everybodys + own
			if a.name == "unseated" {
				if strings.Contains(text, "note-of-") || (strings.Contains(text, "card-of-") || strings.Contains(text, "pin-of-")) && !revealed {
					t.Fatalf("%s: %s reads what is private", when, a.name)
				}
				continue
			}
			for _, canary := range []string{"note-of-", "card-of-", "board-of-", "chat-of-", "Person "} {
				if strings.Contains(text, canary) {
					t.Fatalf("%s: %s, who is not in the session, reads %q", when, a.name, canary)
				}
			}
		}
		for _, role := range roles {
			var all strings.Builder
			everybodys, own := asked(t, s.URL, one.ID, invite, when, asker{role, role, keys[role]})
			all.WriteString(own)
			clients[role].Must(ping(role), pingData(role))
			for _, f := range clients[role].Frames {
				all.Write(f)
			}
			text := all.String()
			if !strings.Contains(text, map[bool]string{true: "Ben", false: "Person " + role}[role == "interviewer"]) {
				t.Fatalf("%s: %s does not even read the own name", when, role)
			}
			for _, other := range roles {
				if other == role {
					continue
				}
				if strings.Contains(text, "note-of-"+other) {
					t.Fatalf("%s: %s reads the note of %s", when, role, other)
				}
				open := revealed && (role != "mentor" || mentorLocked) && (other != "mentor" || mentorLocked)
				for _, what := range []string{"card", "pin"} {
					if strings.Contains(text, what+"-of-"+other) != open && (!open || other != "observer") {
						t.Fatalf("%s: %s reads the %s of %s: %v", when, role, what, other, !open)
					}
				}
			}
			if role == "candidate" || role == "observer" {
				if when == "lobby" && strings.Contains(text, "shortens web addresses") {
					t.Fatalf("%s reads the prompt in the lobby", role)
				}
			}
			knows := role == "interviewer" || role == "mentor" || revealed
			for _, kit := range []string{"Safe Browsing", "blocklist on create", "base62", "Take 100 million links a month", "Show me the outside of the system"} {
				// The candidate scores against the anchors, which say base62.
				if knows || kit == "base62" && role == "candidate" && (when == "scoring" || when == "locked") {
					continue
				}
				if strings.Contains(strings.ToLower(text+everybodys), strings.ToLower(kit)) {
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
	for _, role := range []string{"interviewer", "candidate", "mentor"} {
		clients[role].PinCriteria("pin-of-" + role)
	}
	clients["candidate"].Must("board.edit", `{"client":"editor-ana","version":0,"updates":[{"client":"editor-ana","k":1,"changes":[[0,"board-of-ana"]]}]}`)
	clients["candidate"].Must("chat.say", `{"text":"chat-of-ana"}`)
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
	for _, secret := range append(secrets, one.ID, "note-of-", "card-of-", "pin-of-", "board-of-", "chat-of-", "Person ") {
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

func hashOf(secret string) string { return room.Hash(secret) }
