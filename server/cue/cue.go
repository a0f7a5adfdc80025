// Package cue recognises whether something is written on a whiteboard. A match is a nudge between
// people ("not seen yet: …"), never points. It is pure; every pattern is linear in the text (RE2).
package cue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shapes are the built-in forms that a cue may name, all of them over lower-cased text.
var shapes = map[string]*regexp.Regexp{
	"@endpoint": regexp.MustCompile("\\b(get|post|put|patch|delete)\\b\\s+[`\"']?/"),
	"@table":    regexp.MustCompile(`(?m)^\s*\|.*\|\s*\n\s*\|[\s:|-]+\|`),
	// A chain of boxes: three arrows on a line, or two on each of two. Arrows in prose stand alone.
	"@diagram": regexp.MustCompile("```mermaid(?s:.*?)(--|->|==|-\\.)|(->|→).*(->|→).*(->|→)|(->|→).*(->|→).*\\n(?s:.*)(->|→)(?-s:.*)(->|→)"),
	"@number":  regexp.MustCompile(`\d`),
	"@rate":    regexp.MustCompile(`\d[\d.,_]*\s*(k|m|bn|b|mio|million|billion)?\s*((qps|rps|tps)\b|(\p{L}+\s*){0,3}(/|\bper\b|\ban?\b|\bpro\b)\s*(s|sec|second|min|minute|h|hour|day|week|month|year|sekunde|tag|monat|jahr)\b)`),
	"@size":    regexp.MustCompile(`\d[\d.,]*\s*([kmgtpe]i?b|bytes?)\b`),
	"@latency": regexp.MustCompile(`\d\s*(ms|millisec)`),
	"@percent": regexp.MustCompile(`\d\s*%|\d nines`),
}

// Shapes lists the built-in forms.
func Shapes() []string {
	names := make([]string, 0, len(shapes))
	for n := range shapes {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Normalise lowers a text and turns everything that is no letter or digit into single blanks.
func Normalise(s string) string {
	var b strings.Builder
	blank := true
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			blank = false
		} else if !blank {
			b.WriteByte(' ')
			blank = true
		}
	}
	return strings.TrimSpace(b.String())
}

// Text is what cues are looked for in, prepared once for many of them.
type Text struct {
	whole piece
	lines []piece
}

// piece is a text in lower case and normalised, the latter between two blanks; at says for each byte of
// the latter where it comes from.
type piece struct {
	lower, words string
	at           []int32
}

// NewText prepares a text.
func NewText(s string) *Text {
	t := &Text{whole: newPiece(s)}
	for line := range strings.Lines(s) {
		t.lines = append(t.lines, newPiece(line))
	}
	return t
}

func newPiece(s string) piece {
	p := piece{lower: strings.ToLower(s)}
	var b strings.Builder
	b.Grow(len(p.lower) + 2)
	p.at = make([]int32, 0, len(p.lower)+2)
	put := func(r rune, from int) {
		for range max(1, utf8.RuneLen(r)) {
			p.at = append(p.at, int32(from))
		}
		b.WriteRune(r)
	}
	put(' ', 0)
	blank := true
	for i, r := range p.lower {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			put(r, i)
			blank = false
		} else if !blank {
			put(' ', i)
			blank = true
		}
	}
	if !blank {
		put(' ', len(p.lower))
	}
	p.words = b.String()
	return p
}

// atom is a phrase, which matches where a word starts and no negation stands before it, or a pattern.
type atom struct {
	phrase  string
	pattern *regexp.Regexp
	shape   bool // a built-in form: "no 5" has a number all the same
}

// mostMatches of a pattern are looked at for one without a negation: all of them could take quadratic time.
const mostMatches = 16

func (a atom) in(p piece) bool {
	switch {
	case a.shape:
		return a.pattern.MatchString(p.lower)
	case a.pattern != nil:
		return slices.ContainsFunc(a.pattern.FindAllStringIndex(p.lower, mostMatches), func(at []int) bool {
			return !negatedBehind(p.lower[at[1]:]) && (!strings.HasSuffix(p.lower[:at[0]], " ") || !negated(p.lower[:at[0]]))
		})
	}
	for at := 0; ; at++ {
		found := strings.Index(p.words[at:], " "+a.phrase)
		if found < 0 {
			return false
		}
		at += found
		begins, ends := p.at[at+1], p.at[at+len(a.phrase)]
		if !negated(p.lower[:begins]) && !negatedBehind(p.lower[ends:]) {
			return true
		}
	}
}

// alternative holds when all its atoms do: somewhere, or all of them on one line.
type alternative struct {
	source  string
	oneLine bool
	atoms   []atom
}

func (a alternative) in(p piece) bool {
	for _, one := range a.atoms {
		if !one.in(p) {
			return false
		}
	}
	return true
}

// Set is a compiled `cues` field.
type Set struct{ alternatives []alternative }

// Fault is something wrong in a cues field; At is the byte at which the alternative starts.
type Fault struct {
	At      int
	Message string
}

func (f *Fault) Error() string { return f.Message }

// Compile reads `a | b + c | d ~ @rate | /pattern/`: alternatives between bars; + wants both
// anywhere, ~ both on one line; @ names a shape; a pattern between slashes is RE2 over lower case.
func Compile(source string) (*Set, *Fault) {
	set := &Set{}
	at := 0
	for part := range strings.SplitSeq(source, " | ") {
		a, message := compileAlternative(part)
		if message != "" {
			return nil, &Fault{at + len(part) - len(strings.TrimLeft(part, " ")), message}
		}
		set.alternatives = append(set.alternatives, a)
		at += len(part) + len(" | ")
	}
	return set, nil
}

func compileAlternative(source string) (alternative, string) {
	source = strings.TrimSpace(source)
	a := alternative{source: source}
	if source == "" {
		return a, "a cue is empty"
	}
	separator := " + "
	if strings.Contains(source, " ~ ") {
		if strings.Contains(source, " + ") {
			return a, fmt.Sprintf("cue %q mixes + and ~; use one of them", source)
		}
		separator, a.oneLine = " ~ ", true
	}
	for part := range strings.SplitSeq(source, separator) {
		one, message := compileAtom(strings.TrimSpace(part))
		if message != "" {
			return a, message
		}
		a.atoms = append(a.atoms, one)
	}
	return a, ""
}

func compileAtom(source string) (atom, string) {
	switch {
	case strings.HasPrefix(source, "@"):
		shape, ok := shapes[source]
		if !ok {
			return atom{}, fmt.Sprintf("there is no shape %q; use %s", source, strings.Join(Shapes(), " "))
		}
		return atom{pattern: shape, shape: true}, ""
	case len(source) > 2 && source[0] == '/' && source[len(source)-1] == '/':
		pattern, err := regexp.Compile("(?i)" + source[1:len(source)-1])
		if err != nil {
			return atom{}, fmt.Sprintf("cue %s is no regular expression: %v", source, err)
		}
		return atom{pattern: pattern}, ""
	}
	if strings.Contains(source, "|") {
		return atom{}, fmt.Sprintf("cue %q has a bar; put a blank on both sides and a cue before and behind", source)
	}
	phrase := Normalise(source)
	if phrase == "" {
		return atom{}, fmt.Sprintf("cue %q has no letter or digit", source)
	}
	return atom{phrase: phrase}, ""
}

// In gives the first alternative that a text shows, "" if none.
func (s *Set) In(t *Text) string {
	for _, a := range s.alternatives {
		if !a.oneLine && a.in(t.whole) || a.oneLine && slices.ContainsFunc(t.lines, a.in) {
			return a.source
		}
	}
	return ""
}

// Count says how many alternatives a text shows, for ranking what it may mean.
func (s *Set) Count(t *Text) int {
	n := 0
	for _, a := range s.alternatives {
		if !a.oneLine && a.in(t.whole) || a.oneLine && slices.ContainsFunc(t.lines, a.in) {
			n++
		}
	}
	return n
}
