package problems

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
)

// Archive packs the exact files of a problem, with its pack's licence and authors, into one file
// that FromArchive reads. Equal problems give equal archives.
func (p *Problem) Archive() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: path.Join(p.Slug, name), Method: zip.Deflate})
		if err == nil {
			_, err = f.Write(p.Files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("packing %s/%s: %w", p.Slug, name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing %s: %w", p.Slug, err)
	}
	return b.Bytes(), nil
}

// FromArchive reads a problem back, and refuses files that are not those of the hash. Rules that
// came later are not held against it: it was good when a session began with it.
func FromArchive(pack, slug, hash string, archive []byte) (*Problem, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("the files of %s/%s: %w", pack, slug, err)
	}
	p, _, err := loadProblem(r, slug, Pack{Name: pack})
	if err != nil {
		return nil, fmt.Errorf("the files of %s/%s: %w", pack, slug, err)
	}
	if p.Hash != hash {
		return nil, fmt.Errorf("the files of %s/%s are not those that the session began with", pack, slug)
	}
	return p, nil
}

// CheckArchive says whether an archive holds the files of a hash.
func CheckArchive(hash string, archive []byte) error {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return fmt.Errorf("the archive cannot be read: %w", err)
	}
	if len(r.File) == 0 {
		return fmt.Errorf("the archive is empty")
	}
	_, err = FromArchive("", path.Dir(r.File[0].Name), hash, archive)
	return err
}

// FromFiles reads a problem out of its files by name, as an export carries them. The faults are
// the author's.
func FromFiles(pack, slug string, files map[string][]byte) (*Problem, error) {
	archive, err := (&Problem{Slug: slug, Files: files}).Archive()
	if err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("the files of %s/%s: %w", pack, slug, err)
	}
	p, faults, err := loadProblem(r, slug, Pack{Name: pack})
	if err != nil {
		return nil, fmt.Errorf("the files of %s/%s: %w", pack, slug, err)
	}
	if faults := faults.Errors(); len(faults) > 0 {
		return nil, faults[0]
	}
	return p, nil
}
