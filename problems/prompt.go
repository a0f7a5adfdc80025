package problems

// readPrompt wants the section "## Prompt" and no other: problem.md is shown to candidates as it is.
func readPrompt(r *report, body string, above int) string {
	prompt, found := "", false
	before := len(r.faults)
	for _, s := range readSections(r, body, above) {
		if s.title != "Prompt" || s.id() != "" || found {
			r.add(s.line, "section %q: problem.md is shown to candidates and holds one ## Prompt only", s.title)
			continue
		}
		prompt, found = s.text(), true
		if prompt == "" {
			r.add(s.line, "the prompt is empty")
		}
	}
	if !found && len(r.faults) == before {
		r.add(above+1, "section ## Prompt is missing")
	}
	return prompt
}
