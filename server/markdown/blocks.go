package markdown

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"mockroom/server/calc"
)

// Block is one top-level block of a text, rendered: a paragraph, a table, a diagram. Key names its
// content, so that whoever has a block of that key need not be sent it again.
type Block struct {
	Key string `json:"key"`
	// Line is where it begins in the source, from 1.
	Line int    `json:"line"`
	HTML string `json:"html,omitempty"`
}

// Blocks renders a text block by block. Diagrams come as their source in a figure, which a browser
// turns into a picture; worksheets come computed. What goes beyond MaxSource is left out.
func Blocks(source string) []Block { return (&Versions{}).Blocks(source) }

// Versions renders one text after the other of which most stays the same. It remembers blocks that it
// has computed and sanitised, and belongs to one goroutine. The zero value is ready.
type Versions struct {
	known map[string]string
}

// once gives what make makes of a source of some kind, or made of it before.
func (v *Versions) once(kind, source string, make func(string) string) string {
	if html, ok := v.known[kind+source]; ok {
		return html
	}
	if v.known == nil {
		v.known = map[string]string{}
	}
	html := make(source)
	v.known[kind+source] = html
	return html
}

// Blocks is like the function of that name.
func (v *Versions) Blocks(source string) []Block {
	cut := len(source) > MaxSource
	if cut {
		source = strings.ToValidUTF8(source[:MaxSource], "")
	}
	raw := []byte(source)
	document := pipeline().Parser().Parse(text.NewReader(raw))
	var list []Block
	at := lineCounter{source: raw, line: 1}
	seen := map[string]int{}
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		rendered := v.renderBlock(raw, n)
		if rendered == "" {
			continue
		}
		key := keyOf(rendered)
		// Two equal blocks are two places: the second has a key of its own.
		if seen[key]++; seen[key] > 1 {
			key = fmt.Sprintf("%s-%d", key, seen[key])
		}
		list = append(list, Block{key, at.of(firstByte(n)), rendered})
	}
	if cut {
		list = append(list, Block{"cut", at.line, "<p>The rest of this text is too long to be shown.</p>"})
	}
	return list
}

// Document is all blocks in one, for pages that show a text once.
func Document(source string) string {
	var b strings.Builder
	for _, block := range Blocks(source) {
		b.WriteString(block.HTML)
		b.WriteByte('\n')
	}
	return b.String()
}

func keyOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (v *Versions) renderBlock(source []byte, n ast.Node) string {
	if fence, ok := n.(*ast.FencedCodeBlock); ok {
		switch string(fence.Language(source)) {
		case "mermaid":
			return diagram(string(fence.Lines().Value(source)))
		case "calc":
			return v.once("calc", string(fence.Lines().Value(source)), worksheet)
		}
	}
	var b bytes.Buffer
	if err := pipeline().Renderer().Render(&b, source, n); err != nil {
		return "<p>This block cannot be shown.</p>"
	}
	return v.once("html", b.String(), sanitised)
}

// sanitised is HTML of which nothing loads, runs or styles. Code may be wider than its place; whoever has
// no mouse scrolls it by the keyboard.
func sanitised(html string) string {
	return strings.ReplaceAll(strings.TrimSpace(sanitiser().Sanitize(html)), "<pre>", `<pre tabindex="0">`)
}

// diagram is the source of a picture. Its text is escaped and nothing else is in it.
func diagram(source string) string {
	return `<figure class="diagram"><pre class="diagram__source" tabindex="0"><code>` + html.EscapeString(source) + `</code></pre></figure>`
}

// Worksheets are the calc blocks of a text, without their fences, in order.
func Worksheets(source string) []string {
	if len(source) > MaxSource {
		source = strings.ToValidUTF8(source[:MaxSource], "")
	}
	raw := []byte(source)
	var list []string
	for n := pipeline().Parser().Parse(text.NewReader(raw)).FirstChild(); n != nil; n = n.NextSibling() {
		if fence, ok := n.(*ast.FencedCodeBlock); ok && string(fence.Language(raw)) == "calc" {
			list = append(list, string(fence.Lines().Value(raw)))
		}
	}
	return list
}

// worksheet is a calc block with what comes out beside each line.
func worksheet(source string) string {
	sheet := calc.Evaluate(source, nil)
	var b strings.Builder
	b.WriteString(`<table class="worksheet" aria-label="Worksheet, computed from its figures"><tbody>`)
	for _, row := range sheet.Rows {
		class := ""
		if plainFigure(row.Expression) {
			class = ` class="in"`
		}
		expression := strings.ReplaceAll(row.Expression, "*", "×")
		fmt.Fprintf(&b, `<tr data-row="%d"%s><th scope="row">%s</th><td>%s`, row.Line, class, html.EscapeString(row.Name), html.EscapeString(expression))
		if row.Note != "" {
			fmt.Fprintf(&b, ` <small>%s</small>`, html.EscapeString(row.Note))
		}
		if row.Fault != "" {
			fmt.Fprintf(&b, `</td><td class="worksheet__fault">? %s</td></tr>`, html.EscapeString(row.Fault))
			continue
		}
		fmt.Fprintf(&b, `</td><td>%s</td></tr>`, html.EscapeString(row.Value.String()))
	}
	b.WriteString(`</tbody></table>`)
	for _, f := range sheet.Faults {
		if strings.Contains(f.Message, "is expected: off by") || strings.Contains(f.Message, "at most") {
			fmt.Fprintf(&b, `<p class="worksheet__off">%s</p>`, html.EscapeString(f.Message))
		}
	}
	return b.String()
}

// plainFigure says whether an expression is a figure with its units rather than a computation.
func plainFigure(expression string) bool {
	return expression != "" && expression[0] >= '0' && expression[0] <= '9' && !strings.ContainsAny(expression, "*+^(")
}

// firstByte is where a block begins in the source; 0 where that is not known.
func firstByte(n ast.Node) int {
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeBlock {
			if at := firstByte(c); at > 0 {
				return at
			}
		} else if t, ok := c.(*ast.Text); ok {
			return t.Segment.Start
		}
	}
	return 0
}

// lineCounter counts line breaks once, from block to block.
type lineCounter struct {
	source   []byte
	at, line int
}

func (c *lineCounter) of(position int) int {
	if position > c.at {
		c.line += bytes.Count(c.source[c.at:position], []byte("\n"))
		c.at = position
	}
	return c.line
}
