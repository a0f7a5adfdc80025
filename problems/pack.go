package problems

import (
	"errors"
	"io/fs"
)

// Pack is what pack.yaml says.
type Pack struct {
	// Name is the first half of "pack/slug".
	Name string
	// Title is the name for people.
	Title string
	// License and Authors hold for every problem that names none itself.
	License string
	Authors []string
	// Language is the language of the originals, Version the pack's x.y.z.
	Language, Version string
}

func loadPack(fsys fs.FS, name string) (Pack, Faults, error) {
	var p Pack
	r := &report{file: "pack.yaml"}
	source, err := fs.ReadFile(fsys, r.file)
	if errors.Is(err, fs.ErrNotExist) {
		r.add(1, "file is missing; a pack starts with one")
		return p, r.faults, nil
	}
	if err != nil {
		return p, nil, err
	}
	keys := readKeys(r, source, 0)
	keys.require("name", "title", "license", "language", "version", "authors")
	keys.decode(&p)
	if keys.has("name") && name != "" && p.Name != name {
		keys.fault("name", "name is %q, but the pack was opened as %q", p.Name, name)
	}
	keys.matches("version", p.Version, versionForm, "must look like 1.0.0")
	keys.matches("language", p.Language, languageForm, "must be a BCP 47 tag such as en or pt-BR")
	for key, value := range map[string]string{"title": p.Title, "license": p.License} {
		keys.text(key, value)
	}
	return p, r.inOrder(), nil
}
