package web

import (
	"io/fs"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// nonceKey is where a request keeps the nonce of its page's style element.
const nonceKey = "nonce"

// securityHeaders sets the content security policy and its like on every answer. Scripts come from
// this origin alone; the one style element that the editor writes carries the page's nonce.
func (s *Server) securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		nonce := room.NewSecret()
		c.Set(nonceKey, nonce)
		h := c.Response().Header()
		h.Set("Content-Security-Policy", strings.Join([]string{
			"default-src 'none'", "script-src 'self'", "style-src 'self' 'nonce-" + nonce + "'", "img-src 'self' blob:",
			"connect-src 'self' " + s.socketOrigin(c), "font-src 'self'", "frame-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'",
		}, "; "))
		h.Set("X-Content-Type-Options", "nosniff")
		// Without script, forms tell their origin only where a page may refer to its own site.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), payment=()")
		if s.secure(c) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// socketOrigin names this origin for websockets; older browsers don't count them under 'self'.
func (s *Server) socketOrigin(c echo.Context) string {
	host := c.Request().Host
	for _, r := range host {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-:[]", r)) {
			return ""
		}
	}
	if s.secure(c) {
		return "wss://" + host
	}
	return "ws://" + host
}

// sameOrigin says whether a browser's request comes from this server's own pages. Programs send no
// Origin.
func (s *Server) sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		site := r.Header.Get("Sec-Fetch-Site")
		return site == "" || site == "same-origin" || site == "none"
	}
	if s.publicURL != "" && strings.EqualFold(origin, s.publicURL) {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Host, r.Host) || s.overTLS(r) && u.Scheme != "https" {
		return false
	}
	// Where the server has a name, another name that leads here is somebody else's, who let it point
	// at this address. An address itself cannot be made to point elsewhere.
	return s.publicURL == "" || onlyHere(origin) || isAddress(u.Hostname())
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// refuseForeignPosts refuses what other sites' pages would do in a person's name.
func (s *Server) refuseForeignPosts(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch c.Request().Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions:
		default:
			if !s.sameOrigin(c.Request()) {
				return interview.Errorf(interview.Forbidden, "This request came from another site. Open the page here and try again.")
			}
		}
		return next(c)
	}
}

// noStoreAPI keeps personal answers out of every cache.
func noStoreAPI(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			c.Response().Header().Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// staticFiles serves css/, js/ and vendor/ out of the binary; nothing else, and no listings.
func staticFiles(files fs.FS) echo.HandlerFunc {
	return func(c echo.Context) error {
		name := path.Clean("/" + c.Param("*"))[1:]
		kind := mime.TypeByExtension(path.Ext(name))
		switch path.Ext(name) {
		case ".js":
			kind = "text/javascript; charset=utf-8"
		case ".css", ".svg", ".txt", ".png", ".ico":
		default:
			return echo.ErrNotFound
		}
		b, err := fs.ReadFile(files, name)
		if err != nil || strings.HasSuffix(name, ".test.js") {
			return echo.ErrNotFound
		}
		tag := `"` + room.Hash(string(b))[:16] + `"`
		h := c.Response().Header()
		h.Set("ETag", tag)
		h.Set("Cache-Control", "no-cache")
		if c.Request().Header.Get("If-None-Match") == tag {
			return c.NoContent(http.StatusNotModified)
		}
		return c.Blob(http.StatusOK, kind, b)
	}
}
