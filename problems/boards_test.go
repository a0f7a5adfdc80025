package problems

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mockroom/server/cue"
)

// seenOn is what of a problem's checklists a board of testdata shows, and the musts that it lacks.
func seenOn(t *testing.T, p *Problem, board string) (seen, lacking []string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/boards/" + board)
	if err != nil {
		t.Fatal(err)
	}
	text := cue.NewText(cue.WithoutOffered(string(raw)))
	for _, script := range p.Kit.Scripts {
		for _, item := range script.Items {
			if item.Cues.In(text) != "" {
				seen = append(seen, script.Phase+"/"+item.ID)
			} else if item.Must {
				lacking = append(lacking, script.Phase+"/"+item.ID)
			}
		}
	}
	return seen, lacking
}

// TestCuesFindWhatPeopleWrite holds the cues against boards in telegraph style and with German notes,
// against the other problem's board, and against one that says nothing.
func TestCuesFindWhatPeopleWrite(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		slug, other string
		german      int // fewest items seen on the German board
	}{{"newsfeed", "uber", 11}, {"uber", "newsfeed", 11}} {
		p, _ := core.Find(test.slug)
		total := 0
		for _, s := range p.Kit.Scripts {
			total += len(s.Items)
		}
		seen, lacking := seenOn(t, p, test.slug+"-telegraph.md")
		if len(lacking) > 0 || len(seen) < total-1 {
			t.Errorf("%s, telegraph: %d of %d are seen; lacking %v", test.slug, len(seen), total, lacking)
		}
		if seen, _ := seenOn(t, p, test.slug+"-german.md"); len(seen) < test.german {
			t.Errorf("%s, German: only %d are seen: %v", test.slug, len(seen), seen)
		}
		own := map[string]string{"newsfeed": "high-level/fanout high-level/feed-store deep-dive/large-account", "uber": "high-level/cells high-level/states clarification/never-twice"}[test.slug]
		seen, _ = seenOn(t, p, test.other+"-telegraph.md")
		for _, item := range strings.Fields(own) {
			if slices.Contains(seen, item) {
				t.Errorf("%s: %s is seen on a board about %s", test.slug, item, test.other)
			}
		}
	}
	for _, p := range core.All() {
		if seen, _ := seenOn(t, p, "nothing.md"); len(seen) > 0 {
			t.Errorf("%s: a board that says nothing shows %v", p.Slug, seen)
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
