package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// anothers are what a server makes of its own: its key and its chain, when it exported, its links.
var anothers = regexp.MustCompile(`"prev":"[0-9a-f]*"|"exported_at":\d+|"key":"[^"]*"|"signature":"[^"]*"|,?"invite":"[^"]*"|"invites":\[.*?\](,|\})|"lines":\d+|"hash":"[^"]*"`)

// said are an export's lines without that, and without what was withheld.
func said(raw []byte) []string {
	var list []string
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if !strings.Contains(line, `"withheld":`) {
			list = append(list, anothers.ReplaceAllString(line, ""))
		}
	}
	return list
}

// imported brings an export into a new database and gives the session's id there.
func imported(t *testing.T, raw []byte, data string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export.jsonl")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := importSession(t.Context(), []string{"-data", data, "-public-url", "http://here/", file}, &out); err != nil {
		t.Fatal(err)
	}
	m := printed.FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("printed:\n%s", out.String())
	}
	return m[4]
}

func exported(t *testing.T, data, session string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := exportSession(t.Context(), []string{"-data", data, session}, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAnExportComesBackTheSame goes through two empty databases. Each line is the same bytes but for what
// is a server's own.
func TestAnExportComesBackTheSame(t *testing.T) {
	s, id, keys := interviewed(t)
	for name, query := range map[string]string{"whole": "", "redacted": "&redact=names,chat,scores"} {
		t.Run(name, func(t *testing.T) {
			first := download(t, s.URL+"/api/sessions/"+id+"/export?format=jsonl"+query, keys["interviewer"])
			raw := first
			for range 2 {
				data := filepath.Join(t.TempDir(), "empty.db")
				raw = exported(t, data, imported(t, raw, data))
			}
			want, got := said(first), said(raw)
			// What was left out on request is said of the first file alone.
			want[0] = strings.Replace(want[0], `,"redacted":["names","chat","scores"]`, "", 1)
			if len(want) < 20 || !slices.Equal(want, got) {
				for i := range min(len(want), len(got)) {
					if want[i] != got[i] {
						t.Fatalf("of %d and %d lines, line %d:\n%.600s\nbecame\n%.600s", len(want), len(got), i+1, want[i], got[i])
					}
				}
				t.Fatalf("%d lines became %d", len(want), len(got))
			}
		})
	}
}

// commits counts what a database holds, over all streams, up to a probe of its own.
func commits(t *testing.T, data string, probe journal.ID) int {
	t.Helper()
	store, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := store.Append(ctx, probe, 1, []interview.Event{{Number: 1, At: 1, Audience: interview.ForNobody, Fact: interview.ServerBeat{}}}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for c, err := range store.All(ctx, "") {
		if err != nil {
			t.Fatal(err)
		}
		if c.Stream == probe {
			break
		}
		n++
	}
	return n
}

// resealed signs other lines with a key of its own, as anybody can.
func resealed(t *testing.T, raw []byte, change func(*archive.Export)) []byte {
	t.Helper()
	e, _, err := archive.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	change(&e)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := archive.Write(&b, e, key); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestARefusedImportLeavesNothing refuses, with the reason, what reads well and cannot become a session.
func TestARefusedImportLeavesNothing(t *testing.T) {
	s, id, keys := interviewed(t)
	good := download(t, s.URL+"/api/sessions/"+id+"/export?format=jsonl", keys["interviewer"])
	dir := t.TempDir()
	for name, test := range map[string]struct {
		change func(*archive.Export)
		want   string
	}{
		"unknown problem": {func(e *archive.Export) { e.Files, e.Problem.Slug = nil, "nowhere" }, `the problem "nowhere" is unknown here`},
		"other files":     {func(e *archive.Export) { e.Files["problem.md"] = append(e.Files["problem.md"], "\nmore\n"...) }, "not those that the session names"},
		"no session":      {func(e *archive.Export) { e.Items = nil }, "holds no session"},
		"out of order":    {func(e *archive.Export) { slices.Reverse(e.Items) }, "event 1"},
	} {
		t.Run(name, func(t *testing.T) {
			file, data := filepath.Join(dir, "bad.jsonl"), filepath.Join(dir, "never.db")
			if err := os.WriteFile(file, resealed(t, good, test.change), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := importSession(t.Context(), []string{"-data", data, file}, io.Discard); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("a database was made for it")
			}
		})
	}
	t.Run("twice", func(t *testing.T) {
		data, file := filepath.Join(dir, "twice.db"), filepath.Join(dir, "twice.jsonl")
		imported(t, good, data)
		before := commits(t, data, "probe:before")
		if err := os.WriteFile(file, good, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := importSession(t.Context(), []string{"-data", data, file}, io.Discard); err == nil || !strings.Contains(err.Error(), "already") {
			t.Fatal(err)
		}
		// The first probe is one of them by now.
		if after := commits(t, data, "probe:after"); after != before+1 {
			t.Errorf("%d commits became %d", before, after)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		data := filepath.Join(dir, "half.db")
		e, content, err := archive.Read(bytes.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		core, err := problems.Core()
		if err != nil {
			t.Fatal(err)
		}
		half, err := prepare(e, core)
		if err != nil {
			t.Fatal(err)
		}
		store, err := bolt.Open(data, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		place, _, err := database{store}.place(t.Context(), content, len(half.Events))
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Append(t.Context(), room.SessionStream(place), 1, half.Events[:5]); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		id := imported(t, good, data)
		if id == place {
			t.Error("it went on with half a session, whose links nobody has")
		}
		if got, want := said(exported(t, data, id)), said(good); !slices.Equal(got, want) {
			t.Errorf("%d lines became %d", len(want), len(got))
		}
		if err := exportSession(t.Context(), []string{"-data", data, place}, io.Discard); err == nil {
			t.Error("the half is still there")
		}
	})
}
