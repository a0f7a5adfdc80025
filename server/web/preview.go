package web

import (
	"net/http"
	"runtime"
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/markdown"
	"mockroom/server/review"
)

// previews renders boards in a bounded pool and keeps the newest rendering of each session, so that
// several viewers of one board cost one rendering.
type previews struct {
	pool chan struct{}

	mu   sync.Mutex
	kept map[string]*rendering
}

// rendering is a board at one version; ready is closed when blocks are there.
type rendering struct {
	version uint64
	ready   chan struct{}
	blocks  []markdown.Block
}

// maxRenderings bounds how many boards' renderings are kept.
const maxRenderings = 500

func newPreviews() *previews {
	return &previews{pool: make(chan struct{}, runtime.GOMAXPROCS(0)), kept: map[string]*rendering{}}
}

// of is the board's blocks at a version.
func (p *previews) of(session string, version uint64, text string) []markdown.Block {
	p.mu.Lock()
	if r := p.kept[session]; r != nil && r.version == version {
		p.mu.Unlock()
		<-r.ready
		return r.blocks
	}
	if len(p.kept) >= maxRenderings {
		clear(p.kept)
	}
	r := &rendering{version: version, ready: make(chan struct{})}
	p.kept[session] = r
	p.mu.Unlock()
	p.pool <- struct{}{}
	defer func() {
		<-p.pool
		close(r.ready)
	}()
	r.blocks = markdown.Blocks(text)
	return r.blocks
}

// render gives the blocks of a text that is nobody's board now, such as a board of the past.
func (p *previews) render(text string) []markdown.Block {
	p.pool <- struct{}{}
	defer func() { <-p.pool }()
	return markdown.Blocks(text)
}

// renderAll gives the renderings of a board's whole past.
func (p *previews) renderAll(edits []review.Edit, since interview.Time) ([]review.Rendering, error) {
	p.pool <- struct{}{}
	defer func() { <-p.pool }()
	return review.Renderings(edits, since)
}

// preview answers POST /api/sessions/{id}/preview with the board's blocks, or those of the text that
// the caller sends; of those that the caller says it has, without their HTML.
func (s *Server) preview(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	var q struct {
		Known []string `json:"known"`
		Text  *string  `json:"text"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	var version uint64
	var blocks []markdown.Block
	if q.Text != nil {
		// Nobody else has use of this rendering.
		if err := s.mayAsk(c.Param("id"), access.Participant, 4); err != nil {
			return err
		}
		blocks = s.previews.render(*q.Text)
	} else {
		snapshot, err := s.registry.Snapshot(c.Request().Context(), c.Param("id"), access.Participant)
		if err != nil {
			return err
		}
		version = snapshot.Board.Version
		blocks = slices.Clone(s.previews.of(c.Param("id"), version, *snapshot.Board.Text))
	}
	known := make(map[string]bool, len(q.Known))
	for _, key := range q.Known {
		known[key] = true
	}
	for i := range blocks {
		if known[blocks[i].Key] {
			blocks[i].HTML = ""
		}
	}
	return c.JSON(http.StatusOK, map[string]any{"version": version, "blocks": blocks})
}
