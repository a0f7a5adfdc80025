package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// offlineStyles are the styles that the file of a session needs, in the order of app.css.
var offlineStyles = []string{
	"tokens", "base", "button", "link", "ruler", "people", "side", "spoken", "prose", "worksheet", "diagram",
	"radar", "scorecard", "pins", "verdict", "review", "evidence", "replay", "lines", "print",
}

// offlineParts are what every file of a session carries: the same bytes for all.
type offlineParts struct {
	Style  template.CSS
	Script template.JS
	// Frame is the document in which diagrams are drawn, packed.
	Frame template.HTML
	// scripts are the hashes of all that may run.
	scripts []string
}

// offlineAssets makes the parts out of the static files, once, when the first file is asked for.
func offlineAssets(files fs.FS) func() (offlineParts, error) {
	return sync.OnceValues(func() (offlineParts, error) {
		var p offlineParts
		var failed error
		read := func(name string) string {
			b, err := fs.ReadFile(files, name)
			if err != nil {
				failed = err
			}
			return string(b)
		}
		for _, name := range offlineStyles {
			p.Style += template.CSS(read("css/" + name + ".css"))
		}
		script := read("vendor/offline.js")
		p.Script, p.scripts = template.JS(script), []string{scriptHash(script)}
		var frame strings.Builder
		frame.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Diagrams</title>`)
		for _, name := range []string{"js/diagram/strict.js", "vendor/mermaid.js", "js/diagram/frame.js"} {
			inner := read(name)
			p.scripts = append(p.scripts, scriptHash(inner))
			// The page puts its nonce in the place of the word.
			fmt.Fprintf(&frame, `<script nonce="NONCE">%s</script>`, inner)
		}
		frame.WriteString(`</head><body></body></html>`)
		if failed != nil {
			return p, failed
		}
		var err error
		p.Frame, err = packed([]byte(frame.String()))
		return p, err
	})
}

// scriptHash is how a policy names a script by its text.
func scriptHash(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// packed is gzip in base64, which may stand in a page as it is.
func packed(b []byte) (template.HTML, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(b); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return template.HTML(base64.StdEncoding.EncodeToString(out.Bytes())), nil
}

// offlinePage is what the file's template needs.
type offlinePage struct {
	offlineParts
	Title, Nonce, Policy string
	// Replay is what happened, packed; "" before there is a replay.
	Replay template.HTML
	Body   reviewBody
}

// offlineFile is a session as one file that needs no server: report, replay, diagrams. It holds what the
// body and the replay hold, and nothing else; replay is nil before there is one.
func (s *Server) offlineFile(body reviewBody, replay *room.Replay, problem interview.ProblemView) ([]byte, error) {
	parts, err := s.offline()
	if err != nil {
		return nil, fmt.Errorf("the parts of an HTML file: %w", err)
	}
	p := offlinePage{offlineParts: parts, Title: body.ProblemTitle + ", " + body.Date, Nonce: room.NewSecret(), Body: body}
	// A policy of its own: the file opens without a server that could send one.
	p.Policy = strings.Join([]string{
		"default-src 'none'", "script-src " + strings.Join(parts.scripts, " "), "style-src 'nonce-" + p.Nonce + "'",
		"img-src data: blob:", "connect-src 'none'", "form-action 'none'", "base-uri 'none'",
	}, "; ")
	if replay != nil {
		if p.Replay, err = s.packReplay(*replay, problem); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, "review-offline.html", p); err != nil {
		return nil, fmt.Errorf("rendering an HTML file: %w", err)
	}
	return b.Bytes(), nil
}

// packReplay is a replay with the renderings of its boards.
func (s *Server) packReplay(replay room.Replay, problem interview.ProblemView) (template.HTML, error) {
	var edits []review.Edit
	for _, item := range replay.Items {
		if f, ok := item.Data.(interview.BoardEdited); ok {
			for _, u := range f.Updates {
				edits = append(edits, review.Edit{At: item.At, Changes: u.Changes})
			}
		}
	}
	since := replay.State.StartedAt
	if since == 0 && len(replay.Items) > 0 {
		since = replay.Items[0].At
	}
	renderings, err := s.previews.renderAll(edits, since)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(map[string]any{"replay": replay, "scripts": itemTexts(problem.Scripts), "renderings": renderings})
	if err != nil {
		return "", fmt.Errorf("packing a replay: %w", err)
	}
	return packed(b)
}

// itemTexts are the checklists' items by their names, which is all of them that a replay shows.
func itemTexts(scripts []problems.Script) []map[string]any {
	list := []map[string]any{}
	for _, script := range scripts {
		items := []map[string]string{}
		for _, item := range script.Items {
			items = append(items, map[string]string{"id": item.ID, "text": item.Text})
		}
		list = append(list, map[string]any{"phase": script.Phase, "items": items})
	}
	return list
}
