package problems

import (
	"slices"
	"testing"
)

// TestWhatAProbeIsEvidenceFor holds the defaults, and that a probe or a card that says it itself wins.
func TestWhatAProbeIsEvidenceFor(t *testing.T) {
	source := "## One `one default 8min`\n" +
		"- concepts: sharding, replication, unheard-of\n" +
		"- ask: Which key?\n" +
		"- ask: It dies. Is the link there? `reliability`\n" +
		"- ask: Compare both. `trade-offs, scalability`\n" +
		"- ask: What does `POST` answer, and what `get /{code}`?\n" +
		"- ask: Explain `code`\n" +
		"- `mid` a\n- `senior` b\n- `staff` c\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n"
	r := &report{file: "dives.md"}
	var k Kit
	k.readDives(r, source, 8)
	if len(r.faults) > 0 {
		t.Fatal(r.faults)
	}
	byConcepts := []string{"trade-offs", "scalability", "reliability"}
	d := k.Dives[0]
	for i, want := range []struct {
		text     string
		criteria []string
	}{
		{"Which key?", byConcepts},
		{"It dies. Is the link there?", []string{"reliability"}},
		{"Compare both.", []string{"trade-offs", "scalability"}},
		{"What does `POST` answer, and what `get /{code}`?", byConcepts},
		{"Explain `code`", byConcepts},
	} {
		if d.Asks[i] != want.text || !slices.Equal(d.AskCriteria[i], want.criteria) {
			t.Errorf("%q %v, want %q %v", d.Asks[i], d.AskCriteria[i], want.text, want.criteria)
		}
	}
	var cards Kit
	levels := "- `mid` a\n- `senior` b\n- `staff` c\n\n"
	cards.readCards(&report{file: "followups.md"}, "## A `a failure 3min mid`\n- ask: b\n- then: c\n"+levels+
		"## B `b scaling 3min mid`\n- ask: b\n- then: c\n- criteria: trade-offs, scalability\n"+levels+"## C `c change 3min mid`\n- ask: b\n- then: c\n"+levels)
	for i, want := range [][]string{{"reliability"}, {"trade-offs", "scalability"}, {"trade-offs"}} {
		if !slices.Equal(cards.Cards[i].Criteria, want) {
			t.Errorf("card %s: %v, want %v", cards.Cards[i].ID, cards.Cards[i].Criteria, want)
		}
	}
}

// TestEveryProbeIsEvidenceForSomething holds over the whole catalogue: each probe and each card leads to
// a criterion, each problem has a question for all but communication and structured approach, which show
// in how things are said; and whatever the lists of defaults name is a criterion.
func TestEveryProbeIsEvidenceForSomething(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range core.All() {
		asked := map[string]bool{}
		for _, d := range p.Kit.Dives {
			for i, list := range d.AskCriteria {
				if len(list) == 0 {
					t.Errorf("%s: nobody knows what %s %d is evidence for: name it in a code span at its end", p.Slug, d.ID, i+1)
				}
				for _, c := range list {
					asked[c] = true
				}
			}
		}
		for _, c := range p.Kit.Cards {
			for _, name := range c.Criteria {
				asked[name] = true
			}
		}
		for _, c := range criteria[2:] {
			if !asked[c] {
				t.Errorf("%s: no probe and no card asks about %s", p.Slug, c)
			}
		}
	}
	for kind, list := range criteriaByKind {
		if !slices.Contains(cardKinds, kind) || len(list) == 0 || !slices.Contains(criteria, list[0]) {
			t.Errorf("%s: %v", kind, list)
		}
	}
	for concept, c := range criterionByConcept {
		if !slices.Contains(criteria, c) {
			t.Errorf("%s: %s", concept, c)
		}
	}
}

// TestWhatAHintIsHelpWith holds the defaults for items of checklists, and that an item that says it itself
// wins.
func TestWhatAHintIsHelpWith(t *testing.T) {
	hints := "  - cues: some words\n  - hints: a | b | c\n"
	source := "## Clarification `clarification`\n- goal: g\n- `peak must` The peak is written down.\n" + hints +
		"## High-level `high-level`\n- goal: g\n- `api must` Both calls.\n" + hints + "- `whole must` The path, once.\n" + hints +
		"## Deep dive `deep-dive`\n- goal: g\n- `other must` One option was rejected.\n" + hints + "- `a must` It grows.\n" + hints + "  - criteria: communication, trade-offs\n" +
		"## Follow-up `follow-up`\n- goal: g\n- `signals must` How you notice.\n" + hints
	r := &report{file: "phases.md"}
	var k Kit
	k.readScripts(r, source)
	if len(r.faults) > 0 {
		t.Fatal(r.faults)
	}
	want := map[string][]string{
		"peak": {"structured-approach"}, "api": {"implementation-details"}, "whole": {"structured-approach"}, "other": {"trade-offs"},
		"a": {"communication", "trade-offs"}, "signals": {"reliability"},
	}
	for _, script := range k.Scripts {
		for _, item := range script.Items {
			if !slices.Equal(item.Criteria, want[item.ID]) {
				t.Errorf("%s: %v, want %v", item.ID, item.Criteria, want[item.ID])
			}
		}
	}
}
