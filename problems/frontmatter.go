package problems

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// frontMatter is the YAML at the top of problem.md, field by field.
type frontMatter struct {
	Format   int
	Slug     string
	Title    string
	Level    string
	Fits     []string
	Version  string
	Language string
	Summary  string
	Aliases  []string
	Concepts []string
	Related  []string
	Time     map[int]map[string]int
	Weights  map[string]int
	License  string
	Authors  []string
}

var (
	requiredKeys = []string{"format", "slug", "title", "level", "fits", "version", "language", "summary", "concepts", "time", "weights"}
	optionalKeys = []string{"aliases", "related", "license", "authors"}
)

// cutFrontMatter takes the YAML off the top of a file. It says also how many lines lie above the body.
func cutFrontMatter(r *report, source string) (yaml, body string, above int, ok bool) {
	rest, ok := strings.CutPrefix(source, "---\n")
	if !ok {
		r.add(1, "front matter is missing: the first line must be ---")
		return "", "", 0, false
	}
	yaml, body, ok = strings.Cut(rest, "\n---\n")
	if !ok {
		r.add(1, "front matter is not closed: a line --- must follow it")
		return "", "", 0, false
	}
	return yaml, body, strings.Count(yaml, "\n") + 3, true
}

// readFrontMatter checks the YAML of the problem in folder dir.
func readFrontMatter(r *report, yaml, dir string) frontMatter {
	var m frontMatter
	k := readKeys(r, []byte(yaml), 1)
	k.requireAnd(requiredKeys, optionalKeys)
	k.decode(&m)
	if k.has("format") && m.Format != 1 {
		k.fault("format", "format is %d; this program reads format 1", m.Format)
	}
	k.matches("slug", m.Slug, slugForm, "must be lower-case words joined by -")
	if k.has("slug") && m.Slug != dir {
		k.fault("slug", "slug is %q, but the folder is named %q", m.Slug, dir)
	}
	k.text("title", m.Title)
	k.text("summary", m.Summary)
	k.among("level", levels, m.Level)
	k.among("fits", targets, m.Fits...)
	if k.has("fits") && len(m.Fits) == 0 {
		k.fault("fits", "fits is empty; name at least one of %s", strings.Join(targets, ", "))
	}
	k.matches("version", m.Version, versionForm, "must look like 1.0.0")
	k.matches("language", m.Language, languageForm, "must be a BCP 47 tag such as en or pt-BR")
	for name, ids := range map[string][]string{"concepts": m.Concepts, "related": m.Related} {
		for _, id := range ids {
			k.matches(name, id, slugForm, "must be lower-case words joined by -")
		}
	}
	if k.has("aliases") && slices.Contains(m.Aliases, "") {
		k.fault("aliases", "an alias is empty")
	}
	checkTime(k, m.Time)
	checkWeights(k, m.Weights)
	return m
}

// budgets are the fewest and most minutes of each timed phase.
var budgets = map[string][2]int{"clarification": {5, 10}, "high-level": {15, 20}, "deep-dive": {15, 20}, "follow-up": {5, 10}}

// checkTime wants a plan for 45 and for 60 minutes, each phase inside its range and the sum exact.
func checkTime(k *keys, time map[int]map[string]int) {
	if !k.has("time") {
		return
	}
	for _, total := range []int{45, 60} {
		plan, ok := time[total]
		if !ok {
			k.fault("time", "time: the minutes of a session of %d are missing", total)
			continue
		}
		line, sum := timeLine(k, total), 0
		for _, phase := range phases {
			minutes, limits := plan[phase], budgets[phase]
			sum += minutes
			if minutes < limits[0] || minutes > limits[1] {
				k.add(line, "time %d: %s has %d minutes; it needs %d to %d", total, phase, minutes, limits[0], limits[1])
			}
		}
		for _, phase := range slices.Sorted(maps.Keys(plan)) {
			if !slices.Contains(phases, phase) {
				k.add(line, "time %d: %q is no timed phase", total, phase)
			}
		}
		if sum != total {
			k.add(line, "time %d: the phases sum to %d minutes", total, sum)
		}
	}
	for _, total := range slices.Sorted(maps.Keys(time)) {
		if total != 45 && total != 60 {
			k.add(timeLine(k, total), "time: a session has 45 or 60 minutes, not %d", total)
		}
	}
}

// timeLine is the line of one plan under the key time.
func timeLine(k *keys, total int) int {
	plans := k.values["time"].Content
	for i := 0; i+1 < len(plans); i += 2 {
		if plans[i].Value == strconv.Itoa(total) {
			return plans[i].Line + k.skipped
		}
	}
	return k.lines["time"]
}

// checkWeights wants all six criteria, none below zero, and the sum 100.
func checkWeights(k *keys, weights map[string]int) {
	if !k.has("weights") {
		return
	}
	sum := 0
	for _, criterion := range criteria {
		weight, ok := weights[criterion]
		if !ok {
			k.fault("weights", "weights: %s is missing", criterion)
		}
		if weight < 0 {
			k.fault("weights", "weights: %s is below zero", criterion)
		}
		sum += weight
	}
	for _, name := range slices.Sorted(maps.Keys(weights)) {
		if !slices.Contains(criteria, name) {
			k.fault("weights", "weights: %q is no criterion", name)
		}
	}
	if sum != 100 {
		k.fault("weights", "weights sum to %d; they must sum to 100", sum)
	}
}
