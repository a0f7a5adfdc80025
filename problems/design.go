package problems

// readDesign reads design.md.
func (k *Kit) readDesign(r *report, source string) {
	rd := newReader(r, source)
	for _, title := range []string{"Functional requirements", "Non-functional requirements"} {
		s := rd.section(title)
		if s == nil {
			continue
		}
		if len(s.items) == 0 {
			rd.add(s.line, "section ## %s is empty", title)
		}
		seen := map[string]int{}
		for _, it := range s.items {
			rd.flags(it, "must", "should", "out")
			if line, twice := seen[it.id]; twice {
				rd.at(it.line, 4, "id %q is already used in line %d", it.id, line)
			}
			seen[it.id] = it.line
			if len(it.flags) != 1 {
				rd.at(it.line, 4, "%s: a requirement is must, should or out", it.id)
			}
		}
	}
	for _, title := range []string{"API", "Data model", "Alternatives that are fine", "Further reading"} {
		rd.prose(title)
	}
	if s := rd.section("Reference design"); s != nil {
		pictures := 0
		for _, c := range s.codes {
			if c.language == "mermaid" {
				pictures++
			}
		}
		if pictures == 0 {
			rd.add(s.line, "the reference design needs a ```mermaid diagram")
		}
	}
	k.Design = rd.chapters()
}
