package problems

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// checkMarkdown refuses what would not be shown or would lead out of the pack: raw HTML, links that
// are neither https, mailto nor relative, and images outside of assets/.
func checkMarkdown(r *report, source []byte) {
	body := source
	skipped := 0
	if yaml, rest, ok := bytes.Cut(source, []byte("\n---\n")); ok && bytes.HasPrefix(source, []byte("---\n")) {
		skipped, body = len(yaml)+len("\n---\n"), rest
	}
	document := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(body))
	at := skipped
	fault := func(format string, args ...any) {
		before := source[:min(at, len(source))]
		r.at(bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n'), format, args...)
	}
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if start, ok := startOf(n); ok {
			at = skipped + start
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			fault("HTML is not shown; write Markdown, and `code` where a < is meant")
		case *ast.Link:
			if !goodTarget(string(n.Destination)) {
				fault("link %q: only https, mailto and places inside the pack can be linked", clipped(string(n.Destination)))
			}
		case *ast.Image:
			if d := string(n.Destination); !strings.HasPrefix(d, "assets/") || strings.Contains(d, "..") {
				fault("image %q: pictures are files in assets/", clipped(d))
			}
		}
		return ast.WalkContinue, nil
	})
}

// startOf is where a node begins in the source, where that is known.
func startOf(n ast.Node) (int, bool) {
	switch n := n.(type) {
	case *ast.Text:
		return n.Segment.Start, true
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			return n.Segments.At(0).Start, true
		}
	case *ast.Link, *ast.Image:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				return t.Segment.Start, true
			}
		}
	default:
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start, true
		}
	}
	return 0, false
}

func goodTarget(destination string) bool {
	scheme, _, absolute := strings.Cut(destination, ":")
	if absolute && !strings.ContainsAny(scheme, "/?#") {
		return scheme == "https" || scheme == "mailto"
	}
	return !strings.HasPrefix(destination, "/") && !strings.Contains(destination, "..")
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
