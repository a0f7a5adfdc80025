package problems

import (
	"slices"
	"strings"
)

// readScripts reads phases.md: the four timed phases in their order.
func (k *Kit) readScripts(r *report, source string) {
	rd := newReader(r, source)
	var order []string
	for _, s := range rd.sections {
		if !slices.Contains(phases, s.id()) {
			rd.at(s.line, s.tagColumn, "%q is no timed phase; the tag must be one of %s%s", s.id(), strings.Join(phases, ", "), nearest(s.id(), phases))
			continue
		}
		order = append(order, s.id())
		rd.known(s.id(), s.fields, "goal")
		script := Script{Phase: s.id(), Title: s.title, Goal: rd.one(s.id(), s.line, s.fields, "goal")}
		rd.unique(s.items)
		musts := 0
		for _, it := range s.items {
			script.Items = append(script.Items, rd.check(s.id(), it))
			if it.has("must") {
				musts++
			}
		}
		if musts == 0 {
			rd.add(s.line, "%s: no item is marked `must`", s.id())
		}
		k.Scripts = append(k.Scripts, script)
	}
	if !slices.Equal(order, phases) {
		rd.add(1, "the phases must be %s, each once and in this order", strings.Join(phases, ", "))
	}
}

func (rd *reader) check(phase string, it item) ChecklistItem {
	rd.flags(it, "must", "should")
	rd.known(it.id, it.fields, "cues", "hints", "criteria")
	c := ChecklistItem{ID: it.id, Must: it.has("must"), Text: it.text, Criteria: criteriaOfItem(phase, it.id+" "+it.text)}
	for _, f := range named(it.fields, "criteria") {
		c.Criteria = rd.criteria(it.id, f.line, f.column, f.text)
	}
	if rd.one(it.id, it.line, it.fields, "cues") != "" {
		c.Cues = rd.cues(it.id, named(it.fields, "cues")[0])
	}
	if rd.one(it.id, it.line, it.fields, "hints") != "" {
		f := named(it.fields, "hints")[0]
		rungs := strings.Split(f.text, " | ")
		if len(rungs) != len(c.Hints) {
			rd.at(f.line, f.column, "%s: three hints are needed, gentle | pointed | explicit, not %d", it.id, len(rungs))
			return c
		}
		for i, rung := range rungs {
			c.Hints[i] = strings.TrimSpace(rung)
			if c.Hints[i] == "" {
				rd.at(f.line, f.column, "%s: hint %d of %d is empty", it.id, i+1, len(rungs))
			}
		}
	}
	return c
}
