package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

var packedReplay = regexp.MustCompile(`<script type="application/gzip" id="replay-data">([^<]*)</script>`)

// unpackedFile is a file with what it carries packed.
func unpackedFile(t *testing.T, file string) string {
	t.Helper()
	m := packedReplay.FindStringSubmatch(file)
	if m == nil {
		return file
	}
	raw, err := base64.StdEncoding.DecodeString(m[1])
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	inner, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(file, m[1], string(inner), 1)
}

// redactedBy says which parts take a canary away; one that is not in a format says so.
var redactedBy = map[string][]string{
	// Names, wherever they stand.
	"anaquell": {"names"}, "benvolo": {"names"}, "moquist": {"names"}, "meet.example": {"names"},
	"chat-canary": {"chat"}, "note-canary-of-": {"notes"}, "pin-canary": {"notes", "scores"},
	"strong-canary": {"scores"}, "fix-canary": {"scores"}, "rated-canary": {"scores"},
}

// TestWhatIsLeftOutIsNotInTheFile keeps a session in which everybody writes what can be left out, in every
// format, as everybody, with every choice, and looks for it in the bytes.
func TestWhatIsLeftOutIsNotInTheFile(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{} })
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Benvolo Carter","role":"interviewer","minutes":45}`)
	keys := map[string]string{"interviewer": one.Key, "candidate": one.Join(t, s.URL, "candidate", "Anaquell"), "mentor": one.Join(t, s.URL, "mentor", "Moquist-Ray")}
	clients := map[string]*servertest.Client{}
	for role, key := range keys {
		clients[role] = servertest.Dial(t, s.URL, one.ID, key, "client-"+role)
	}
	bens, anas := clients["interviewer"], clients["candidate"]
	bens.Must("meeting.set", `{"url":"https://meet.example/anaquell-and-benvolo"}`)
	bens.Must("interview.start", `{"anyway":true}`)
	n := 0
	for _, r := range "## Scope by Anaquell\n\nask BENVOLO" {
		anas.Must("board.edit", fmt.Sprintf(`{"client":"editor-of-her","version":%d,"updates":[{"client":"editor-of-her","k":%d,"changes":[%s[0,%s]]}]}`, n, n+1, map[bool]string{true: fmt.Sprint(n) + ",", false: ""}[n > 0], map[bool]string{true: `"",""`, false: fmt.Sprintf("%q", string(r))}[r == '\n']))
		n++
	}
	anas.Must("board.edit", fmt.Sprintf(`{"client":"editor-of-her","version":%d,"updates":[{"client":"editor-of-her","k":%d,"changes":[%d,[0," and Moquist"]]}]}`, n, n+1, n))
	anas.Must("chat.say", `{"text":"chat-canary, Benvolo"}`)
	for role, c := range clients {
		c.Must("note.write", `{"text":"note-canary-of-`+role+` on Anaquell and Benvolo"}`)
		c.PinCriteria("pin-canary of anaquell, Moquist")
	}
	bens.Must("interview.end", `{}`)
	for role, c := range clients {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"strong-canary of `+role+`: Anaquell","fix":"fix-canary, Benvolo"}}`)
		c.Must("scorecard.lock", `{}`)
	}
	bens.Must("reveal.ready", `{}`)
	anas.Must("reveal.ready", `{}`)
	anas.Must("interviewer.rate", `{"prepared":4,"listened":3,"fair":4,"again":true,"words":"rated-canary, Benvolo"}`)

	seen := map[string]bool{}
	for choice := range 16 {
		if testing.Short() && choice%5 != 0 {
			continue // All and none, and each part once on either side.
		}
		var parts []string
		for i, part := range interview.RedactAll.List() {
			if choice&(1<<i) != 0 {
				parts = append(parts, part)
			}
		}
		for role, key := range keys {
			for _, format := range []string{"html", "markdown", "jsonl"} {
				answer := ask(t, "GET", s.URL+"/api/sessions/"+one.ID+"/export?format="+format+"&redact="+strings.Join(parts, "&redact="), "", "", "Authorization", "Bearer "+key)
				file := unpackedFile(t, bodyOf(t, answer))
				if answer.StatusCode != http.StatusOK || !strings.Contains(file, "Scope by") && format != "jsonl" {
					t.Fatalf("%s as %s without %v: %d %.300s", format, role, parts, answer.StatusCode, file)
				}
				text := strings.ToLower(file + answer.Header.Get("Content-Disposition"))
				for canary, by := range redactedBy {
					out := false
					for _, part := range by {
						for _, p := range parts {
							out = out || p == part
						}
					}
					switch found := strings.Contains(text, canary); {
					case found && out:
						t.Fatalf("%s as %s without %v holds %q: %s", format, role, parts, canary, around(text, canary))
					case found:
						seen[format+" "+canary] = true
					}
				}
				if format == "jsonl" {
					export, _, err := archive.Read(strings.NewReader(file))
					if err != nil {
						t.Fatalf("as %s without %v: %v", role, parts, err)
					}
					if _, err := archive.Build(export, fixedSecrets{}); err != nil {
						t.Fatalf("as %s without %v cannot be imported: %v", role, parts, err)
					}
				}
			}
		}
	}
	for _, format := range []string{"html", "jsonl"} {
		for canary := range redactedBy {
			if !seen[format+" "+canary] {
				t.Errorf("%s never held %q: nothing was left out of it", format, canary)
			}
		}
	}
	for _, bad := range []string{"redact=faces", "redact=names,faces"} {
		if status, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID+"/export?format=html&"+bad, one.Key, ""); status != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, status)
		}
	}
}

func around(text, word string) string {
	at := strings.Index(text, word)
	return text[max(0, at-120):min(len(text), at+120)]
}

// fixedSecrets makes what an import needs.
type fixedSecrets struct{}

func (fixedSecrets) Link() string               { return "i-fixed" }
func (fixedSecrets) Key() (secret, hash string) { return "secret", "hash" }
func (fixedSecrets) Person() interview.PersonID { return "person" }
