// Package markdown turns what people write into HTML that is safe to show: goldmark with raw HTML
// off, then a sanitiser that lets nothing through that loads, runs or styles. Images become links,
// so that no other host hears of a session. All functions may be called from any goroutine.
package markdown

import (
	"bytes"
	"html/template"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// MaxSource is the longest text that is rendered, in bytes.
const MaxSource = 256 << 10

var pipeline = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(imagesToLinks{}, 500))),
	)
})

var sanitiser = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre",
		"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[a-z0-9]+$`)).OnElements("code")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|right|center)$`)).OnElements("th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	return p
})

// Render gives the HTML of a text. What goes beyond MaxSource is left out, with a sentence.
func Render(source string) []byte {
	const tooLong = "<p>The rest of this text is too long to be shown.</p>"
	cut := len(source) > MaxSource
	if cut {
		source = source[:MaxSource]
	}
	var b bytes.Buffer
	if err := pipeline().Convert([]byte(source), &b); err != nil {
		return []byte("<p>This text cannot be shown.</p>")
	}
	html := sanitiser().SanitizeBytes(b.Bytes())
	if cut {
		html = append(html, tooLong...)
	}
	return html
}

// Prose is Render for a template.
func Prose(source string) template.HTML { return template.HTML(Render(source)) }

// imagesToLinks replaces every image by a link to it.
type imagesToLinks struct{}

func (imagesToLinks) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var images []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if image, ok := n.(*ast.Image); ok && entering {
			images = append(images, image)
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		parent := image.Parent()
		if parent == nil {
			continue
		}
		words := ast.NewString([]byte("image: " + string(image.Destination)))
		if alt := altText(image, reader.Source()); alt != "" {
			words = ast.NewString([]byte("image: " + alt))
		}
		if insideLink(image) {
			parent.ReplaceChild(parent, image, words)
			continue
		}
		link := ast.NewLink()
		link.Destination = image.Destination
		link.AppendChild(link, words)
		parent.ReplaceChild(parent, image, link)
	}
}

func insideLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func altText(n ast.Node, source []byte) string {
	var b bytes.Buffer
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
		} else {
			b.WriteString(altText(c, source))
		}
	}
	return b.String()
}

// Inline renders a short text of one paragraph: code, emphasis and links, without the paragraph.
func Inline(source string) template.HTML {
	html := strings.TrimSpace(string(Render(source)))
	if inner, ok := strings.CutPrefix(html, "<p>"); ok && strings.Count(html, "<p>") == 1 {
		return template.HTML(strings.TrimSuffix(inner, "</p>"))
	}
	return template.HTML(html)
}
