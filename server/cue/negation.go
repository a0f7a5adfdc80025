package cue

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// negations take back what stands behind them: "no queue" shows no queue. A cue that begins with one
// of them ("no offset") means it. "Never" is none: "never twice" says what is wanted.
var negations = words("no not without nor neither kein keine keinen keinem keiner nicht ohne")

// contracted are the verbs of "don't" and the like. "Doesn't charge twice" says what is wanted, so those
// of its kind need one of needs behind them: "doesn't use a queue".
var (
	contracted = words("don isn aren needn doesn didn won")
	wishes     = words("doesn didn won")
	needs      = words("need needs use using")
)

// between may stand behind a negation: "not a queue", "no need for a queue", "not yet sharded".
var between = words("a an any the need needs for to use using yet extra separate own dedicated real ein eine einen eigene eigenen extra")

// joins go on with a negation: "no queue or log", "without a cache or a queue".
var joins = words("or nor oder noch")

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// longestNegation is more than the bytes of a negation and what may stand between it and its matter.
const longestNegation = 48

// negated says whether the end of a text in lower case takes back what follows it in the same clause.
func negated(before string) bool {
	before = before[max(0, len(before)-longestNegation):]
	before = before[strings.LastIndexAny(before, "\n.,;:!?()|>→")+1:]
	list := strings.FieldsFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	all := list
	list = withoutBetween(list)
	if n := len(list); n > 2 && joins[list[n-1]] {
		list = withoutBetween(list[:n-2])
	}
	n := len(list)
	switch {
	case n > 0 && negations[list[n-1]]:
		return true
	case n > 1 && list[n-1] == "t":
		needed := slices.ContainsFunc(all[n:], func(w string) bool { return needs[w] })
		return contracted[list[n-2]] && (needed || !wishes[list[n-2]])
	}
	return n > 1 && list[n-2] == "w" && list[n-1] == "o"
}

// withoutBetween drops the words at the end that may stand between a negation and its matter.
func withoutBetween(list []string) []string {
	last := len(list)
	for last > 0 && between[list[last-1]] {
		last--
	}
	return slices.Clip(list[:last])
}

// takenBack is how what stood before is negated: "a queue is not needed", "queue: no".
var takenBack = regexp.MustCompile(`^[\p{L}\d]*["')\x60]*(\s+(is|are|ist|sind)?\s*(n['’]t|not|nicht)\s+(yet\s+)?(needed|necessary|required|used|nötig|notwendig)\b|\s+(unnecessary|unnötig|überflüssig)\b|\s*[:?=]?\s+(no|nope|none|nein|keine?)\s*([,;.!)|\n]|$))`)

// longestTaking is more than the bytes of what takes back what stands before it.
const longestTaking = 48

// negatedBehind says whether the beginning of a text in lower case takes back what stands before it.
func negatedBehind(after string) bool {
	return takenBack.MatchString(after[:min(len(after), longestTaking)])
}
