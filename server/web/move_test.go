package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"mockroom/server/archive"
	"mockroom/server/servertest"
)

// openedBy opens a session with a browser's cookies.
func (b browser) openedBy(t *testing.T, body string) servertest.Session {
	t.Helper()
	status, answer := b.ask(t, "POST", "/api/sessions", body)
	if status != 201 {
		t.Fatal(status, answer)
	}
	one := opened(t, answer)
	for role, link := range one.Invites {
		_, one.Invites[role], _ = strings.Cut(link, "#")
	}
	return one
}

func (b browser) key(t *testing.T) string {
	t.Helper()
	status, answer := b.ask(t, "POST", "/api/me/key", "")
	var made struct{ Key, URL string }
	if err := json.Unmarshal([]byte(answer), &made); err != nil || status != 201 || !strings.HasSuffix(made.URL, "/practice/move#"+made.Key) {
		t.Fatal(status, answer, err)
	}
	return made.Key
}

func (b browser) moves(t *testing.T, key string) (int, string) {
	t.Helper()
	return b.ask(t, "POST", "/api/me/move", fmt.Sprintf(`{"key":%q}`, key))
}

// TestAHistoryMovesToAnotherBrowser opens sessions in two browsers, makes one person of them, and
// goes back into a room where only the person is known.
func TestAHistoryMovesToAnotherBrowser(t *testing.T) {
	s := servertest.New(t)
	desk, phone := newBrowser(t, s.URL), newBrowser(t, s.URL)
	first := desk.openedBy(t, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	second := phone.openedBy(t, `{"problem":"uber","minutes":45,"name":"Ana on the phone","mode":"solo"}`)
	if status, answer := phone.ask(t, "POST", "/api/problems/newsfeed/study", ""); status != 200 {
		t.Fatal(status, answer)
	}

	if status, answer := phone.ask(t, "POST", "/api/sessions/"+first.ID+"/return", `{"role":"candidate"}`); status != 403 {
		t.Fatalf("a stranger came in: %d %s", status, answer)
	}
	key := desk.key(t)
	if status, answer := phone.moves(t, key); status != 200 || strings.TrimSpace(answer) != `{"merged":1}` {
		t.Fatal(status, answer)
	}
	if status, answer := phone.moves(t, key); status != 409 || !strings.Contains(answer, "already") {
		t.Errorf("the same person twice: %d %s", status, answer)
	}
	for name, b := range map[string]browser{"desk": desk, "phone": phone} {
		_, page := b.ask(t, "GET", "/practice", "")
		for _, words := range []string{"TinyURL", "Uber", "belongs to 2 browsers"} {
			if !strings.Contains(page, words) {
				t.Errorf("the %s's history lacks %q", name, words)
			}
		}
		if _, home := b.ask(t, "GET", "/", ""); !strings.Contains(home, "studied") {
			t.Errorf("the %s does not know what was studied", name)
		}
		if _, me := b.ask(t, "GET", "/api/me", ""); !strings.Contains(me, `"name":"Ana"`) {
			t.Errorf("the %s is %s", name, me)
		}
	}

	if _, page := phone.ask(t, "GET", "/s/"+first.ID+"/candidate", ""); !strings.Contains(page, `name="mockroom-returns" content="true"`) {
		t.Error("the page does not offer to go back in")
	}
	status, answer := phone.ask(t, "POST", "/api/sessions/"+first.ID+"/return", `{"role":"candidate"}`)
	if status != 200 {
		t.Fatal(status, answer)
	}
	var back struct{ Participant, Key string }
	if err := json.Unmarshal([]byte(answer), &back); err != nil {
		t.Fatal(err)
	}
	servertest.Dial(t, s.URL, first.ID, back.Key, "client-phone").Must("interview.start", `{}`)
	if status, answer := phone.ask(t, "POST", "/api/sessions/"+first.ID+"/return", `{"role":"interviewer"}`); status != 403 {
		t.Errorf("in another role: %d %s", status, answer)
	}
	// The browser that became part of the history goes back into its own session as well.
	if status, answer := desk.ask(t, "POST", "/api/sessions/"+second.ID+"/return", `{"role":"candidate"}`); status != 200 {
		t.Errorf("the desk in the phone's session: %d %s", status, answer)
	}

	status, answer = phone.ask(t, "GET", "/api/me/export", "")
	if status != 200 {
		t.Fatal(status, answer)
	}
	z, err := zip.NewReader(bytes.NewReader([]byte(answer)), int64(len(answer)))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".jsonl") {
			continue
		}
		lines++
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := archive.Read(r); err != nil {
			t.Errorf("%s cannot be imported: %v", f.Name, err)
		}
		_ = r.Close()
	}
	if lines != 2 || len(z.File) != 5 {
		t.Errorf("%d files, %d of them exports", len(z.File), lines)
	}

	// Closing the others takes the person from the phone, and the key with it.
	if status, answer := desk.ask(t, "DELETE", "/api/me/browsers", ""); status != 204 {
		t.Fatal(status, answer)
	}
	if _, me := phone.ask(t, "GET", "/api/me", ""); !strings.Contains(me, `"name":""`) {
		t.Errorf("the phone is still %s", me)
	}
	if status, answer := phone.moves(t, key); status != 403 || !strings.Contains(answer, "taken back") {
		t.Errorf("a closed key: %d %s", status, answer)
	}
	if _, me := desk.ask(t, "GET", "/api/me", ""); !strings.Contains(me, `"name":"Ana"`) {
		t.Errorf("the desk is %s", me)
	}

	// Erasing the person takes what has become part of them along.
	if status, answer := desk.ask(t, "DELETE", "/api/me", ""); status != 200 || strings.TrimSpace(answer) != `{"erased":2,"shared":0}` {
		t.Errorf("erasing: %d %s", status, answer)
	}
}

func TestPersonalKeysThatOpenNothing(t *testing.T) {
	s := servertest.New(t)
	desk, phone := newBrowser(t, s.URL), newBrowser(t, s.URL)
	one := desk.openedBy(t, `{"problem":"tinyurl","minutes":45,"name":"Ana","role":"interviewer"}`)
	old := desk.key(t)
	key := desk.key(t)
	words := strings.Split(key, "-")
	words[4] = "babab"
	for typed, want := range map[string]string{
		"":                       "these are 0",
		"hello":                  "Word 1",
		strings.Join(words, "-"): "typing mistake",
		old:                      "replaced or taken back",
		"lusab-babad-lusab-babad-lusab-babad-lusab-babad-lusab": "typing mistake",
	} {
		if status, answer := phone.moves(t, typed); status != 400 && status != 403 || !strings.Contains(answer, want) {
			t.Errorf("%q: %d %s, want %q", typed, status, answer, want)
		}
	}
	// Both take part in a session that goes on: one of them may know what the other must not.
	if status, answer := phone.ask(t, "POST", "/api/sessions/"+one.ID+"/join", fmt.Sprintf(`{"role":"candidate","key":%q,"name":"Eve"}`, one.Invites["candidate"])); status != 200 {
		t.Fatal(status, answer)
	}
	if status, answer := phone.moves(t, key); status != 409 || !strings.Contains(answer, "Finish it first") {
		t.Errorf("candidate and interviewer become one: %d %s", status, answer)
	}
	if _, me := phone.ask(t, "GET", "/api/me", ""); !strings.Contains(me, `"name":"Eve"`) {
		t.Errorf("the refused browser is %s", me)
	}
	form, err := phone.PostForm(s.URL+"/practice/move", map[string][]string{"key": {"lusab babad"}})
	if err != nil {
		t.Fatal(err)
	}
	defer form.Body.Close()
	page, err := io.ReadAll(form.Body)
	if err != nil {
		t.Fatal(err)
	}
	if form.StatusCode != 400 || !strings.Contains(string(page), "these are 2") || !strings.Contains(string(page), "lusab babad") {
		t.Errorf("the form: %d %s", form.StatusCode, page)
	}
	if status, _ := desk.ask(t, "DELETE", "/api/me/key", ""); status != 204 {
		t.Errorf("taking the key back: %d", status)
	}
	if status, answer := phone.moves(t, key); status != 403 || !strings.Contains(answer, "taken back") {
		t.Errorf("a key that was taken back: %d %s", status, answer)
	}
}
