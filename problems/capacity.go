package problems

import "mockroom/server/calc"

// readCapacity reads capacity.md: every row of the worksheet is computed and compared.
func (k *Kit) readCapacity(r *report, source string) {
	rd := newReader(r, source)
	if s := rd.section("Worksheet"); s != nil {
		k.readWorksheet(rd, s)
	}
	rd.prose("What the numbers decide")
	k.Capacity = rd.chapters("Worksheet")
}

func (k *Kit) readWorksheet(rd *reader, s *section) {
	var block *code
	for i, c := range s.codes {
		if c.language != "calc" {
			continue
		}
		if block != nil {
			rd.add(c.line-1, "the worksheet is one ```calc block; a second begins here")
			break
		}
		block = &s.codes[i]
	}
	if block == nil {
		rd.add(s.line, "the worksheet needs a ```calc block")
		return
	}
	k.Worksheet, k.Sheet = block.text, calc.Evaluate(block.text, nil)
	for _, f := range k.Sheet.Faults {
		rd.at(block.line+f.Line, f.Column+1, "%s", f.Message)
	}
	results := 0
	for _, row := range k.Sheet.Rows {
		if !row.Input {
			results++
		}
	}
	if results < leastResults {
		rd.add(s.line, "the worksheet needs at least %d results with => expected, not %d", leastResults, results)
	}
}
