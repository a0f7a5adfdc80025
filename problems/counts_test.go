package problems

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of README.md anew")

// counted is one column of the table: what of a problem is counted. Items are counted, not lines.
type counted struct {
	title string
	of    func(p *Problem) int
}

var columns = []counted{
	{title: "clarifications", of: func(p *Problem) int { return len(p.Kit.Clarifications) }},
	{title: "dives", of: func(p *Problem) int { return len(p.Kit.Dives) }},
	{title: "probes", of: func(p *Problem) int {
		return sum(p.Kit.Dives, func(d Dive) int { return len(d.Asks) })
	}},
	{title: "level answers", of: func(p *Problem) int {
		return sum(p.Kit.Dives, func(d Dive) int { return answers(d.Levels) }) + sum(p.Kit.Cards, func(c Card) int { return answers(c.Levels) })
	}},
	{title: "follow-ups", of: func(p *Problem) int { return len(p.Kit.Cards) }},
	{title: "hints", of: func(p *Problem) int {
		return sum(p.Kit.Scripts, func(s Script) int {
			return sum(s.Items, func(c ChecklistItem) int { return said(c.Hints[:]...) })
		})
	}},
	{title: "anchors", of: func(p *Problem) int {
		n := 0
		for _, anchors := range p.Anchors {
			n += said(anchors[:]...)
		}
		return n
	}},
	{title: "worksheet rows", of: func(p *Problem) int { return len(p.Kit.Sheet.Rows) }},
	{title: "trade-off rows", of: func(p *Problem) int {
		return sum(p.Kit.Dives, func(d Dive) int { return rowsOf(d.Table) }) + rowsOf(chapter(p.Kit.Design, "Choices and their prices"))
	}},
	{title: "sources", of: func(p *Problem) int {
		return len(sourceForm.FindAllString(chapter(p.Kit.Design, "Further reading"), -1))
	}},
	{title: "concepts", of: func(p *Problem) int { return len(p.Concepts) }},
}

var sourceForm = regexp.MustCompile("(?m)^- `")

func sum[T any](list []T, of func(T) int) int {
	n := 0
	for _, one := range list {
		n += of(one)
	}
	return n
}

func said(texts ...string) int {
	return sum(texts, func(text string) int {
		if text == "" {
			return 0
		}
		return 1
	})
}

func answers(l Levels) int { return said(l.Mid, l.Senior, l.Staff) }

// rowsOf counts the rows of a table below its head.
func rowsOf(text string) int {
	rows := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") {
			rows++
		}
	}
	return max(0, rows-2)
}

func chapter(list []Chapter, title string) string {
	c, _ := find(list, func(c Chapter) bool { return c.Title == title })
	return c.Text
}

// leastOf is the least that a problem may have of what the exemplar has: a fifth less.
func leastOf(exemplar int) int { return int(math.Ceil(0.8 * float64(exemplar))) }

// TestEveryProblemIsComplete holds each problem against TinyURL, in every column.
func TestEveryProblemIsComplete(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	exemplar, _ := core.Find("tinyurl")
	for _, p := range core.All() {
		for _, column := range columns {
			if n, least := column.of(p), leastOf(column.of(exemplar)); n < least {
				t.Errorf("problems/%s has %d %s; at least %d are wanted, four fifths of TinyURL's", p.Slug, n, column.title, least)
			}
		}
	}
}

// table is the catalogue in figures, by level and title as the pages list it.
func table(core *Catalogue) string {
	var b strings.Builder
	titles := []string{"problem", "level"}
	least := []string{"at least", ""}
	exemplar, _ := core.Find("tinyurl")
	for _, column := range columns {
		titles = append(titles, column.title)
		least = append(least, fmt.Sprint(leastOf(column.of(exemplar))))
	}
	row := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	row(titles)
	row(slices.Repeat([]string{"---"}, len(titles)))
	for _, p := range core.All() {
		cells := []string{fmt.Sprintf("[%s](%s)", p.ShortName, p.Slug), p.Level}
		for _, column := range columns {
			cells = append(cells, fmt.Sprint(column.of(p)))
		}
		row(cells)
	}
	row(least)
	return b.String()
}

// The table stands between these lines; -update replaces what is between the first and the last, so
// that a conflict of two landings is solved by running it.
const (
	tableBegins = "<!-- the table: go test ./problems -run Readme -update -->\n"
	tableEnds   = "<!-- end of the table -->\n"
)

func TestReadmeHasTheTable(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	text := readFile(t, "README.md")
	begins, ends := strings.Index(text, tableBegins), strings.LastIndex(text, tableEnds)
	if begins < 0 || ends < begins {
		t.Fatalf("README.md: the lines around the table are gone; they are\n%s%s", tableBegins, tableEnds)
	}
	want := text[:begins] + tableBegins + "\n" + table(core) + "\n" + text[ends:]
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text != want {
		t.Errorf("problems/README.md: the table is not that of the problems; write it with go test ./problems -run Readme -update")
	}
}

// TestDivesNameTheProblemsConcepts wants what a dive is about to lead to its card from the problem too.
func TestDivesNameTheProblemsConcepts(t *testing.T) {
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range core.All() {
		for _, d := range p.Kit.Dives {
			for _, id := range d.Concepts {
				if !slices.Contains(p.Concepts, id) {
					t.Errorf("problems/%s/problem.md: the dive %s is about %s, which is not among the concepts", p.Slug, d.ID, id)
				}
			}
		}
	}
}
