package problems

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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

// apply makes the change: * stands for the whole file, which goes, + for a new one.
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
	}
	after := strings.Replace(before, b.from, to, 1)
	if after == before {
		t.Fatalf("%s changes nothing in %s", b.name, b.file)
	}
	pack[b.file] = &fstest.MapFile{Data: []byte(after)}
}

func wholePack(t *testing.T) fstest.MapFS {
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

// TestEveryRuleHasAFileThatBreaksIt breaks each rule, wants the fault at its place, and then wants a
// breach for every message that the loader can give.
func TestEveryRuleHasAFileThatBreaksIt(t *testing.T) {
	if r, err := Check(wholePack(t), "pack"); err != nil || len(r.Faults) > 0 {
		t.Fatalf("the whole pack: %v %v", r.Faults, err)
	}
	var given []string
	for _, b := range breaches(t) {
		t.Run(strings.TrimSuffix(b.name, ".txt"), func(t *testing.T) {
			pack := wholePack(t)
			b.apply(t, pack)
			var faults Faults
			if strings.HasPrefix(b.want, "pack.yaml") {
				_, err := Load(pack, "sample")
				if !errors.As(err, &faults) {
					t.Fatal(err)
				}
			} else {
				r, err := Check(pack, "pack")
				if err != nil {
					t.Fatal(err)
				}
				faults = r.Faults
			}
			if !slices.ContainsFunc(faults, func(f Fault) bool { return strings.HasPrefix(f.Error(), b.want) }) {
				t.Errorf("wanted\n%s\ngot\n%s", b.want, faults)
			}
			for _, f := range faults {
				given = append(given, f.Message)
			}
		})
	}
	for _, message := range messages(t) {
		if !slices.ContainsFunc(given, message.MatchString) {
			t.Errorf("no file in testdata/faults brings %s", message)
		}
	}
}

var verb = regexp.MustCompile(`%[#+0-9.]*[a-zA-Z]`)

// messages reads from the source every message that a report is given.
func messages(t *testing.T) []*regexp.Regexp {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{"add": 1, "at": 2, "warn": 2, "fault": 1}
	var list []*regexp.Regexp
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			method := ""
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				method = f.Sel.Name
			case *ast.Ident:
				if f.Name == "fault" {
					method = "local"
				}
			}
			place, known := at[method]
			if method == "local" {
				place, known = 0, true
			}
			if !known || place >= len(call.Args) {
				return true
			}
			literal, ok := call.Args[place].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil || text == "%s" {
				return true
			}
			pattern := strings.ReplaceAll(regexp.QuoteMeta(verb.ReplaceAllString(strings.ReplaceAll(text, "%%", "%"), "\x00")), "\x00", "(?s:.*)")
			list = append(list, regexp.MustCompile("^"+pattern+"$"))
			return true
		})
	}
	return list
}

// TestAnyChangedFigureIsFound changes every expected result of our own worksheets by a tenth.
func TestAnyChangedFigureIsFound(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	figure := regexp.MustCompile(`=> ([0-9.]+)`)
	changed := 0
	for _, p := range core.All() {
		sheet := p.Kit.Worksheet
		for _, m := range figure.FindAllStringSubmatchIndex(sheet, -1) {
			value, err := strconv.ParseFloat(sheet[m[2]:m[3]], 64)
			if err != nil {
				t.Fatal(err)
			}
			other := sheet[:m[2]] + strconv.FormatFloat(value*1.12, 'g', 6, 64) + sheet[m[3]:]
			files := map[string][]byte{}
			for name, content := range p.Files {
				files[name] = content
			}
			files["capacity.md"] = []byte(strings.Replace(string(files["capacity.md"]), sheet, other, 1))
			if _, err := FromFiles(p.Pack, p.Slug, files); err == nil {
				t.Errorf("%s: a changed figure is not found: %s", p.Slug, sheet[m[0]:m[1]])
			}
			changed++
		}
	}
	if changed < 60 {
		t.Errorf("only %d figures were changed", changed)
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
