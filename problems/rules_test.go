package problems

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%[#+0-9.]*[a-zA-Z]`)

// messages reads from the source every message that a report is given: by the loader itself, and by
// the readers of worksheets and cues.
func messages(t *testing.T) []*regexp.Regexp {
	t.Helper()
	var list []*regexp.Regexp
	take := func(before string, e ast.Expr) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil || text == "%s" || text == "" {
			return
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(verb.ReplaceAllString(strings.ReplaceAll(text, "%%", "%"), "\x00")), "\x00", "(?s:.*)")
		list = append(list, regexp.MustCompile(before+pattern+"$"))
	}
	read := func(glob string, see func(ast.Node)) {
		names, err := filepath.Glob(glob)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", glob, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				see(n)
				return true
			})
		}
	}
	place := map[string]int{"add": 1, "at": 2, "warn": 2, "fault": 1}
	read("*.go", func(n ast.Node) {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
				take("^", n.Value)
			}
		case *ast.CallExpr:
			method, local := called(n)
			key := ""
			if len(n.Args) > 0 {
				if literal, ok := n.Args[0].(*ast.BasicLit); ok {
					key = strings.Trim(literal.Value, `"`)
				}
			}
			switch at, known := place[method]; {
			case local && method == "fault":
				take("^", n.Args[0])
			case !local && known && at < len(n.Args):
				take("^", n.Args[at])
			case method == "matches" && key != "":
				take("^"+key+` ".*" `, n.Args[3])
			case method == "text" && key != "":
				list = append(list, regexp.MustCompile("^"+key+" is empty$"))
			case method == "among":
				list = append(list, regexp.MustCompile("^"+key+`: ".*" must be one of `))
			}
		}
	})
	for _, glob := range []string{"../server/calc/sheet.go", "../server/calc/expression.go", "../server/cue/cue.go"} {
		read(glob, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.CallExpr:
				switch method, _ := called(n); {
				case method == "fail", method == "Sprintf":
					take("(^|: )", n.Args[0])
				case method == "fault" && len(n.Args) > 2:
					take("^", n.Args[2])
				}
			case *ast.ReturnStmt:
				if strings.HasSuffix(glob, "cue.go") && len(n.Results) == 2 {
					take("(^|: )", n.Results[1])
				}
			}
		})
	}
	return list
}

// called is the name of the function or method that is called; local says that it has no receiver.
func called(call *ast.CallExpr) (name string, local bool) {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name, false
	case *ast.Ident:
		return f.Name, true
	}
	return "", true
}
