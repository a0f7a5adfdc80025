package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mockroom/server/servertest"
)

const peer = `{"problem":"tinyurl","mode":"peer","minutes":45,"name":"Ben","role":"interviewer"}`

func refusal(t *testing.T, answer map[string]any) (code, message string) {
	t.Helper()
	e, ok := answer["error"].(map[string]any)
	if !ok {
		t.Fatalf("no error in %v", answer)
	}
	return e["code"].(string), e["message"].(string)
}

func TestOpeningRefuses(t *testing.T) {
	s := servertest.New(t)
	with := func(change string) string { return strings.TrimSuffix(peer, "}") + "," + change + "}" }
	for _, test := range []struct{ name, body, words string }{
		{"unknown problem", with(`"problem":"nothing"`), "no problem"},
		{"wrong minutes", with(`"minutes":50`), "45 or 60"},
		{"empty name", with(`"name":"  "`), "Give a name"},
		{"long name", with(`"name":"` + strings.Repeat("x", 10_000) + `"`), "at most 40"},
		{"unknown mode", with(`"mode":"duel"`), "no mode"},
		{"unknown pace", with(`"pace":"fast"`), "no pace"},
		{"unknown help", with(`"help":"all"`), "no help"},
		{"mentor opens", with(`"role":"mentor"`), "as candidate or as interviewer"},
		{"alone as interviewer", with(`"mode":"solo"`), "Alone you are"},
		{"phase of no minutes", with(`"plan":{"clarification":0,"high-level":5,"deep-dive":5,"follow-up":5}`), "between 1 and 60"},
		{"unknown phase", with(`"plan":{"lunch":30}`), "no phase"},
		{"no JSON", `{`, "not the JSON"},
		{"control characters", with(`"name":"a\u202eb"`), "letters"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, answer := servertest.Call(t, "POST", s.URL+"/api/sessions", "", test.body)
			code, message := refusal(t, answer)
			if status != http.StatusBadRequest || code != "invalid" || !strings.Contains(message, test.words) {
				t.Errorf("%d %s %q", status, code, message)
			}
		})
	}
	if status, answer := servertest.Call(t, "POST", s.URL+"/api/sessions", "", strings.Repeat("x", 600_000)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge body: %d %v", status, answer)
	}
}

func TestKeysOfOthersOpenNothing(t *testing.T) {
	s := servertest.New(t)
	one, two := servertest.Open(t, s.URL, peer), servertest.Open(t, s.URL, peer)
	at := func(id string) string { return s.URL + "/api/sessions/" + id }
	for name, test := range map[string]struct {
		method, url, key, body string
		status                 int
	}{
		"no key":               {"GET", at(one.ID), "", "", http.StatusForbidden},
		"forged key":           {"GET", at(one.ID), "aaaaaaaaaaaaaaaaaaaaaaaaaa", "", http.StatusForbidden},
		"another session's":    {"GET", at(one.ID), two.Key, "", http.StatusForbidden},
		"no such session":      {"GET", at("aaaaaaaaaaaaaaaaaaaaaaaaaa"), one.Key, "", http.StatusNotFound},
		"malformed session":    {"GET", at("..%2f"), one.Key, "", http.StatusNotFound},
		"join with own key":    {"POST", at(two.ID) + "/join", "", `{"role":"candidate","key":"` + one.Invites["candidate"] + `","name":"Eve"}`, http.StatusForbidden},
		"join as another role": {"POST", at(one.ID) + "/join", "", `{"role":"interviewer","key":"` + one.Invites["candidate"] + `","name":"Eve"}`, http.StatusForbidden},
		"unknown format":       {"GET", at(one.ID) + "/export?format=pdf", one.Key, "", http.StatusBadRequest},
		"no address":           {"GET", s.URL + "/api/nothing", "", "", http.StatusNotFound},
		"no method":            {"PUT", at(one.ID), one.Key, "", http.StatusMethodNotAllowed},
		"live without upgrade": {"GET", at(one.ID) + "/live", one.Key, "", http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := servertest.Call(t, test.method, test.url, test.key, test.body)
			if status != test.status {
				t.Fatalf("%d %v, want %d", status, answer, test.status)
			}
			refusal(t, answer)
		})
	}
	candidate := one.Join(t, s.URL, "candidate", "Ana")
	if status, _ := servertest.Call(t, "POST", at(one.ID)+"/invites", candidate, `{"role":"mentor"}`); status != http.StatusForbidden {
		t.Errorf("a candidate made a link: %d", status)
	}
}

func TestForeignPagesAreRefused(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	h := http.Header{"Authorization": {"Bearer " + one.Key}, "Origin": {"https://evil.example"}}
	_, answer, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.URL, "http")+"/api/sessions/"+one.ID+"/live", h)
	if err == nil || answer == nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign origin opened a websocket: %v", answer)
	}
	q, _ := http.NewRequest("POST", s.URL+"/api/sessions", strings.NewReader(peer))
	q.Header.Set("Origin", "https://evil.example")
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign page opened a session: %d", a.StatusCode)
	}
}

func TestBadFramesAndCommandsChangeNothing(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben")
	ana := servertest.Dial(t, s.URL, one.ID, one.Join(t, s.URL, "candidate", "Ana"), "client-ana")
	eve := servertest.Dial(t, s.URL, one.ID, one.Join(t, s.URL, "observer", "Eve"), "client-eve")
	type command struct{ name, command, data, code, words string }
	refuse := func(c *servertest.Client, list []command) {
		for _, x := range list {
			t.Run(x.name, func(t *testing.T) {
				err := c.Do(x.command, x.data)
				if err == nil || string(err.Code) != x.code || !strings.Contains(err.Message, x.words) {
					t.Errorf("%s: %v, want %s with %q", x.command, err, x.code, x.words)
				}
			})
		}
	}
	edit := func(client string, version, k int, changes string) string {
		return fmt.Sprintf(`{"client":%q,"version":%d,"updates":[{"client":%q,"k":%d,"changes":%s}]}`, client, version, client, k, changes)
	}
	refuse(ana, []command{
		{"start by the candidate", "interview.start", `{}`, "forbidden", "Only the interviewer"},
		{"board before the start", "board.edit", edit("editor-1", 0, 1, `[[0,"x"]]`), "conflict", "when the clock starts"},
		{"pause in the lobby", "clock.pause", `{}`, "conflict", "clarification to follow-up"},
		{"unknown command", "make.coffee", `{}`, "invalid", "no command"},
		{"data of another shape", "chat.say", `{"text":3}`, "invalid", "cannot be read"},
		{"empty chat", "chat.say", `{"text":" "}`, "invalid", "empty"},
		{"long chat", "chat.say", `{"text":"` + strings.Repeat("x", 3000) + `"}`, "too-large", "KiB"},
		{"half a surrogate", "chat.say", `{"text":"\ud83d"}`, "invalid", "surrogate"},
		{"link that is none", "meeting.set", `{"url":"javascript:alert(1)"}`, "invalid", "https://"},
	})
	refuse(eve, []command{{"chat by an observer", "chat.say", `{"text":"psst"}`, "forbidden", "only watch"}})
	ana.Must("ready.set", `{"ready":true}`)
	ben.Must("interview.start", `{}`)
	refuse(ana, []command{
		{"version that does not exist", "board.edit", edit("editor-1", 9, 1, `[[0,"x"]]`), "invalid", "no version 9"},
		{"past the end", "board.edit", edit("editor-1", 0, 1, `[5,[0,"x"]]`), "invalid", "do not fit"},
		{"a gap", "board.edit", edit("editor-1", 0, 2, `[[0,"x"]]`), "invalid", "has k 1"},
		{"over 64 KiB", "board.edit", edit("editor-1", 0, 1, `[[0,"`+strings.Repeat("x", 70_000)+`"]]`), "too-large", "64 KiB"},
		{"half a pair on the board", "board.edit", edit("editor-1", 0, 1, `[[0,"\ude00"]]`), "invalid", "surrogate"},
		{"score too early", "scorecard.save", `{"card":{"scores":{}}}`, "conflict", "after the follow-up"},
		{"next by the candidate", "phase.next", `{"from":"clarification"}`, "forbidden", "Only the interviewer"},
	})
	for k := 1; k <= 4; k++ {
		ana.Must("board.edit", edit("editor-1", k-1, k, fmt.Sprintf(`[%s[0,%q]]`, map[bool]string{true: "", false: fmt.Sprintf("%d,", (k-1)*60_000)}[k == 1], strings.Repeat("x", 60_000))))
	}
	refuse(ana, []command{{"a full board", "board.edit", edit("editor-1", 4, 5, `[240000,[0,"`+strings.Repeat("y", 60_000)+`"]]`), "too-large", "256 KiB"}})
	ben.Send("not json")
	if f := ben.Until("error"); !strings.Contains(fmt.Sprint(f["error"]), "cannot be read") {
		t.Errorf("%v", f)
	}
	ben.Send(`{"type":"dance"}`)
	if f := ben.Until("error"); !strings.Contains(fmt.Sprint(f["error"]), "no frame of type") {
		t.Errorf("%v", f)
	}
	ben.Must("chat.say", `{"text":"the line is still there"}`)
	if ana.Board.Len() != 240_000 {
		t.Errorf("the board has %d units", ana.Board.Len())
	}
	eve.TrySend(`{"type":"do","n":9,"command":"chat.say","data":{"text":"` + strings.Repeat("x", 300_000) + `"}}`)
	for {
		if _, err := eve.Read(); err != nil {
			break // closed with 1009, or cut before the code could be read
		}
	}
	ben.Must("chat.say", `{"text":"and others do not notice"}`)
}
