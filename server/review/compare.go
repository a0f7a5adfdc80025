package review

import (
	"slices"
	"strings"

	"mockroom/problems"
	"mockroom/server/cue"
	"mockroom/server/diagram"
	"mockroom/server/interview"
)

// Comparison holds the board against the reference design: facts to talk about. Another design is no
// worse for it.
type Comparison struct {
	// NoPicture says that no diagram is on the board.
	NoPicture bool
	// OnlyReference and OnlyBoard are boxes by their names that one of the two has and the other has not.
	OnlyReference, OnlyBoard []string
	// Choices are the reference's decisions.
	Choices []Choice
}

// Choice is a decision of the reference design, and which of its words are on the board.
type Choice struct {
	What, Costs, Otherwise string
	Words                  []string
}

// The section of the reference design whose table lists its decisions: what, what it buys, what it
// costs, when another is right.
const (
	choicesTitle   = "Choices and their prices"
	choicesColumns = 4
)

// AddComparison compares the board at the end with what the viewer may read of the reference design; it
// adds nothing where that is nothing.
func (r *Report) AddComparison(board string, p interview.ProblemView) {
	var reference strings.Builder
	var choices []Choice
	for _, c := range p.Design {
		reference.WriteString(c.Text + "\n")
		if c.Title == choicesTitle {
			choices = readChoices(c, board)
		}
	}
	theirs := boxNames(reference.String())
	if len(theirs) == 0 && len(choices) == 0 {
		return
	}
	ours := boxNames(board)
	c := &Comparison{NoPicture: len(ours) == 0, Choices: choices}
	if !c.NoPicture {
		c.OnlyReference, c.OnlyBoard = without(theirs, ours), without(ours, theirs)
	}
	r.Comparison = c
}

// boxNames are what the boxes of all diagrams of a text say, each once.
func boxNames(text string) []string {
	var names []string
	for _, source := range diagram.Sources(text) {
		for _, b := range diagram.Read(source).Boxes {
			if !slices.Contains(names, b.Name) {
				names = append(names, b.Name)
			}
		}
	}
	return names
}

// without are the names of a list that are like none of another.
func without(list, others []string) []string {
	var left []string
	for _, name := range list {
		if !slices.ContainsFunc(others, func(o string) bool { return alike(name, o) }) {
			left = append(left, name)
		}
	}
	return left
}

// parts are words for the same part of a system.
var parts = [][]string{
	{"client", "browser", "app", "user", "mobile", "phone", "visitor", "reader"},
	{"load balancer", "lb", "gateway", "proxy", "edge", "nginx", "envoy"},
	{"cache", "redis", "memcached", "memcache", "lru"},
	{"queue", "kafka", "stream", "broker", "log", "topic", "sqs", "rabbitmq", "pubsub", "bus", "outbox"},
	{"object store", "blob", "bucket", "s3", "object storage", "blobs"},
	{"cdn", "cloudfront"},
	{"database", "db", "store", "sql", "nosql", "postgres", "mysql", "dynamo", "dynamodb", "cassandra", "table", "shard", "shards", "primary", "replica", "standby"},
	{"search", "index", "elasticsearch", "elastic", "lucene"},
	{"worker", "workers", "job", "jobs", "consumer", "consumers", "sweeper", "cron", "batch"},
}

// common are words that say nothing about what a box is for.
var common = map[string]bool{"the": true, "and": true, "of": true, "a": true, "in": true, "per": true, "for": true, "to": true, "with": true, "service": true, "server": true, "servers": true, "system": true, "api": true, "node": true, "nodes": true}

// alike says whether two boxes may be the same: they share a word that says what they are for, or are the
// same part of a system. It would rather call two boxes alike than name a difference that is none.
func alike(a, b string) bool {
	wa, wb := cue.Normalise(a), cue.Normalise(b)
	for word := range strings.FieldsSeq(wa) {
		if common[word] {
			continue
		}
		for other := range strings.FieldsSeq(wb) {
			if sameStem(word, other) {
				return true
			}
		}
	}
	for _, words := range parts {
		if hasAny(wa, words) && hasAny(wb, words) {
			return true
		}
	}
	return false
}

// sameStem takes two words for one where the shorter begins the longer and has four letters, as in
// "link" and "links".
func sameStem(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 4 && strings.HasPrefix(b, a)
}

func hasAny(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(" "+text+" ", " "+p+" ") })
}

// readChoices reads the table of decisions and looks for their words on the board.
func readChoices(c problems.Chapter, board string) []Choice {
	written := strings.Fields(cue.Normalise(board))
	var list []Choice
	for line := range strings.Lines(c.Text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != choicesColumns || strings.Trim(cells[0], " -:") == "" {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		choice := Choice{What: cells[0], Costs: cells[2], Otherwise: cells[3]}
		for word := range strings.FieldsSeq(cue.Normalise(choice.What)) {
			said := slices.ContainsFunc(written, func(w string) bool { return sameStem(word, w) })
			if said && telling(word) && !slices.Contains(choice.Words, word) {
				choice.Words = append(choice.Words, word)
			}
		}
		list = append(list, choice)
	}
	if len(list) > 0 {
		list = list[1:] // the head of the table
	}
	return list
}

// telling leaves out words that any board has.
func telling(word string) bool {
	return !common[word] && (len(word) >= 4 || strings.ContainsAny(word, "0123456789") && len(word) >= 3)
}
