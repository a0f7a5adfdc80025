package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"
)

// frameFiles are the scripts of the diagrams' frame, under the names it asks for.
var frameFiles = map[string]string{"mermaid.js": "vendor/mermaid.js", "frame.js": "js/diagram/frame.js"}

// framePolicy lets the frame run its two scripts and style what it draws; it loads, sends and
// contains nothing else, and has no origin of its own.
const framePolicy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"

// diagramFrame serves the page in which diagrams are drawn, apart from everything else.
func (s *Server) diagramFrame(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", framePolicy)
	h.Set("Cache-Control", "no-cache")
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, "diagram-frame.html", nil); err != nil {
		return fmt.Errorf("rendering the diagrams' frame: %w", err)
	}
	return c.HTMLBlob(http.StatusOK, b.Bytes())
}

// frameScript serves a script of the frame, which may be loaded by a page without origin.
func frameScript(files fs.FS) echo.HandlerFunc {
	serve := staticFiles(files)
	return func(c echo.Context) error {
		name, ok := frameFiles[c.Param("file")]
		if !ok {
			return echo.ErrNotFound
		}
		c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		c.SetParamNames("*")
		c.SetParamValues(name)
		return serve(c)
	}
}
