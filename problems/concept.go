package problems

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"mockroom/server/calc"
)

// Concept is a card about one idea that designs are made of. It is shared: read it, never write to it.
type Concept struct {
	// Pack is the pack it comes from, ID its file's name there; problems name it by its ID.
	Pack, ID string
	Title    string
	// Area groups cards in the list, Summary says in a sentence or three what it is.
	Area, Summary string
	// Before are the ids of the cards that one should know first.
	Before []string
	// Chapters are the sections in their order but for the self-test, as Markdown.
	Chapters []Chapter
	// SelfTest are questions to oneself.
	SelfTest []SelfTest
	// Sheet is the worked example's worksheet.
	Sheet calc.Sheet
}

// SelfTest is a question with the answer to hold one's own against.
type SelfTest struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Chapter finds a section by its title; "" if there is none.
func (c *Concept) Chapter(title string) string {
	for _, ch := range c.Chapters {
		if ch.Title == title {
			return ch.Text
		}
	}
	return ""
}

// Titles of a card's sections; all are required, in any order.
const (
	ConceptPicture = "Picture"
	ConceptTake    = "Take it when"
	ConceptLeave   = "Leave it when"
	ConceptFigures = "Figures"
	ConceptWorked  = "Worked example"
	ConceptFails   = "How it fails"
	ConceptTest    = "Self-test"
	ConceptAsked   = "In an interview they ask"
	ConceptReading = "Where to read on"
)

const (
	leastReasons   = 2
	leastFigures   = 3
	leastWorked    = 3
	leastFailures  = 3
	leastSelfTests = 3
	leastSources   = 2
)

// conceptFolder holds the cards of a pack.
const conceptFolder = "concepts"

type conceptMatter struct {
	Format  int
	ID      string
	Title   string
	Area    string
	Summary string
	Before  []string
}

// loadConcepts reads the cards of a pack; a pack without any is a pack.
func loadConcepts(fsys fs.FS, pack Pack) ([]*Concept, Faults, error) {
	entries, err := fs.ReadDir(fsys, conceptFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var list []*Concept
	var faults Faults
	for _, entry := range entries {
		id, card := strings.CutSuffix(entry.Name(), ".md")
		if strings.HasPrefix(id, ".") || path.Join(conceptFolder, entry.Name()) == readingList {
			continue
		}
		r := &report{file: path.Join(conceptFolder, entry.Name())}
		if !card {
			r.add(1, "among the cards are files <id>.md, and reading.yaml")
			faults = append(faults, r.faults...)
			continue
		}
		source, err := readPlain(r, fsys, r.file, entry, maxText, true)
		if err != nil {
			return nil, nil, err
		}
		c := &Concept{Pack: pack.Name, ID: id}
		if source != nil {
			checkMarkdown(r, source)
			c.read(r, unixLines(source))
		}
		list = append(list, c)
		faults = append(faults, r.inOrder()...)
	}
	return list, append(faults, checkOrder(list)...), nil
}

func (c *Concept) read(r *report, source string) {
	yaml, body, above, ok := cutFrontMatter(r, source)
	if !ok {
		return
	}
	var m conceptMatter
	k := readKeys(r, []byte(yaml), 1)
	k.requireAnd([]string{"format", "id", "title", "area", "summary"}, []string{"before"})
	k.decode(&m)
	if k.has("format") && m.Format != 1 {
		k.fault("format", "format is %d; this program reads format 1", m.Format)
	}
	if k.has("id") && m.ID != c.ID {
		k.fault("id", "id is %q, but the file is named %q", m.ID, c.ID+".md")
	}
	k.matches("id", m.ID, slugForm, "must be lower-case words joined by -")
	for key, value := range map[string]string{"title": m.Title, "area": m.Area, "summary": m.Summary} {
		k.text(key, value)
	}
	c.Title, c.Area, c.Summary, c.Before = m.Title, m.Area, m.Summary, m.Before
	c.readBody(&reader{r, readSections(r, body, above)})
}

func (c *Concept) readBody(rd *reader) {
	if s := rd.section(ConceptPicture); s != nil && !slices.ContainsFunc(s.codes, func(b code) bool { return b.language == "mermaid" }) {
		rd.add(s.line, "the picture is a ```mermaid diagram")
	}
	for title, least := range map[string]int{ConceptTake: leastReasons, ConceptLeave: leastReasons, ConceptFails: leastFailures, ConceptAsked: leastReasons, ConceptReading: leastSources} {
		if s := rd.section(title); s != nil {
			if n := s.entries(); n < least {
				rd.add(s.line, "## %s needs at least %d entries, not %d", title, least, n)
			}
		}
	}
	if s := rd.section(ConceptFigures); s != nil {
		rows := 0
		for _, table := range s.tables {
			rows += max(0, strings.Count(table, "\n")-1)
		}
		if rows < leastFigures {
			rd.add(s.line, "## %s needs a table with at least %d rows, not %d", ConceptFigures, leastFigures, rows)
		}
	}
	if s := rd.section(ConceptWorked); s != nil {
		c.readWorked(rd, s)
	}
	if s := rd.section(ConceptTest); s != nil {
		c.readSelfTest(rd, s)
	}
	c.Chapters = rd.chapters(ConceptTest)
}

// entries counts the list entries of a section's first level.
func (s *section) entries() int {
	n := 0
	for _, line := range s.body {
		if strings.HasPrefix(line, "- ") {
			n++
		}
	}
	return n
}

func (c *Concept) readWorked(rd *reader, s *section) {
	i := slices.IndexFunc(s.codes, func(b code) bool { return b.language == "calc" })
	if i < 0 {
		rd.add(s.line, "the worked example needs a ```calc block")
		return
	}
	c.Sheet = calc.Evaluate(s.codes[i].text, nil)
	for _, f := range c.Sheet.Faults {
		rd.at(s.codes[i].line+f.Line, f.Column+1, "%s", f.Message)
	}
	results := 0
	for _, row := range c.Sheet.Rows {
		if !row.Input {
			results++
		}
	}
	if results < leastWorked {
		rd.add(s.line, "the worked example needs at least %d results with => expected, not %d", leastWorked, results)
	}
}

func (c *Concept) readSelfTest(rd *reader, s *section) {
	rd.unique(s.items)
	for _, it := range s.items {
		rd.flags(it)
		rd.known(it.id, it.fields, "answer")
		c.SelfTest = append(c.SelfTest, SelfTest{it.id, it.text, rd.one(it.id, it.line, it.fields, "answer")})
	}
	if n := len(s.items); n < leastSelfTests {
		rd.add(s.line, "## %s needs at least %d questions, not %d", ConceptTest, leastSelfTests, n)
	}
}

// checkOrder wants of "before" that the cards are there and lead in no circle.
func checkOrder(list []*Concept) Faults {
	byID := map[string]*Concept{}
	for _, c := range list {
		byID[c.ID] = c
	}
	var faults Faults
	for _, c := range list {
		r := &report{file: path.Join(conceptFolder, c.ID+".md")}
		for _, id := range c.Before {
			switch {
			case byID[id] == nil:
				r.add(1, "before: there is no card %q%s", id, nearest(id, slices.Sorted(maps.Keys(byID))))
			case leadsTo(byID, id, c.ID, map[string]bool{}):
				r.add(1, "before: %q comes after this card, by its own before", id)
			}
		}
		faults = append(faults, r.faults...)
	}
	return faults
}

// leadsTo says whether a card has another somewhere before it.
func leadsTo(byID map[string]*Concept, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] || byID[from] == nil {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(byID[from].Before, func(id string) bool { return leadsTo(byID, id, to, seen) })
}
