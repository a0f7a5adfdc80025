package problems

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

var levels = []string{"beginner", "intermediate", "advanced"}

// usual are the minutes a phase may have in the two presets, shortest and longest.
var usual = map[string][2]int{"clarification": {5, 10}, "high-level": {15, 20}, "deep-dive": {15, 20}, "follow-up": {5, 10}}

// frontMatter is the head of problem.md.
type frontMatter struct {
	Format   int                    `yaml:"format"`
	Slug     string                 `yaml:"slug"`
	Title    string                 `yaml:"title"`
	Level    string                 `yaml:"level"`
	Fits     []string               `yaml:"fits"`
	Version  string                 `yaml:"version"`
	Language string                 `yaml:"language"`
	Summary  string                 `yaml:"summary"`
	Aliases  []string               `yaml:"aliases"`
	Concepts []string               `yaml:"concepts"`
	Related  []string               `yaml:"related"`
	Time     map[int]map[string]int `yaml:"time"`
	Weights  map[string]int         `yaml:"weights"`
	License  string                 `yaml:"license"`
	Authors  []string               `yaml:"authors"`
	Extends  string                 `yaml:"extends"`
}

var slugPattern = regexp.MustCompile(`^[a-z0-9-]+$`)

func (p *Problem) readFrontMatter(folder string) error {
	file := folder + "/problem.md"
	text := string(p.Files["problem.md"])
	head, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !strings.HasPrefix(text, "---\n") || !ok {
		return fmt.Errorf("%s:1: the file begins with front matter between two lines of ---", file)
	}
	var m frontMatter
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(head)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil {
		return fmt.Errorf("%s: the front matter (its line 1 is line 2 of the file): %w", file, err)
	}
	fault := func(key, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s", file, lineOf(head, key), fmt.Sprintf(format, args...))
	}
	switch {
	case m.Format != 1:
		return fault("format", "format is 1")
	case m.Slug != folder || !slugPattern.MatchString(m.Slug):
		return fault("slug", "slug is the folder's name %q, of a–z, 0–9 and -", folder)
	case m.Title == "":
		return fault("title", "title is missing")
	case m.Summary == "":
		return fault("summary", "summary is missing")
	case !slices.Contains(levels, m.Level):
		return fault("level", "level is beginner, intermediate or advanced")
	case m.Version == "" || m.Language == "":
		return fault("version", "version and language are required")
	case len(m.Aliases) == 0:
		return fault("aliases", "aliases names at least what people call the problem")
	}
	for _, minutes := range []int{45, 60} {
		if err := checkTime(m.Time[minutes], minutes); err != nil {
			return fault("time", "%s", err)
		}
	}
	_, prompt, ok := strings.Cut("\n"+body, "\n## Prompt\n")
	if !ok || strings.TrimSpace(prompt) == "" {
		return fmt.Errorf("%s:%d: the section \"## Prompt\" is missing or empty", file, strings.Count(head, "\n")+3)
	}
	p.Slug, p.Title, p.ShortName, p.Level, p.Version, p.Language = m.Slug, m.Title, m.Aliases[0], m.Level, m.Version, m.Language
	p.Summary, p.Fits, p.Aliases, p.Concepts, p.Related, p.Time = m.Summary, m.Fits, m.Aliases, m.Concepts, m.Related, m.Time
	p.Prompt = strings.TrimSpace(prompt) + "\n"
	return nil
}

// lineOf is the line of a key in the file, counting the opening ---; 2 where it is missing.
func lineOf(head, key string) int {
	for i, line := range strings.Split(head, "\n") {
		if strings.HasPrefix(line, key+":") {
			return i + 2
		}
	}
	return 2
}

func checkTime(t map[string]int, minutes int) error {
	sum := 0
	for _, phase := range phaseNames {
		m, limits := t[phase], usual[phase]
		if m < limits[0] || m > limits[1] {
			return fmt.Errorf("time.%d.%s is %d to %d minutes", minutes, phase, limits[0], limits[1])
		}
		sum += m
	}
	if sum != minutes || len(t) != len(phaseNames) {
		return fmt.Errorf("the phases of time.%d add up to %d minutes", minutes, sum)
	}
	return nil
}
