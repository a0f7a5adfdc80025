package browsertest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mockroom/problems"
)

// hostileProblem is a problem whose every text is an attack, past all that the pack's check refuses.
func hostileProblem(t *testing.T, texts, diagrams, sheets []string) *problems.Catalogue {
	t.Helper()
	catalogue, err := problems.Load(os.DirFS("../../problems/testdata/pack"), "sample")
	if err != nil {
		t.Fatal(err)
	}
	p, _ := catalogue.Find("sample")
	at := 0
	next := func() string { at++; return texts[at%len(texts)] }
	whole := fenced("mermaid", diagrams[:3]) + fenced("calc", sheets) + strings.Join(texts, "\n\n")
	p.Prompt, p.Title, p.ShortName, p.Summary = whole, next(), next(), next()
	p.Aliases, p.Concepts, p.Authors, p.License = []string{next(), next()}, []string{next(), next(), next()}, []string{next()}, next()
	for k := range p.Anchors {
		p.Anchors[k] = [4]string{next(), next(), next(), next()}
	}
	k := &p.Kit
	k.Brief, k.Opening, k.Worksheet = whole, whole, strings.Join(sheets, "\n")
	for range 4 {
		k.Guide = append(k.Guide, problems.Chapter{Title: next(), Text: whole})
		k.Capacity = append(k.Capacity, problems.Chapter{Title: next(), Text: whole})
		k.Design = append(k.Design, problems.Chapter{Title: next(), Text: whole})
	}
	k.Clarifications, k.Cards, k.Mistakes = nil, nil, nil
	for i := range 60 {
		k.Clarifications = append(k.Clarifications, problems.Clarification{ID: fmt.Sprintf("c%d", i), Kind: "scope", Must: i%2 == 0, Question: next(), Answer: next(), Silent: next(), Words: next()})
		k.Cards = append(k.Cards, problems.Card{ID: fmt.Sprintf("card%d", i), Title: next(), Ask: next(), Then: next()})
		k.Mistakes = append(k.Mistakes, problems.Entry{ID: fmt.Sprintf("m%d", i), Text: next()})
	}
	for i := range k.Dives {
		d := &k.Dives[i]
		d.Title, d.Asks, d.Table, d.Concepts = next(), []string{next(), next(), next()}, whole, []string{next()}
		d.Levels = problems.Levels{Mid: next(), Senior: next(), Staff: next()}
	}
	for i := range k.Scripts {
		k.Scripts[i].Goal = next()
		for j := range k.Scripts[i].Items {
			k.Scripts[i].Items[j].Text, k.Scripts[i].Items[j].Hints = next(), [3]string{next(), next(), next()}
		}
	}
	for name := range p.Files {
		if strings.HasSuffix(name, ".md") {
			p.Files[name] = append(p.Files[name], "\n\n"+whole...)
		}
	}
	return catalogue
}
