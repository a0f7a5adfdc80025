package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// interviewed runs a whole interview over the API and gives the server, the session and its keys.
func interviewed(t *testing.T) (s *servertest.Server, id string, keys map[string]string) {
	t.Helper()
	s = servertest.New(t)
	one := servertest.Open(t, s.URL, `{"problem":"uber","name":"Ben","role":"interviewer","minutes":45}`)
	keys = map[string]string{"interviewer": one.Key, "candidate": one.Join(t, s.URL, "candidate", "Ana")}
	ben := servertest.Dial(t, s.URL, one.ID, keys["interviewer"], "client-ben-1")
	ana := servertest.Dial(t, s.URL, one.ID, keys["candidate"], "client-ana-1")
	ben.Must("interview.start", `{"anyway":true}`)
	ben.Must("clarification.tell", `{"id":"trips"}`)
	ben.Must("hint.give", `{"phase":"clarification","item":"functions","rung":1}`)
	ben.Must("note.write", `{"text":"note of Ben"}`)
	ana.Must("note.write", `{"text":"note of Ana"}`)
	ana.Must("chat.say", `{"text":"hello"}`)
	ana.Must("board.edit", `{"client":"editor-ana-1","version":0,"updates":[{"client":"editor-ana-1","k":1,"changes":[[0,"## Scope","","request a trip"]]}]}`)
	for _, phase := range interview.TimedPhases() {
		if phase == interview.DeepDive {
			ben.Must("probe.ask", `{"dive":"match","index":0}`)
		}
		if phase == interview.FollowUp {
			ben.Must("followup.deal", `{"id":"stadium"}`)
		}
		s.Clock.Step(5 * interview.Minute)
		ben.Must("phase.next", `{"from":"`+phase.String()+`"}`)
	}
	for _, c := range []*servertest.Client{ben, ana} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"s","fix":"f"}}`)
		c.PinCriteria("said so")
		c.Must("scorecard.lock", `{}`)
	}
	ben.Must("reveal.ready", `{}`)
	ana.Must("reveal.ready", `{}`)
	ana.Must("interviewer.rate", `{"prepared":4,"listened":3,"fair":4,"again":true,"words":"thank you"}`)
	return s, one.ID, keys
}

func download(t *testing.T, url, key string) []byte {
	t.Helper()
	q, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+key)
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s %v", url, a.StatusCode, b, err)
	}
	return b
}

var printed = regexp.MustCompile(`(?m)^(\w+) +(.+?) +http://here(/s/(\w+)/\w+)#(\w+)$`)

// TestExportImportExport takes a session to an empty server and back out: what was said, written and
// scored is the same; links, keys and what was withheld are not.
func TestExportImportExport(t *testing.T) {
	s, id, keys := interviewed(t)
	first := download(t, s.URL+"/api/sessions/"+id+"/export?format=jsonl", keys["interviewer"])
	dir := t.TempDir()
	file, data := filepath.Join(dir, "export.jsonl"), filepath.Join(dir, "other.db")
	if err := os.WriteFile(file, first, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := importSession(t.Context(), []string{"-data", data, "-public-url", "http://here/", file}, &out); err != nil {
		t.Fatal(err)
	}
	links := map[string][]string{}
	for _, m := range printed.FindAllStringSubmatch(out.String(), -1) {
		links[m[1]+" "+m[2]] = m
	}
	ben := links["interviewer Ben"]
	if ben == nil || links["candidate Ana"] == nil || links["mentor anybody new"] == nil {
		t.Fatalf("printed:\n%s", out.String())
	}
	if err := importSession(t.Context(), []string{"-data", data, file}, io.Discard); err == nil || !strings.Contains(err.Error(), "in the database already") {
		t.Errorf("imported twice: %v", err)
	}
	store, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("on the other server", func(t *testing.T) {
		other := servertest.On(t, store, room.NewSteppedClock(servertest.Start+1_000_000_000), room.NewLocalSignals())
		again := download(t, other.URL+"/api/sessions/"+ben[4]+"/export?format=jsonl", ben[5])
		want, got := content(t, first), content(t, again)
		if len(want) < 20 || len(want) != len(got) {
			t.Fatalf("%d events became %d", len(want), len(got))
		}
		for i := range want {
			if want[i] != got[i] {
				t.Errorf("event %d:\n%s\nbecame\n%s", i, want[i], got[i])
			}
		}
		report := string(download(t, other.URL+"/api/sessions/"+ben[4]+"/export?format=markdown", ben[5]))
		for _, words := range []string{"request a trip", "note of Ben", "33 million a day", "thank you", "A stadium empties"} {
			if !strings.Contains(report, words) {
				t.Errorf("the report lacks %q", words)
			}
		}
		if strings.Contains(report, "note of Ana") {
			t.Error("a note that was withheld is there")
		}
	})
}

// content is what an export says, without what is another server's: links, keys, comings and goings.
func content(t *testing.T, raw []byte) []string {
	t.Helper()
	e, _, err := archive.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for name, file := range e.Files {
		list = append(list, name+" "+room.Hash(string(file)))
	}
	if len(list) != 8 {
		t.Errorf("%d files of the problem", len(list))
	}
	list = nil
	for _, item := range e.Items {
		if item.Event == nil || strings.HasPrefix(string(item.Event.Kind), "participant.") || strings.HasPrefix(string(item.Event.Kind), "invite.") {
			continue
		}
		event := *item.Event
		if f, ok := event.Data.(interview.SessionCreated); ok {
			f.Invites = nil
			event.Data = f
		}
		b, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(b))
	}
	return list
}

func TestBadExportsAreRefused(t *testing.T) {
	s, id, keys := interviewed(t)
	good := download(t, s.URL+"/api/sessions/"+id+"/export?format=jsonl", keys["candidate"])
	dir := t.TempDir()
	lines := bytes.SplitAfter(good, []byte("\n"))
	for name, test := range map[string]struct {
		raw  []byte
		want string
	}{
		"empty":     {nil, "line 1: the file is empty"},
		"other":     {[]byte("{\"a\":1}\n"), "line 1: this is no export of a session"},
		"picture":   {[]byte("\x89PNG\r\n"), "line 1: this is no export of a session"},
		"cut":       {bytes.Join(lines[:len(lines)-3], nil), "the file ends too early"},
		"cut line":  {good[:len(good)/2], "cannot be read"},
		"doubled":   {append(bytes.Clone(good), good...), "two exports in one file"},
		"newer":     {bytes.Replace(good, []byte(`"format":1`), []byte(`"format":9`), 1), "newer release (format 9, this one knows 1)"},
		"long line": {append([]byte(`{"prev":"`), bytes.Repeat([]byte("x"), archive.MaxLine+1)...), "over 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, "bad.jsonl")
			if err := os.WriteFile(file, test.raw, 0o600); err != nil {
				t.Fatal(err)
			}
			data := filepath.Join(dir, "never.db")
			err := importSession(t.Context(), []string{"-data", data, file}, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("a database was made for it")
			}
		})
	}
	t.Run("a gigabyte", func(t *testing.T) {
		file := filepath.Join(dir, "large.jsonl")
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(1 << 30); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		if err := importSession(t.Context(), []string{file}, io.Discard); err == nil || !strings.Contains(err.Error(), "over 256 MiB") {
			t.Error(err)
		}
	})
	t.Run("one byte", func(t *testing.T) {
		step := len(good)/400 + 1
		for i := 0; i < len(good)-1; i += step {
			bad := bytes.Clone(good)
			bad[i] ^= 1
			if _, _, err := archive.Read(bytes.NewReader(bad)); err == nil {
				t.Fatalf("byte %d was changed and nobody noticed: %s", i, bad[max(0, i-40):min(len(bad), i+40)])
			}
		}
	})
}
