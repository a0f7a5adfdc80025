package crash

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// said is event n of a session in which lines are said.
func said(n uint64, command, text string) interview.Event {
	return interview.Event{
		Number: n, At: interview.Time(n), By: "p-ana", Command: interview.CommandID(command), Audience: interview.ForAll,
		Fact: interview.ChatSaid{Text: text},
	}
}

func typed(n uint64, command string, k uint64, length int) interview.Event {
	e := said(n, command, "")
	e.Fact = interview.BoardEdited{Updates: []board.Update{{Client: "editor-1", K: k, Changes: board.Replace(length, 0, 0, "x")}}}
	return e
}

func TestAuditFindsWhatIsThereTwice(t *testing.T) {
	for name, c := range map[string]struct {
		events []interview.Event
		want   string
	}{
		"nothing": {[]interview.Event{
			said(1, "page-0001/1", "a"), typed(2, "page-0001/2", 1, 0), typed(3, "page-0001/3", 2, 1), said(4, "page-0002/1", "b"),
		}, ""},
		"one command, two events beside each other": {[]interview.Event{typed(1, "page-0001/1", 1, 0), said(2, "page-0001/1", "a")}, ""},
		"a command's effect again":                  {[]interview.Event{said(1, "page-0001/1", "a"), said(2, "page-0002/1", "b"), said(3, "page-0001/1", "c")}, "again at 3"},
		"a line again under another number":         {[]interview.Event{said(1, "page-0001/1", "a"), said(2, "page-0001/2", "a")}, "said twice"},
		"an update again":                           {[]interview.Event{typed(1, "page-0001/1", 1, 0), typed(2, "page-0001/2", 1, 1)}, "update 1 of editor"},
		"an update too early":                       {[]interview.Event{typed(1, "page-0001/1", 2, 0)}, "update 2 of editor"},
		"numbers out of order":                      {[]interview.Event{said(1, "page-0001/2", "a"), said(2, "page-0001/1", "b")}, "stands behind number 2"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAudit()
			for _, e := range c.events {
				if err := a.take(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Join(a.faults, "; "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// TestReadFileFindsALoss holds a ledger against a file that goes back to an earlier state.
func TestReadFileFindsALoss(t *testing.T) {
	dir := t.TempDir()
	data, earlier, scratch := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db"), filepath.Join(dir, "copy.db")
	j, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	l := &ledger{}
	account := l.open("abc", "key")
	say := func(n uint64, text string) {
		t.Helper()
		e := []journal.Event{said(n, "page-0001/"+text, text)}
		if err := j.Append(t.Context(), room.SessionStream("abc"), n, e); err != nil {
			t.Fatal(err)
		}
		l.done(account, claim{"line " + text, func(a *audit) bool { return a.said[text] == 1 }})
	}
	check := func(file string, anew bool) *findings {
		t.Helper()
		f := &findings{}
		pages, _ := l.copy()
		if err := readFile(t.Context(), file, scratch, pages, anew, f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	say(1, "1")
	if err := copyFile(data, earlier); err != nil {
		t.Fatal(err)
	}
	if f := check(data, false); f.bad() {
		t.Fatalf("the whole file: %v", f.words)
	}
	say(2, "2")
	if f := check(earlier, false); f.lost != 1 {
		t.Errorf("the earlier file: %d lost, %v", f.lost, f.words)
	}
	if f := check(data, false); f.bad() {
		t.Fatalf("the whole file: %v", f.words)
	}
	if f := check(earlier, true); f.lost == 0 {
		t.Error("what was read once is gone, and nobody minds")
	}
	if err := os.WriteFile(earlier, []byte(strings.Repeat("no database", 999)), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := check(earlier, false); f.unopened != 1 {
		t.Errorf("a damaged file: %v", f.words)
	}
}
