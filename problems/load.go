package problems

import (
	"io/fs"
	"path"
	"strings"
)

// loadProblem reads the problem in folder dir of a pack. With faults, what it returns is good for its slug only.
func loadProblem(fsys fs.FS, dir string, pack Pack) (*Problem, Faults, error) {
	files, faults, err := readFiles(fsys, dir)
	if err != nil {
		return nil, nil, err
	}
	p := &Problem{Pack: pack.Name, Slug: dir, Files: files, Hash: hashFiles(files)}
	if source, ok := files["problem.md"]; ok {
		r := &report{file: path.Join(dir, "problem.md")}
		checkMarkdown(r, source)
		p.readProblem(r, unixLines(source), pack)
		faults = append(faults, r.inOrder()...)
	}
	read := func(name string, into func(r *report, source string)) {
		source, ok := files[name]
		if !ok {
			return
		}
		r := &report{file: path.Join(dir, name)}
		checkMarkdown(r, source)
		into(r, unixLines(source))
		faults = append(faults, r.inOrder()...)
	}
	kit := &p.Kit
	read("interviewer.md", kit.readInterviewer)
	read("capacity.md", kit.readCapacity)
	read("design.md", kit.readDesign)
	read("dives.md", func(r *report, source string) { kit.readDives(r, source, p.Time[60]["deep-dive"]) })
	read("followups.md", kit.readCards)
	read("phases.md", kit.readScripts)
	read("rubric.md", func(r *report, source string) { p.Anchors = readAnchors(r, source) })
	faults = append(faults, checkAssets(files, dir)...)
	faults = append(faults, checkTranslations(files, dir)...)
	return p, faults, nil
}

func (p *Problem) readProblem(r *report, source string, pack Pack) {
	yaml, body, above, ok := cutFrontMatter(r, source)
	if !ok {
		return
	}
	m := readFrontMatter(r, yaml, p.Slug)
	p.Title, p.ShortName, p.Summary = m.Title, m.Title, m.Summary
	if len(m.Aliases) > 0 {
		p.ShortName = m.Aliases[0]
	}
	p.Level, p.Version, p.Language = m.Level, m.Version, m.Language
	p.Fits, p.Aliases, p.Concepts, p.Related = m.Fits, m.Aliases, m.Concepts, m.Related
	p.Time, p.Weights = m.Time, m.Weights
	p.License, p.Authors = m.License, m.Authors
	if p.License == "" {
		p.License = pack.License
	}
	if len(p.Authors) == 0 {
		p.Authors = pack.Authors
	}
	p.Prompt = readPrompt(r, body, above)
}

// unixLines lets a file with Windows line ends be read; its hash is over the bytes as they are.
func unixLines(source []byte) string { return strings.ReplaceAll(string(source), "\r\n", "\n") }
