package problems

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// breach is a file of testdata/faults: one change to the whole pack of testdata/pack, and the fault
// that it must bring.
type breach struct {
	name, want, file, from, to string
}

func breaches(t *testing.T) []breach {
	t.Helper()
	names, err := filepath.Glob("testdata/faults/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []breach
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, ok := strings.Cut(string(raw), "\n--- from\n")
		from, to, split := strings.Cut(rest, "\n--- to\n")
		want, file, line := strings.Cut(head, "\nfile: ")
		if !ok || !split || !line {
			t.Fatalf("%s is no breach", name)
		}
		list = append(list, breach{filepath.Base(name), strings.TrimPrefix(want, "want: "), file, from, strings.TrimSuffix(to, "\n")})
	}
	return list
}

// apply makes the change: * stands for the whole file or folder, which goes, + for a new file; a word
// in capitals stands for what would be too much for a file of test data.
func (b breach) apply(t *testing.T, pack fstest.MapFS) {
	t.Helper()
	switch b.from {
	case "+":
		if b.to == "SYMLINK" {
			pack[b.file] = &fstest.MapFile{Data: []byte("elsewhere"), Mode: fs.ModeSymlink}
			return
		}
		pack[b.file] = &fstest.MapFile{Data: []byte(b.to)}
		return
	case "*":
		maps.DeleteFunc(pack, func(name string, _ *fstest.MapFile) bool {
			return strings.HasSuffix(b.file, "/") && strings.HasPrefix(name, b.file)
		})
		if delete(pack, b.file); b.to != "" {
			pack[b.file] = &fstest.MapFile{Data: []byte(b.to)}
		}
		return
	}
	before := string(pack[b.file].Data)
	to := b.to
	switch to {
	case "LARGE":
		to = strings.Repeat("large ", 50<<10)
	case "BYTES":
		to = "\xff\xfe"
	case "LONG":
		to = "long = 1 # " + strings.Repeat("long ", 200)
	case "DEEP":
		to = "deep = " + strings.Repeat("(", 200)
	case "ROWS":
		to = b.from
		for n := range 200 {
			to += fmt.Sprintf("\nn%d = 1", n)
		}
	}
	after := strings.Replace(before, b.from, to, 1)
	if after == before {
		t.Fatalf("%s changes nothing in %s", b.name, b.file)
	}
	pack[b.file] = &fstest.MapFile{Data: []byte(after)}
}

func wholePack(t testing.TB) fstest.MapFS {
	t.Helper()
	pack := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata/pack"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join("testdata/pack", name))
		pack[name] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// TestEveryRuleHasAFileThatBreaksIt breaks each rule, wants the fault at its place, and then wants every
// message that the loader can give to be what some breach is about, not only a consequence of one.
func TestEveryRuleHasAFileThatBreaksIt(t *testing.T) {
	if r, err := Check(wholePack(t), "pack"); err != nil || len(r.Faults) > 0 {
		t.Fatalf("the whole pack: %v %v", r.Faults, err)
	}
	var given []string
	for _, b := range breaches(t) {
		t.Run(strings.TrimSuffix(b.name, ".txt"), func(t *testing.T) {
			pack := wholePack(t)
			b.apply(t, pack)
			r, err := Check(pack, "pack")
			if err != nil {
				t.Fatal(err)
			}
			faults := r.Faults
			var loading Faults
			if _, err := Load(pack, "sample"); errors.As(err, &loading) {
				// Only loading knows by which name a pack was opened.
				faults = append(faults, slices.DeleteFunc(loading, func(f Fault) bool { return f.File != "pack.yaml" })...)
			}
			at := slices.IndexFunc(faults, func(f Fault) bool { return strings.HasPrefix(f.Error(), b.want) })
			if at < 0 {
				t.Fatalf("wanted\n%s\ngot\n%s", b.want, faults)
			}
			given = append(given, faults[at].Message)
		})
	}
	rules := messages(t)
	if len(rules) < 130 {
		t.Errorf("only %d messages were read from the source", len(rules))
	}
	for _, message := range rules {
		if !slices.ContainsFunc(given, message.MatchString) {
			t.Errorf("no file in testdata/faults brings %s", message)
		}
	}
}

func TestArchivesComeBack(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range core.All() {
		archive, err := p.Archive()
		if err != nil {
			t.Fatal(err)
		}
		back, err := FromArchive(p.Pack, p.Slug, p.Hash, archive)
		if err != nil || back.Title != p.Title || len(back.Kit.Cards) != len(p.Kit.Cards) {
			t.Fatalf("%s: %v", p.Slug, err)
		}
		if _, err := FromArchive(p.Pack, p.Slug, strings.Repeat("0", 64), archive); err == nil {
			t.Error("other files are taken for these")
		}
	}
}
