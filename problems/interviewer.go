package problems

import "slices"

// Fewest items that a kit is useful with.
const (
	leastMusts    = 3
	leastMistakes = 3
	leastResults  = 4
	leastAsks     = 2
)

var clarificationKinds = []string{"scope", "scale", "quality"}

// readInterviewer reads interviewer.md.
func (k *Kit) readInterviewer(r *report, source string) {
	rd := newReader(r, source)
	k.Brief, k.Opening = rd.prose("Brief"), rd.prose("Opening")
	if s := rd.section("Clarifications"); s != nil {
		k.readClarifications(rd, s)
	}
	if s := rd.section("Common mistakes"); s != nil {
		k.Mistakes = rd.entries(s)
		if n := len(s.items); n < leastMistakes {
			rd.add(s.line, "at least %d common mistakes are needed, not %d", leastMistakes, n)
		}
	}
	k.Guide = rd.chapters("Brief", "Opening", "Clarifications", "Common mistakes")
}

// entries reads the items of a list.
func (rd *reader) entries(s *section, flags ...string) []Entry {
	rd.unique(s.items)
	var list []Entry
	for _, it := range s.items {
		rd.flags(it, flags...)
		rd.known(it.id, it.fields)
		list = append(list, Entry{it.id, it.flags, it.text})
	}
	return list
}

func (k *Kit) readClarifications(rd *reader, s *section) {
	rd.unique(s.items)
	musts := 0
	for _, it := range s.items {
		rd.flags(it, append(slices.Clone(clarificationKinds), "must")...)
		rd.known(it.id, it.fields, "answer", "silent", "cues")
		c := Clarification{ID: it.id, Must: it.has("must"), Question: it.text, Answer: rd.one(it.id, it.line, it.fields, "answer")}
		kinds := slices.DeleteFunc(slices.Clone(it.flags), func(f string) bool { return !slices.Contains(clarificationKinds, f) })
		if len(kinds) != 1 {
			rd.at(it.line, 4, "%s: one kind is needed, scope, scale or quality", it.id)
		} else {
			c.Kind = kinds[0]
		}
		if silent := words(it.fields, "silent"); len(silent) > 0 {
			c.Silent = silent[0]
		} else if c.Must && c.Kind == "scale" {
			rd.warn(it.line, 4, "%s: say with `- silent:` what to do when nobody asks", it.id)
		}
		for _, f := range named(it.fields, "cues") {
			c.Cues, c.Words = rd.cues(it.id, f), f.text
		}
		if c.Must {
			musts++
		}
		k.Clarifications = append(k.Clarifications, c)
	}
	if musts < leastMusts {
		rd.add(s.line, "at least %d clarifications must be marked `must`, not %d", leastMusts, musts)
	}
}
