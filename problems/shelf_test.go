package problems

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAPackLivesOnWhileItIsBroken changes a pack under a shelf: a change is taken up, a broken pack stays
// as it was with the fault named, a mended one is taken up again, one that goes is gone.
func TestAPackLivesOnWhileItIsBroken(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	moment := time.Now()
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		// Two writes within one tick of the file system's clock would look like one.
		moment = moment.Add(time.Second)
		if err := os.Chtimes(full, moment, moment); err != nil {
			t.Fatal(err)
		}
	}
	files := sampleIn(t, "mine")
	for name, f := range files {
		write(name, string(f.Data))
	}
	shelf, err := NewShelf(core, os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	summary := func() string {
		p, ok := shelf.Now().Find("sample")
		if !ok {
			return ""
		}
		return p.Summary
	}
	reload := func(want bool) {
		t.Helper()
		if changed, err := shelf.Reload(); err != nil || changed != want {
			t.Fatalf("changed %v, %v", changed, err)
		}
	}
	first := summary()
	if first == "" || len(shelf.Faults()) > 0 {
		t.Fatal(shelf.Faults())
	}
	reload(false)
	problem := string(files["mine/sample/problem.md"].Data)
	write("mine/sample/problem.md", strings.Replace(problem, first, "Another sentence.", 1))
	reload(true)
	if summary() != "Another sentence." {
		t.Errorf("the summary is %q", summary())
	}
	write("mine/sample/phases.md", "nothing")
	reload(true)
	faults := shelf.Faults()
	if summary() != "Another sentence." || len(faults) == 0 || !strings.HasPrefix(faults[0].Error(), "mine/sample/phases.md:1:") || len(shelf.Kept()) != 1 || shelf.Kept()[0] != "mine" {
		t.Errorf("broken: %q, %v, %v", summary(), faults, shelf.Kept())
	}
	write("mine/sample/phases.md", string(files["mine/sample/phases.md"].Data))
	write("mine/sample/problem.md", problem)
	reload(true)
	if summary() != first || len(shelf.Faults()) > 0 || len(shelf.Kept()) > 0 {
		t.Errorf("mended: %q, %v, %v", summary(), shelf.Faults(), shelf.Kept())
	}
	if err := os.RemoveAll(filepath.Join(dir, "mine")); err != nil {
		t.Fatal(err)
	}
	reload(true)
	if summary() != "" || len(shelf.Now().All()) != len(core.All()) {
		t.Error("a pack that went is still there")
	}
}
