package problems

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strings"
)

// translationKeys is the front matter of a translated file.
type translationKeys struct{ Translates string }

// checkTranslations holds each i18n/<lang>/<file> against its original: the same sections, ids and
// worksheets, made from the text as it is now.
func checkTranslations(files map[string][]byte, dir string) Faults {
	var faults Faults
	for _, name := range slices.Sorted(maps.Keys(files)) {
		rest, ok := strings.CutPrefix(name, "i18n/")
		if !ok {
			continue
		}
		r := &report{file: path.Join(dir, name)}
		language, original, _ := strings.Cut(rest, "/")
		switch {
		case !languageForm.MatchString(language):
			r.add(1, "folder %q must be named by a BCP 47 tag such as de", language)
		case !slices.Contains(fileNames, original):
			r.add(1, "%q is no file of a problem", original)
		case files[original] != nil:
			checkTranslation(r, unixLines(files[name]), original, files[original])
		}
		faults = append(faults, r.inOrder()...)
	}
	return faults
}

func checkTranslation(r *report, source, original string, from []byte) {
	yaml, body, above, ok := cutFrontMatter(r, source)
	if !ok {
		return
	}
	sum := sha256.Sum256(from)
	hash := hex.EncodeToString(sum[:])
	var m translationKeys
	keys := readKeys(r, []byte(yaml), 1)
	keys.require("translates")
	keys.decode(&m)
	switch {
	case !keys.has("translates"):
	case len(m.Translates) < 8:
		keys.fault("translates", "translates: give the first 12 digits of the original's SHA-256, now %s", hash[:12])
	case !strings.HasPrefix(hash, m.Translates):
		r.warn(keys.lines["translates"], 1, "made from another version of %s, which is %s now; check and update it", original, hash[:12])
	}
	quiet := &report{}
	above0 := 0
	text := unixLines(from)
	if original == "problem.md" {
		_, text, above0, _ = cutFrontMatter(quiet, text)
	}
	want, have := shape(readSections(quiet, text, above0)), shape(readSections(r, body, above))
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, ok := have[key]; !ok {
			r.add(1, "%s of %s is missing", key, original)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(have)) {
		if _, ok := want[key]; !ok {
			r.add(have[key], "%s is not in %s", key, original)
		}
	}
}

// shape names what a translation must have in common with its original, with the lines. Sections
// are named by their tag, or by their place, for titles may be translated where a tag names them.
func shape(sections []*section) map[string]int {
	keys := map[string]int{}
	for _, s := range sections {
		name := s.id()
		if name == "" {
			name = "## " + s.title
		}
		keys["section "+name] = s.line
		for _, it := range s.items {
			keys["item "+it.id+" in "+name] = it.line
		}
		for _, c := range s.codes {
			if c.language == "calc" {
				keys["this worksheet in "+name+" (its rows are not translated): "+clipped(c.text)] = c.line
			}
		}
	}
	return keys
}
