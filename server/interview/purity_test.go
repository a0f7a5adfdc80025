package interview_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestTheDomainIsPure reads the syntax of the domain's packages: no I/O, no clock of their own.
func TestTheDomainIsPure(t *testing.T) {
	forbidden := []string{"os", "net", "net/http", "io/ioutil", "os/exec", "go.etcd.io/bbolt", "syscall", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand"}
	for _, dir := range []string{".", "../board", "../group"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range f.Imports {
				path, _ := strconv.Unquote(i.Path.Value)
				for _, bad := range forbidden {
					if path == bad {
						t.Errorf("%s/%s imports %s", dir, e.Name(), path)
					}
				}
			}
			ast.Inspect(f, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "After" || s.Sel.Name == "Since") {
					t.Errorf("%s/%s names time.%s", dir, e.Name(), s.Sel.Name)
				}
				return true
			})
		}
	}
}
