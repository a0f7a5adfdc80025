package problems

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// sampleIn is the sample pack's files below a folder, "" for none.
func sampleIn(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "sample/capacity.md", "sample/design.md", "sample/dives.md", "sample/followups.md", "sample/interviewer.md", "sample/phases.md", "sample/problem.md", "sample/rubric.md"} {
		b, err := os.ReadFile("testdata/pack/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(dir+"/"+name, "/")] = &fstest.MapFile{Data: b}
	}
	return files
}

func TestPacksBesideTheProgramsOwn(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", "mine"} {
		shelf, err := NewShelf(core, sampleIn(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		both := shelf.Now()
		if _, ok := both.Find("sample"); !ok || len(shelf.Faults()) > 0 || len(both.All()) != len(core.All())+1 {
			t.Errorf("in %q: %d problems, %v", dir, len(both.All()), shelf.Faults())
		}
		if _, ok := core.Find("sample"); ok {
			t.Error("the program's own catalogue has changed")
		}
		if again, clashes := both.With(both); len(clashes) == 0 || !strings.Contains(clashes.Error(), "sample/problem.md:1:1: the pack") || len(again.All()) != len(both.All()) {
			t.Errorf("a slug twice: %v", clashes)
		}
	}
	levelsOf := func(c *Catalogue) (list []string) {
		for _, p := range c.All() {
			list = append(list, p.Level)
		}
		return list
	}
	shelf, err := NewShelf(core, sampleIn(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	got := levelsOf(shelf.Now())
	if !slices.IsSortedFunc(got, func(a, b string) int { return slices.Index(levels, a) - slices.Index(levels, b) }) {
		t.Errorf("the levels stand as %v", got)
	}
}

func TestPacksWithFaultsAreLeftOut(t *testing.T) {
	files := sampleIn(t, "good")
	for name, f := range sampleIn(t, "bad") {
		files[name] = f
	}
	files["bad/sample/phases.md"] = &fstest.MapFile{Data: []byte("nothing")}
	files["notes/readme.md"] = &fstest.MapFile{Data: []byte("no pack")}
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	shelf, err := NewShelf(core, files)
	if err != nil || len(shelf.Now().All()) != len(core.All())+1 {
		t.Fatalf("%v", err)
	}
	if faults := shelf.Faults(); len(faults) == 0 || !strings.HasPrefix(faults[0].Error(), "bad/sample/phases.md:1:") {
		t.Errorf("faults: %v", faults)
	}
	if _, err := NewShelf(core, fstest.MapFS{"a/b.txt": {}}); err == nil || !strings.Contains(err.Error(), "no pack is here") {
		t.Errorf("an empty folder: %v", err)
	}
}
