package cue

import (
	"strings"
	"unicode"
)

// negations take back what stands behind them: "no queue" shows no queue. A cue that begins with one
// of them ("no offset") means it.
var negations = map[string]bool{
	"no": true, "not": true, "without": true,
	"kein": true, "keine": true, "keinen": true, "nicht": true, "ohne": true,
}

// articles may stand between: "not a queue".
var articles = map[string]bool{"a": true, "an": true, "any": true, "the": true}

// longestNegation is more than the bytes of a negation, an article and the blanks around them.
const longestNegation = 24

// negated says whether the words at the end of a text take back what follows them on their line.
func negated(before string) bool {
	before = before[max(0, len(before)-longestNegation):]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	words := strings.FieldsFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if n := len(words); n > 1 && articles[words[n-1]] {
		words = words[:n-1]
	}
	return len(words) > 0 && negations[words[len(words)-1]]
}
