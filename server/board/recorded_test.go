package board

import (
	"encoding/json"
	"os"
	"testing"
)

// TestAgreesWithCodeMirror compares with what the original made of the same edits; see
// testdata/record.mjs.
func TestAgreesWithCodeMirror(t *testing.T) {
	var recorded struct {
		Pairs []struct {
			Doc, Applied                               string
			A, B, Next, Mapped, MappedBefore, Composed ChangeSet
		}
		Rebases []struct {
			Doc                    string
			Updates, Over, Rebased []Update
		}
	}
	raw, err := os.ReadFile("testdata/codemirror.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	if len(recorded.Pairs) < 500 || len(recorded.Rebases) < 200 {
		t.Fatalf("only %d and %d cases", len(recorded.Pairs), len(recorded.Rebases))
	}
	same := func(i int, what string, got, want ChangeSet, err error) {
		t.Helper()
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(want)
		if err != nil || string(g) != string(w) {
			t.Errorf("case %d, %s: %s, want %s (%v)", i, what, g, w, err)
		}
	}
	for i, c := range recorded.Pairs {
		applied, err := c.A.Apply(NewText(c.Doc))
		if err != nil || applied.String() != c.Applied {
			t.Errorf("case %d, apply: %q, want %q (%v)", i, applied, c.Applied, err)
		}
		got, err := c.A.Map(c.B, false)
		same(i, "map", got, c.Mapped, err)
		got, err = c.A.Map(c.B, true)
		same(i, "map before", got, c.MappedBefore, err)
		got, err = c.A.Compose(c.Next)
		same(i, "compose", got, c.Composed, err)
	}
	for i, c := range recorded.Rebases {
		got, err := Rebase(c.Updates, c.Over)
		if err != nil || len(got) != len(c.Rebased) {
			t.Errorf("case %d, rebase: %d updates, want %d (%v)", i, len(got), len(c.Rebased), err)
			continue
		}
		for j := range got {
			same(i, "rebase", got[j].Changes, c.Rebased[j].Changes, nil)
		}
	}
}
