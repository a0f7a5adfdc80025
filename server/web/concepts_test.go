package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"mockroom/server/servertest"
)

// TestConceptsKeepQuestionsOfUnknownProblems reads a card before and after studying a problem: its
// question shows only then.
func TestConceptsKeepQuestionsOfUnknownProblems(t *testing.T) {
	s := servertest.New(t)
	var cookie string
	ask := func(method, path string) (int, string) {
		t.Helper()
		q, err := http.NewRequest(method, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Origin", s.URL)
		q.Header.Set("Cookie", cookie)
		r, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		if c := r.Header.Get("Set-Cookie"); c != "" {
			cookie, _, _ = strings.Cut(c, ";")
		}
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(b)
	}
	status, before := ask("GET", "/concepts/cache-levels")
	if status != 200 || !strings.Contains(before, "Cache levels") || !strings.Contains(before, `href="/problems/tinyurl"`) || !strings.Contains(before, `href="/concepts/back-of-envelope"`) {
		t.Fatalf("%d %s", status, before)
	}
	if strings.Contains(before, "<blockquote") {
		t.Error("a question of a problem that nobody here knows")
	}
	if status, body := ask("POST", "/api/problems/tinyurl/study"); status != 200 {
		t.Fatal(status, body)
	}
	_, after := ask("GET", "/concepts/cache-levels")
	if !strings.Contains(after, "<blockquote") {
		t.Errorf("no question after studying:\n%s", after)
	}
	if status, body := ask("GET", "/concepts/nothing"); status != 404 || !strings.Contains(body, "lists them") {
		t.Errorf("an unknown card: %d %s", status, body)
	}
	if _, list := ask("GET", "/api/concepts"); !strings.Contains(list, `"id":"back-of-envelope"`) || !strings.Contains(list, `"reading":[`) {
		t.Errorf("the list: %s", list)
	}
	if _, card := ask("GET", "/api/concepts/cache-levels"); !strings.Contains(card, `"self_test":[{"id":"both-lost"`) {
		t.Errorf("the card: %s", card)
	}
}
