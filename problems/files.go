package problems

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// fileNames are the eight files that every problem has.
var fileNames = []string{"problem.md", "interviewer.md", "capacity.md", "design.md", "dives.md", "followups.md", "phases.md", "rubric.md"}

// Limits of one file.
const (
	maxText  = 256 << 10
	maxAsset = 512 << 10
)

// readPlain reads one plain file of a pack; nil after a fault. The error is the file system's.
func readPlain(r *report, fsys fs.FS, full string, entry fs.DirEntry, limit int64, text bool) ([]byte, error) {
	if !entry.Type().IsRegular() {
		r.add(1, "only plain files belong into a pack")
		return nil, nil
	}
	info, err := entry.Info()
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		r.add(1, "file is over %d KiB", limit>>10)
		return nil, nil
	}
	source, err := fs.ReadFile(fsys, full)
	if err != nil {
		return nil, err
	}
	if text && !utf8.Valid(source) {
		r.add(1, "file is not valid UTF-8")
		return nil, nil
	}
	return append([]byte{}, source...), nil
}

// readFiles reads all files of the problem in folder dir. Names that start with a dot are nobody's.
func readFiles(fsys fs.FS, dir string) (map[string][]byte, Faults, error) {
	files := map[string][]byte{}
	var faults Faults
	err := fs.WalkDir(fsys, dir, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(strings.TrimPrefix(full, dir), "/")
		r := &report{file: full}
		defer func() { faults = append(faults, r.faults...) }()
		switch {
		case strings.HasPrefix(path.Base(full), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		asset := strings.HasPrefix(name, "assets/")
		if entry.Type().IsRegular() && !asset && !strings.HasPrefix(name, "i18n/") && !slices.Contains(fileNames, name) {
			r.add(1, "a problem has no such file; it has %s, and the folders assets and i18n", strings.Join(fileNames, ", "))
			return nil
		}
		limit := int64(maxText)
		if asset {
			limit = maxAsset
		}
		source, err := readPlain(r, fsys, full, entry, limit, !asset)
		if source != nil {
			files[name] = source
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	for _, name := range fileNames {
		full := path.Join(dir, name)
		if files[name] == nil && !slices.ContainsFunc(faults, func(f Fault) bool { return f.File == full }) {
			faults = append(faults, Fault{File: full, Line: 1, Column: 1, Message: "file is missing; a problem has eight"})
		}
	}
	return files, faults, nil
}

// hashFiles names the exact bytes of a problem.
func hashFiles(files map[string][]byte) string {
	lines := make([]string, 0, len(files))
	for name, source := range files {
		lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256(source), name))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}
