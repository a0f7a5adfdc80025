package problems

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mockroom/server/cue"
)

func readBoard(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/boards/" + name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// unseenOn is what of a problem's checklists a board does not show.
func unseenOn(p *Problem, board string) []string {
	text := cue.NewText(cue.WithoutOffered(board))
	var unseen []string
	for _, script := range p.Kit.Scripts {
		for _, item := range script.Items {
			if item.Cues.In(text) == "" {
				unseen = append(unseen, item.ID)
			}
		}
	}
	return unseen
}

// TestCuesFindWhatPeopleWrite holds the cues against boards as people write them: in telegraph style
// by two hands, an average one in sentences, and with German notes. Each names what is not on it.
func TestCuesFindWhatPeopleWrite(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ board, unseen string }{
		{"tinyurl-telegraph", ""},
		{"tinyurl-average", "lifetime quality analytics out-of-scope model race alternative hot-key takedown guessing counting failure abuse signals"},
		{"tinyurl-german", "analytics out-of-scope model diagram cache race alternative hot-key takedown guessing counting failure growth abuse signals"},
		{"newsfeed-telegraph", ""},
		{"newsfeed-quick", ""},
		{"newsfeed-average", "followers targets order removal out-of-scope api model numbers-used repeat paging deletion lost-feed growth abuse signals"},
		{"newsfeed-german", "order removal numbers-used repeat deletion lost-feed failure growth abuse signals"},
		{"newsfeed-german2", "deletion growth abuse signals"},
		{"uber-telegraph", ""},
		{"uber-quick", ""},
		{"uber-average", "match-time offline availability out-of-scope split numbers-used one-promise border idempotent road-time growth abuse"},
		{"uber-german", "offline availability out-of-scope numbers-used expiry border idempotent road-time growth abuse signals"},
		{"uber-german2", "idempotent road-time abuse signals"},
	} {
		slug, _, _ := strings.Cut(test.board, "-")
		p, _ := core.Find(slug)
		if got := unseenOn(p, readBoard(t, test.board)); strings.Join(got, " ") != test.unseen {
			t.Errorf("%s: not seen are\n%s\nbut should be\n%s", test.board, strings.Join(got, " "), test.unseen)
		}
	}
}

// TestCuesLeaveNeighboursAlone holds every item against five sentences that share its words and not
// its matter: the neighbour topic, a longer word, a negation.
func TestCuesLeaveNeighboursAlone(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"newsfeed", "uber"} {
		p, _ := core.Find(slug)
		unlike := map[string][]string{}
		id := ""
		for line := range strings.Lines(readBoard(t, slug+"-unlike")) {
			line = strings.TrimSpace(line)
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				id = heading
			} else {
				unlike[id] = append(unlike[id], line)
			}
		}
		for _, script := range p.Kit.Scripts {
			for _, item := range script.Items {
				if n := len(unlike[item.ID]); n < 5 {
					t.Errorf("%s: %s has %d sentences that must not match", slug, item.ID, n)
				}
				for _, line := range unlike[item.ID] {
					if hit := item.Cues.In(cue.NewText(line)); hit != "" {
						t.Errorf("%s: %s is seen in %q by %q", slug, item.ID, line, hit)
					}
				}
			}
		}
	}
}

// TestCuesKeepProblemsApart wants nothing of a problem's own matter on another problem's board, and
// nothing at all on an empty outline or, behind the clarification, in the prompt.
func TestCuesKeepProblemsApart(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ slug, board, own string }{
		{"newsfeed", "uber-telegraph", "functions followers removal order api fanout feed-store large-account paging deletion"},
		{"newsfeed", "tinyurl-telegraph", "functions followers order api fanout feed-store large-account lost-feed paging"},
		{"uber", "newsfeed-telegraph", "functions rates match-time never-twice states soft-positions cells split one-promise border road-time"},
		{"uber", "tinyurl-telegraph", "functions rates match-time never-twice offline states soft-positions cells split border road-time"},
	} {
		p, _ := core.Find(test.slug)
		unseen := unseenOn(p, readBoard(t, test.board))
		for _, id := range strings.Fields(test.own) {
			if !slices.Contains(unseen, id) {
				t.Errorf("%s: %s is seen on %s", test.slug, id, test.board)
			}
		}
	}
	for _, p := range core.All() {
		total := 0
		for _, script := range p.Kit.Scripts {
			total += len(script.Items)
		}
		if unseen := unseenOn(p, readBoard(t, "nothing")); len(unseen) < total {
			t.Errorf("%s: a board that says nothing shows %d items", p.Slug, total-len(unseen))
		}
		prompt := cue.NewText(p.Prompt)
		for _, script := range p.Kit.Scripts[1:] {
			for _, item := range script.Items {
				if hit := item.Cues.In(prompt); hit != "" {
					t.Errorf("%s: the prompt alone shows %s/%s by %q", p.Slug, script.Phase, item.ID, hit)
				}
			}
		}
	}
}

// TestQuestionsFindTheirAnswer asks every clarification in two other wordings: the answer is among
// what its words find, and at most two others are.
func TestQuestionsFindTheirAnswer(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"newsfeed", "uber"} {
		p, _ := core.Find(slug)
		asked := map[string]int{}
		id := ""
		for line := range strings.Lines(readBoard(t, slug+"-questions")) {
			line = strings.TrimSpace(line)
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				id = heading
				continue
			}
			asked[id]++
			var found []string
			for _, c := range p.Kit.Clarifications {
				if c.Cues.In(cue.NewText(line)) != "" {
					found = append(found, c.ID)
				}
			}
			if !slices.Contains(found, id) || len(found) > 3 {
				t.Errorf("%s: %q is about %s, and finds %v", slug, line, id, found)
			}
		}
		for _, c := range p.Kit.Clarifications {
			if asked[c.ID] < 2 {
				t.Errorf("%s: %s is asked in %d other wordings", slug, c.ID, asked[c.ID])
			}
		}
	}
}
