package problems

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mockroom/server/cue"
)

// Boards as people write them lie in two halves: cues are tuned on the first, and what they are worth
// is measured on the second, which is never edited.
const (
	tuning  = "testdata/boards"
	heldOut = "testdata/heldout"
)

// aboard is a board of a problem. Its labels are the checklist items that a person who reads it finds
// on it, nil as long as nobody has looked.
type aboard struct {
	name   string // of the file, without its end
	text   *cue.Text
	labels []string
}

// readBoards reads the boards of a half for every problem: whatever file is called <slug>-<style>.md,
// with its labels in <slug>-<style>.labels. Lists of sentences for other tests are no boards, and a
// board may be written before its problem.
func readBoards(t *testing.T, core *Catalogue, half string) map[string][]aboard {
	t.Helper()
	files, err := filepath.Glob(half + "/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no board is in %s: %v", half, err)
	}
	boards := map[string][]aboard{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".md")
		slug := slugOf(core, name)
		switch {
		case strings.HasSuffix(name, "-unlike"), strings.HasSuffix(name, "-questions"), name == "nothing", name == "README":
			continue
		case slug == "":
			t.Logf("%s waits for its problem", file)
			continue
		}
		boards[slug] = append(boards[slug], aboard{name, boardText(readFile(t, file)), readLabels(t, core, slug, strings.TrimSuffix(file, ".md")+".labels")})
	}
	return boards
}

// slugOf is the problem that a file's name begins with; a slug may have hyphens itself.
func slugOf(core *Catalogue, name string) string {
	slug := ""
	for _, p := range core.All() {
		if strings.HasPrefix(name, p.Slug+"-") && len(p.Slug) > len(slug) {
			slug = p.Slug
		}
	}
	return slug
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// readLabels reads one item's id a line; a line that starts with # is a remark.
func readLabels(t *testing.T, core *Catalogue, slug, file string) []string {
	t.Helper()
	if _, err := os.Stat(file); os.IsNotExist(err) {
		return nil
	}
	p, _ := core.Find(slug)
	labels := []string{}
	number := 0
	for line := range strings.Lines(readFile(t, file)) {
		number++
		id := strings.TrimSpace(line)
		switch {
		case id == "" || strings.HasPrefix(id, "#"):
		case !slices.Contains(itemsOf(p), id):
			t.Errorf("%s:%d: %s has no checklist item %q", file, number, slug, id)
		case slices.Contains(labels, id):
			t.Errorf("%s:%d: %q is there twice", file, number, id)
		default:
			labels = append(labels, id)
		}
	}
	return labels
}

// readLists reads what stands below each "## id" of <slug>-<kind>.md, a sentence a line, for every problem that has such a file.
func readLists(t *testing.T, core *Catalogue, kind string) map[string]map[string][]string {
	t.Helper()
	files, err := filepath.Glob(tuning + "/*-" + kind + ".md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no %s is in %s: %v", kind, tuning, err)
	}
	lists := map[string]map[string][]string{}
	for _, file := range files {
		slug := strings.TrimSuffix(path.Base(file), "-"+kind+".md")
		if _, ok := core.Find(slug); !ok {
			t.Logf("%s waits for its problem", file)
			continue
		}
		list, id := map[string][]string{}, ""
		for line := range strings.Lines(readFile(t, file)) {
			line = strings.TrimSpace(line)
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				id = heading
			} else if line != "" {
				list[id] = append(list[id], line)
			}
		}
		lists[slug] = list
	}
	return lists
}

// itemsOf are the ids of all checklist items of a problem.
func itemsOf(p *Problem) []string {
	var ids []string
	for _, script := range p.Kit.Scripts {
		for _, item := range script.Items {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// boardText prepares a board as a room does.
func boardText(board string) *cue.Text { return cue.NewText(cue.WithoutOffered(board)) }

// seenOn is what of some scripts' checklists a board shows to the cues.
func seenOn(scripts []Script, text *cue.Text) []string {
	var seen []string
	for _, script := range scripts {
		for _, item := range script.Items {
			if item.Cues.In(text) != "" {
				seen = append(seen, item.ID)
			}
		}
	}
	return seen
}

// TestCuesLeaveNeighboursAlone holds every item against five sentences that share its words and not
// its matter: the neighbour topic, a longer word, a negation.
func TestCuesLeaveNeighboursAlone(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for slug, unlike := range readLists(t, core, "unlike") {
		p, _ := core.Find(slug)
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

// foreignShare is how many of a problem's items behind the clarification another problem's board may
// show. Nine of some seventeen are any system's, and a good board has them all: an interface, a data
// model, a picture, figures used, an alternative, a failure, growth, abuse, signals. Two more are met by
// systems that are alike (a cache, a race, retries): eleven. What is above that is the problem's own
// matter, found where it is not.
const foreignShare = 0.65

// strongBoard is how many items a board has to show of its own problem to be held against others.
const strongBoard = 16

// TestCuesKeepProblemsApart shows every problem the strong boards of all others, and wants nothing at all on an
// empty outline or, behind the clarification, in the prompt. Pairs that are alike are in apart.txt.
func TestCuesKeepProblemsApart(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long, and has nothing that runs beside it")
	}
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	alike := map[string]bool{}
	for line := range strings.Lines(readFile(t, tuning+"/apart.txt")) {
		if pair, _, _ := strings.Cut(line, "#"); strings.TrimSpace(pair) != "" {
			alike[strings.Join(strings.Fields(pair), " ")] = false
		}
	}
	boards := readBoards(t, core, tuning)
	nothing := boardText(readFile(t, tuning+"/nothing.md"))
	for _, p := range core.All() {
		behind := p.Kit.Scripts[1:]
		total := 0
		for _, script := range behind {
			total += len(script.Items)
		}
		for other, list := range boards {
			for _, board := range list {
				if other == p.Slug || len(board.labels) < strongBoard {
					continue
				}
				seen := seenOn(behind, board.text)
				if float64(len(seen)) <= foreignShare*float64(total) {
					continue
				}
				if pair := p.Slug + " " + board.name; !excused(alike, pair) {
					t.Errorf("%s/phases.md: %d of %d items behind the clarification are seen on %s, a board of another problem: %s; narrow their cues, or name the pair in %s/apart.txt if both are about that", p.Slug, len(seen), total, board.name, strings.Join(seen, " "), tuning)
				}
			}
		}
		if seen := seenOn(p.Kit.Scripts, nothing); len(seen) > 0 {
			t.Errorf("%s/phases.md: a board that says nothing shows %s", p.Slug, strings.Join(seen, " "))
		}
		prompt := cue.NewText(p.Prompt)
		for _, script := range behind {
			for _, item := range script.Items {
				if hit := item.Cues.In(prompt); hit != "" {
					t.Errorf("%s: the prompt alone shows %s/%s by %q", p.Slug, script.Phase, item.ID, hit)
				}
			}
		}
	}
	for pair, used := range alike {
		if !used {
			t.Errorf("%s/apart.txt: %q needs no exception", tuning, pair)
		}
	}
}

func excused(alike map[string]bool, pair string) bool {
	if _, ok := alike[pair]; ok {
		alike[pair] = true
		return true
	}
	return false
}

// TestQuestionsFindTheirAnswer asks every clarification in two other wordings: the answer is among
// what its words find, and at most two others are.
func TestQuestionsFindTheirAnswer(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for slug, asked := range readLists(t, core, "questions") {
		p, _ := core.Find(slug)
		for id, lines := range asked {
			for _, line := range lines {
				if found := answersTo(p, line); !slices.Contains(found, id) || len(found) > 3 {
					t.Errorf("%s: %q is about %s, and finds %v", slug, line, id, found)
				}
			}
		}
		for _, c := range p.Kit.Clarifications {
			if n := len(asked[c.ID]); n < 2 {
				t.Errorf("%s: %s is asked in %d other wordings", slug, c.ID, n)
			}
		}
	}
}

func answersTo(p *Problem, question string) []string {
	var found []string
	for _, c := range p.Kit.Clarifications {
		if c.Cues.In(cue.NewText(question)) != "" {
			found = append(found, c.ID)
		}
	}
	return found
}

// TestEveryProblemIsTried wants both lists of every problem; and a person's labels on each of its boards.
func TestEveryProblemIsTried(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	unlike, questions := readLists(t, core, "unlike"), readLists(t, core, "questions")
	halves := map[string]map[string][]aboard{tuning: readBoards(t, core, tuning), heldOut: readBoards(t, core, heldOut)}
	for _, p := range core.All() {
		for kind, has := range map[string]bool{"unlike": unlike[p.Slug] != nil, "questions": questions[p.Slug] != nil} {
			if !has {
				t.Errorf("%s/%s-%s.md is missing; CONTRIBUTING.md says what is in it", tuning, p.Slug, kind)
			}
		}
		for half, boards := range halves {
			for _, board := range boards[p.Slug] {
				if board.labels == nil {
					t.Errorf("%s/%s.labels is missing: the ids of the items that a person finds on that board", half, board.name)
				}
			}
		}
	}
}
