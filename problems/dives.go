package problems

import (
	"slices"
	"strings"
)

// readDives reads dives.md: one section a dive.
func (k *Kit) readDives(r *report, source string, budget int) {
	rd := newReader(r, source)
	total, defaults := 0, 0
	lines := map[string]int{}
	for _, s := range rd.sections {
		if !rd.tagged(s, lines, "a deep dive needs a tag like ## Title `id 8min`") {
			continue
		}
		d := Dive{ID: s.id(), Title: s.title, Default: slices.Contains(s.flags(), "default"), Minutes: minutes(s.flags())}
		for _, f := range s.flags() {
			if f != "default" && !minutesForm.MatchString(f) {
				rd.at(s.line, s.tagColumn, "%s: unknown flag %q; a dive has minutes and may be default%s", s.id(), f, nearest(f, []string{"default"}))
			}
		}
		if d.Minutes == 0 {
			rd.at(s.line, s.tagColumn, "%s: minutes are missing, as in `%s 8min`", s.id(), s.id())
		}
		if d.Default {
			defaults++
		}
		total += d.Minutes
		rd.known(s.id(), s.fields, "ask", "concepts")
		for _, f := range named(s.fields, "ask") {
			text, declared := rd.probe(s.id(), f)
			d.Asks, d.AskCriteria = append(d.Asks, text), append(d.AskCriteria, declared)
		}
		if n := len(d.Asks); n < leastAsks {
			rd.add(s.line, "%s: at least %d `- ask:` probes are needed, not %d", s.id(), leastAsks, n)
		}
		for _, list := range words(s.fields, "concepts") {
			for id := range strings.SplitSeq(list, ",") {
				d.Concepts = append(d.Concepts, strings.TrimSpace(id))
			}
		}
		for _, f := range named(s.fields, "concepts") {
			for _, id := range d.Concepts {
				if !slugForm.MatchString(id) {
					rd.at(f.line, f.column, "%s: %q is no id of a concept", s.id(), id)
				}
			}
		}
		d.Levels = rd.levels(s)
		if len(s.tables) == 0 {
			rd.warn(s.line, 1, "%s: a table of trade-offs is missing", s.id())
		} else {
			d.Table = s.tables[0]
		}
		for i, declared := range d.AskCriteria {
			if declared == nil {
				d.AskCriteria[i] = criteriaOfDive(d)
			}
		}
		k.Dives = append(k.Dives, d)
	}
	if defaults == 0 {
		rd.add(1, "no dive is marked `default`")
	}
	if total < budget {
		rd.add(1, "the dives fill %d minutes; a session of 60 has %d for them", total, budget)
	}
}

// tagged wants an id that no other section has.
func (rd *reader) tagged(s *section, lines map[string]int, form string) bool {
	if s.id() == "" {
		rd.at(s.line, s.tagColumn, "%s", form)
		return false
	}
	if !slugForm.MatchString(s.id()) {
		rd.at(s.line, s.tagColumn, "id %q must be lower-case words joined by -", s.id())
	}
	if line, twice := lines[s.id()]; twice {
		rd.at(s.line, s.tagColumn, "id %q is already used in line %d", s.id(), line)
	}
	lines[s.id()] = s.line
	return true
}

var cardKinds = []string{"scaling", "failure", "change", "security", "operations", "cost"}

// readCards reads followups.md: one section a card.
func (k *Kit) readCards(r *report, source string) {
	rd := newReader(r, source)
	kinds := map[string]int{}
	lines := map[string]int{}
	for _, s := range rd.sections {
		if !rd.tagged(s, lines, "a card needs a tag like ## Title `id failure 3min senior`") {
			continue
		}
		c := Card{ID: s.id(), Title: s.title, Minutes: minutes(s.flags())}
		for _, f := range s.flags() {
			switch {
			case slices.Contains(cardKinds, f):
				c.Kind = f
			case slices.Contains(targets, f):
				c.Level = f
			case !minutesForm.MatchString(f):
				known := append(slices.Clone(cardKinds), targets...)
				rd.at(s.line, s.tagColumn, "%s: unknown flag %q; a card has a kind, minutes and a level%s", s.id(), f, nearest(f, known))
			}
		}
		if c.Kind == "" || c.Level == "" || c.Minutes == 0 {
			rd.at(s.line, s.tagColumn, "%s: kind, minutes and level are needed, as in `%s failure 3min senior`", s.id(), s.id())
		}
		kinds[c.Kind]++
		rd.known(s.id(), s.fields, "ask", "then", "criteria")
		c.Criteria = criteriaByKind[c.Kind]
		for _, f := range named(s.fields, "criteria") {
			c.Criteria = rd.criteria(s.id(), f.line, f.column, f.text)
		}
		c.Ask = rd.one(s.id(), s.line, s.fields, "ask")
		if then := words(s.fields, "then"); len(then) > 0 {
			c.Then = then[0]
		} else {
			rd.warn(s.line, 1, "%s: say with `- then:` what to answer to the two likely replies", s.id())
		}
		c.Levels = rd.levels(s)
		k.Cards = append(k.Cards, c)
	}
	for _, kind := range []string{"scaling", "failure", "change"} {
		if kinds[kind] == 0 {
			rd.add(1, "no card is of kind %s", kind)
		}
	}
}
