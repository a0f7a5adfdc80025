package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// TestVerifyNamesTheSessionOfAFlippedBit verifies a database with a whole interview in it, sound and
// with one bit of a chat line changed.
func TestVerifyNamesTheSessionOfAFlippedBit(t *testing.T) {
	data := filepath.Join(t.TempDir(), "test.db")
	store, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var id string
	t.Run("interview", func(t *testing.T) {
		s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
		one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
		ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
		ben.Must("chat.say", `{"text":"find this line"}`)
		id = one.ID
	})
	// A closing session would be written to again; a copy holds each line once.
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := errors.Join(store.Backup(t.Context(), copied), store.Close()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"verify", "-data", copied}); err != nil {
		t.Fatal(err)
	}
	if err := verify(t.Context(), []string{"-data", copied}, &out); err != nil || !regexp.MustCompile(`: \d+ streams .* [1-9]\d* events, 1 kept files, .* nothing is wrong\n$`).Match(out.Bytes()) {
		t.Fatalf("%v, printed %s", err, out.String())
	}
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, []byte("find this line"))
	b[at+3] ^= 1
	if err := os.WriteFile(copied, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := verify(t.Context(), []string{"-data", copied}, &out); !errors.Is(err, errFindings) || !strings.Contains(out.String(), "session:"+id+", commit ") {
		t.Errorf("%v, printed %s", err, out.String())
	}
	for _, bad := range [][]string{{"-data", filepath.Join(t.TempDir(), "none.db")}, {"-data", t.TempDir()}, {"more"}} {
		if err := verify(t.Context(), bad, &out); err == nil || errors.Is(err, errFindings) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
