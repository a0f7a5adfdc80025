package problems

import (
	"mockroom/server/calc"
	"mockroom/server/cue"
)

// Kit is what an interviewer has of a problem. Nothing in it is for a candidate before the review,
// but for what the interviewer tells, gives, asks and deals.
type Kit struct {
	// Brief, Opening are Markdown; {{minutes}} and {{level}} stand for the session's own.
	Brief, Opening string
	// Guide are further sections of interviewer.md, as they are: minute by minute, words, afterwards.
	Guide          []Chapter
	Clarifications []Clarification
	Mistakes       []Entry
	// Worksheet is the text of the calc block, Sheet its values, Capacity the sections around it.
	Worksheet string
	Sheet     calc.Sheet
	Capacity  []Chapter
	// Design are the sections of design.md in their order.
	Design []Chapter
	Dives  []Dive
	Cards  []Card
	// Scripts are the four timed phases in their order.
	Scripts []Script
}

// Chapter is a section as it is read: a title and Markdown.
type Chapter struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Entry is an item of a list: an id, flags and a sentence.
type Entry struct {
	ID    string   `json:"id"`
	Flags []string `json:"flags,omitempty"`
	Text  string   `json:"text"`
}

// Clarification is a question that a candidate may ask, with its answer.
type Clarification struct {
	ID string `json:"id"`
	// Kind is scope, scale or quality.
	Kind     string `json:"kind"`
	Must     bool   `json:"must"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
	// Silent says what to do when nobody asks.
	Silent string `json:"silent,omitempty"`
	// Cues recognise the question in other words; nil where the file gives none.
	Cues *cue.Set `json:"-"`
	// Words are the cues as written, for finding an answer by what was asked.
	Words string `json:"words,omitempty"`
}

// Levels says what is said or drawn at each level.
type Levels struct {
	Mid    string `json:"mid"`
	Senior string `json:"senior"`
	Staff  string `json:"staff"`
}

// Dive is a topic for the deep dive.
type Dive struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Default  bool     `json:"default"`
	Minutes  int      `json:"minutes"`
	Concepts []string `json:"concepts,omitempty"`
	Asks     []string `json:"asks"`
	// AskCriteria says for each of Asks what its answer can be evidence for.
	AskCriteria [][]string `json:"ask_criteria"`
	Levels      Levels     `json:"levels"`
	// Table is the trade-off table, as Markdown.
	Table string `json:"table,omitempty"`
}

// Card is a follow-up.
type Card struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Kind is scaling, failure, change, security, operations or cost.
	Kind    string `json:"kind"`
	Minutes int    `json:"minutes"`
	// Criteria are those that its answer can be evidence for.
	Criteria []string `json:"criteria"`
	// Level is from where on the card tells candidates apart.
	Level string `json:"level"`
	Ask   string `json:"ask"`
	Then  string `json:"then,omitempty"`
	// Levels of its answers.
	Levels Levels `json:"levels"`
}

// Script is one timed phase: its goal, and what should be on the board at its end.
type Script struct {
	Phase string          `json:"phase"`
	Title string          `json:"title"`
	Goal  string          `json:"goal"`
	Items []ChecklistItem `json:"items"`
}

// ChecklistItem is an item of a phase's checklist.
type ChecklistItem struct {
	ID   string `json:"id"`
	Must bool   `json:"must"`
	Text string `json:"text"`
	// Hints are the ladder: gentle, pointed, explicit.
	Hints [3]string `json:"hints"`
	// Criteria are those that a hint for it is help with.
	Criteria []string `json:"criteria"`
	Cues     *cue.Set `json:"-"`
}

// Clarification finds a question by its id.
func (k *Kit) Clarification(id string) (Clarification, bool) {
	return find(k.Clarifications, func(c Clarification) bool { return c.ID == id })
}

// Dive finds a topic by its id.
func (k *Kit) Dive(id string) (Dive, bool) {
	return find(k.Dives, func(d Dive) bool { return d.ID == id })
}

// Card finds a follow-up by its id.
func (k *Kit) Card(id string) (Card, bool) {
	return find(k.Cards, func(c Card) bool { return c.ID == id })
}

// Item finds a checklist's item by phase and id.
func (k *Kit) Item(phase, id string) (ChecklistItem, bool) {
	for _, s := range k.Scripts {
		if s.Phase == phase {
			return find(s.Items, func(c ChecklistItem) bool { return c.ID == id })
		}
	}
	return ChecklistItem{}, false
}

// Script is the checklist of a phase; empty for those without.
func (k *Kit) Script(phase string) Script {
	s, _ := find(k.Scripts, func(s Script) bool { return s.Phase == phase })
	return s
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	for _, one := range list {
		if is(one) {
			return one, true
		}
	}
	var none T
	return none, false
}
