// Package problems is the catalogue: what is to be designed, as folders of Markdown that users can
// read, change and add to. The core pack is embedded in the binary. Loading checks what a session
// needs; a fault names its file and line.
package problems

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed pack.yaml tinyurl
var core embed.FS

// Files are the names that every problem's folder holds; the name decides who may see it.
var fileNames = []string{"capacity.md", "design.md", "dives.md", "followups.md", "interviewer.md", "phases.md", "problem.md", "rubric.md"}

// Phases are the timed phases, in order, as a problem's times name them.
var phaseNames = []string{"clarification", "high-level", "deep-dive", "follow-up"}

// Problem is one problem of a pack. It is not to be changed.
type Problem struct {
	Pack, Slug, Title string
	// ShortName is what people call it: the first alias.
	ShortName                         string
	Level, Version, Language, Summary string
	Fits, Aliases, Concepts, Related  []string
	// Time maps 45 and 60 to the minutes of each phase.
	Time map[int]map[string]int
	// Prompt is the Markdown that the candidate gets.
	Prompt string
	// Hash pins the exact wording: hex SHA-256 over the sorted lines "sha256(file)  name".
	Hash string
	// Files are the problem's files by name.
	Files map[string][]byte
}

// Catalogue is a loaded pack.
type Catalogue struct {
	bySlug map[string]*Problem
	all    []*Problem
}

// Core loads the embedded pack.
func Core() (*Catalogue, error) { return Load(core, "core") }

// Load reads every folder of a pack that holds a problem.md.
func Load(fsys fs.FS, pack string) (*Catalogue, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the pack: %w", err)
	}
	c := &Catalogue{bySlug: map[string]*Problem{}}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if _, err := fs.Stat(fsys, e.Name()+"/problem.md"); err != nil {
			continue
		}
		p, err := loadProblem(fsys, pack, e.Name())
		if err != nil {
			return nil, err
		}
		c.bySlug[p.Slug] = p
		c.all = append(c.all, p)
	}
	slices.SortFunc(c.all, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(slices.Index(levels, a.Level), slices.Index(levels, b.Level)), strings.Compare(a.Title, b.Title))
	})
	return c, nil
}

// Find gives the problem of a slug.
func (c *Catalogue) Find(slug string) (*Problem, bool) {
	p, ok := c.bySlug[slug]
	return p, ok
}

// All lists the problems by level, then by title.
func (c *Catalogue) All() []*Problem { return slices.Clone(c.all) }

func loadProblem(fsys fs.FS, pack, folder string) (*Problem, error) {
	p := &Problem{Pack: pack, Files: map[string][]byte{}}
	var sums []string
	for _, name := range fileNames {
		b, err := fs.ReadFile(fsys, folder+"/"+name)
		if err != nil {
			return nil, fmt.Errorf("%s/%s is missing: a problem has %s", folder, name, strings.Join(fileNames, ", "))
		}
		p.Files[name] = b
		sum := sha256.Sum256(b)
		sums = append(sums, hex.EncodeToString(sum[:])+"  "+name+"\n")
	}
	slices.Sort(sums)
	hash := sha256.Sum256([]byte(strings.Join(sums, "")))
	p.Hash = hex.EncodeToString(hash[:])
	if err := p.readFrontMatter(folder); err != nil {
		return nil, err
	}
	return p, nil
}
