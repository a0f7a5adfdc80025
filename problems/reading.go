package problems

import (
	"errors"
	"io/fs"
	"net/url"
	"slices"
)

// Reading is something to read, watch or take part in: where to go on, never needed to go on.
type Reading struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	By    string `json:"by"`
	// Kind is one of readingKinds.
	Kind string `json:"kind"`
	URL  string `json:"url"`
	Year int    `json:"year,omitempty"`
	// About is one sentence on what one gets out of it.
	About string `json:"about"`
	// Concepts are the ids of the cards that it is for, none for all; Levels the levels.
	Concepts []string `json:"concepts,omitempty"`
	Levels   []string `json:"levels"`
	// Time is how long it takes, in words; Price is free, paid or partly.
	Time  string `json:"time"`
	Price string `json:"price"`
}

var (
	readingKinds  = []string{"book", "course", "paper", "article", "articles", "newsletter", "videos", "talk", "magazine", "forum", "standard"}
	readingPrices = []string{"free", "partly", "paid"}
)

type readingFile struct {
	Format  int
	Reading []Reading
}

// readingList is where a pack keeps its reading list.
const readingList = conceptFolder + "/reading.yaml"

// loadReading reads a pack's list; a pack without one is a pack.
func loadReading(fsys fs.FS, cards []*Concept) ([]Reading, Faults, error) {
	r := &report{file: readingList}
	info, err := fs.Lstat(fsys, readingList)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	source, err := readPlain(r, fsys, readingList, fs.FileInfoToDirEntry(info), maxText, true)
	if err != nil || source == nil {
		return nil, r.faults, err
	}
	k := readKeys(r, source, 0)
	k.requireAnd([]string{"format", "reading"}, nil)
	var f readingFile
	k.decode(&f)
	if k.has("format") && f.Format != 1 {
		k.fault("format", "format is %d; this program reads format 1", f.Format)
	}
	lines := k.entryLines("reading")
	known := map[string]bool{}
	for _, c := range cards {
		known[c.ID] = true
	}
	seen := map[string]bool{}
	for i, entry := range f.Reading {
		line := lines[min(i, len(lines)-1)]
		if seen[entry.ID] {
			r.add(line, "%s: this id is used twice", entry.ID)
		}
		seen[entry.ID] = true
		entry.check(r, line, known)
	}
	return f.Reading, r.inOrder(), nil
}

func (e Reading) check(r *report, line int, known map[string]bool) {
	if !slugForm.MatchString(e.ID) {
		r.add(line, "id %q must be lower-case words joined by -", e.ID)
	}
	for _, part := range [][2]string{{"title", e.Title}, {"by", e.By}, {"about", e.About}, {"time", e.Time}} {
		if part[1] == "" {
			r.add(line, "%s: %s is missing", e.ID, part[0])
		}
	}
	if !slices.Contains(readingKinds, e.Kind) {
		r.add(line, "%s: unknown kind %q%s", e.ID, e.Kind, nearest(e.Kind, readingKinds))
	}
	if !slices.Contains(readingPrices, e.Price) {
		r.add(line, "%s: price is free, partly or paid, not %q", e.ID, e.Price)
	}
	if u, err := url.Parse(e.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		r.add(line, "%s: url must be an https link", e.ID)
	}
	if len(e.Levels) == 0 {
		r.add(line, "%s: levels is missing; name at least one of mid, senior, staff", e.ID)
	}
	for _, level := range e.Levels {
		if !slices.Contains(targets, level) {
			r.add(line, "%s: %q is no level", e.ID, level)
		}
	}
	for _, id := range e.Concepts {
		if !known[id] {
			r.add(line, "%s: there is no card %q", e.ID, id)
		}
	}
}
