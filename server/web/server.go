package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/operator"
	"mockroom/server/room"
)

// Config is what a Server stands on.
type Config struct {
	Registry *room.Registry
	// Catalogue gives the problems of now.
	Catalogue func() *problems.Catalogue
	// PackFaults gives what is wrong in packs, for the operator's page; nil where there are none.
	PackFaults func() problems.Faults
	// Preview shows a pack while somebody writes it: kits are open, and pages load again when it changes. It
	// is nil for a server that people use.
	Preview *problems.Shelf
	// Static holds css/, js/ and vendor/.
	Static fs.FS
	Log    *slog.Logger
	// PublicURL is where people reach the server, without a trailing slash; "" means the Host of
	// each request.
	PublicURL string
	// TrustedProxies may say by X-Forwarded-Proto and X-Forwarded-For what a request was.
	TrustedProxies []netip.Prefix
	// Operator does what is asked of it over the operator's socket, and by whoever has OperatorKey;
	// without a key there is no operator's page.
	Operator    *operator.Operator
	OperatorKey string
	// Limits bound what one address may do; the zero value bounds nothing.
	Limits Limits
	// CreateKey is asked of whoever opens a session; "" lets everybody.
	CreateKey string
	// Timeouts end what slow clients would hold open.
	Timeouts Timeouts
}

// Server answers HTTP. Handler gives it to an http.Server; Close waits for its sockets.
type Server struct {
	registry    *room.Registry
	catalogue   func() *problems.Catalogue
	packFaults  func() problems.Faults
	shown       *problems.Shelf
	log         *slog.Logger
	publicURL   string
	proxies     []netip.Prefix
	operator    *operator.Operator
	operatorKey string
	templates   *template.Template
	echo        *echo.Echo
	previews    *previews
	offline     func() (offlineParts, error)
	guard       *guard
	createKey   string
	timeouts    Timeouts
	sockets     sync.WaitGroup

	mu      sync.Mutex
	closing bool
}

// maxBody is the most that a request may carry, in the notation of Echo.
const maxBody = "512K"

// New makes the server.
func New(c Config) (*Server, error) {
	s := &Server{registry: c.Registry, catalogue: c.Catalogue, packFaults: c.PackFaults, shown: c.Preview, log: c.Log, publicURL: strings.TrimSuffix(c.PublicURL, "/"), proxies: c.TrustedProxies, operator: c.Operator, operatorKey: c.OperatorKey, previews: newPreviews(), offline: offlineAssets(c.Static), guard: newGuard(c.Limits), createKey: c.CreateKey, timeouts: c.Timeouts.settled()}
	templates, err := parseTemplates()
	if err != nil {
		return nil, fmt.Errorf("the templates: %w", err)
	}
	s.templates = templates
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.handleError
	e.Use(s.logRequests, middleware.RecoverWithConfig(middleware.RecoverConfig{DisablePrintStack: true, DisableErrorHandler: true}),
		s.securityHeaders, noStoreAPI, refuseCompressed, middleware.BodyLimit(maxBody), s.refuseForeignPosts)
	s.echo = e
	s.routes(c.Static)
	return s, nil
}

func (s *Server) routes(static fs.FS) {
	e := s.echo
	e.GET("/", s.home)
	e.POST("/", s.openFromForm)
	e.GET("/problems/:slug", s.problemPage)
	if s.shown != nil {
		e.GET("/preview/state", s.previewState)
	}
	e.GET("/concepts", s.conceptsPage)
	e.GET("/concepts/:id", s.conceptPage)
	e.POST("/problems/:slug/study", s.studyFromForm)
	e.GET("/practice", s.practicePage)
	e.POST("/practice/key", s.makeKeyFromForm)
	e.POST("/practice/key/revoke", s.revokeKeyFromForm)
	e.POST("/practice/browsers/close", s.closeBrowsersFromForm)
	e.GET("/practice/move", s.movePage)
	e.POST("/practice/move", s.moveFromForm)
	e.POST("/me/erase", s.eraseMeFromForm)
	e.GET("/mentoring", s.mentoringPage)
	e.POST("/mentoring", s.scoreFromForm)
	e.POST("/groups", s.makeGroupFromForm)
	e.GET("/groups/:group", s.groupPage)
	e.GET("/groups/:group/join", s.groupJoinPage)
	e.GET("/healthz", s.healthz)
	e.GET("/s/:id/:role", s.sessionPage)
	e.GET("/s/:id/:role/review", s.reviewPage)
	e.GET("/s/:id/shared", s.sharedPage)
	e.POST("/s/:id/:role/swap", s.swapFromForm)
	e.POST("/s/:id/:role/gold", s.goldFromForm)
	e.GET("/static/*", staticFiles(static), middleware.Gzip())
	e.GET("/diagram/frame", s.diagramFrame)
	e.GET("/diagram/:file", frameScript(static), middleware.Gzip())

	s.operatorPages(e)

	api := e.Group("/api")
	api.GET("/problems", s.listProblems)
	api.GET("/problems/:slug", s.getProblem)
	api.GET("/concepts", s.listConcepts)
	api.GET("/concepts/:id", s.getConcept)
	api.POST("/problems/:slug/study", s.studyProblem)
	api.GET("/me", s.me)
	api.DELETE("/me", s.eraseMe)
	api.GET("/me/export", s.exportMe)
	api.POST("/me/key", s.makeKey)
	api.DELETE("/me/key", s.revokeKey)
	api.POST("/me/move", s.move)
	api.DELETE("/me/browsers", s.closeBrowsers)
	api.GET("/mentoring", s.getMentoring)
	api.GET("/groups", s.listGroups)
	api.POST("/groups", s.makeGroup)
	api.GET("/groups/:group", s.getGroup)
	api.GET("/groups/:group/agreement", s.getAgreement)
	api.PATCH("/groups/:group", s.renameGroup)
	api.DELETE("/groups/:group", s.deleteGroup)
	api.POST("/groups/:group/join", s.joinGroup)
	api.POST("/groups/:group/invites", s.inviteToGroup)
	api.DELETE("/groups/:group/invites/:invite", s.revokeGroupInvite)
	api.PATCH("/groups/:group/members/:member", s.changeMember)
	api.DELETE("/groups/:group/members/:member", s.removeMember)
	api.POST("/sessions", s.createSession)
	api.GET("/sessions/:id", s.getSession)
	api.DELETE("/sessions/:id", s.deleteSession)
	api.POST("/sessions/:id/join", s.join)
	api.POST("/sessions/:id/return", s.returnTo)
	api.POST("/sessions/:id/enter", s.enterSession)
	api.POST("/sessions/:id/invites", s.makeInvite)
	api.DELETE("/sessions/:id/invites/:invite", s.revokeInvite)
	api.POST("/sessions/:id/commands", s.command)
	api.POST("/sessions/:id/preview", s.preview)
	api.GET("/sessions/:id/problem", s.readProblem)
	api.GET("/sessions/:id/export", s.export)
	api.GET("/sessions/:id/replay", s.replay, middleware.Gzip())
	api.GET("/sessions/:id/swap", s.getSwap)
	api.POST("/sessions/:id/swap", s.suggestSwap)
	api.DELETE("/sessions/:id/swap", s.declineSwap)
	api.POST("/sessions/:id/swap/accept", s.acceptSwap)
	api.POST("/sessions/:id/swap/enter", s.enterReturn)
	api.POST("/sessions/:id/gold", s.proposeGold)
	api.POST("/sessions/:id/gold/agree", s.agreeGold)
	api.DELETE("/sessions/:id/gold", s.withdrawGold)
	api.GET("/sessions/:id/shares", s.listShares)
	api.POST("/sessions/:id/shares", s.makeShare)
	api.DELETE("/sessions/:id/shares/:share", s.revokeShare)
	api.POST("/sessions/:id/shared", s.openShare)
	api.GET("/sessions/:id/shared/replay", s.sharedReplay, middleware.Gzip())
	api.GET("/sessions/:id/shared/problem", s.sharedProblem)
	api.POST("/sessions/:id/shared/preview", s.sharedPreview)
	api.GET("/sessions/:id/shared/export", s.sharedExport)
	api.GET("/sessions/:id/live", s.live)
	s.operatorRoutes(api.Group("/operator"), false, s.requireOperator)
}

// Handler serves the routes.
func (s *Server) Handler() http.Handler { return s.echo }

// Close waits until every websocket has ended; close the registry first.
func (s *Server) Close() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	s.sockets.Wait()
}

// enter counts one more websocket, which is to call sockets.Done; false if the server is closing.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.sockets.Add(1)
	return true
}

// healthz proves that a commit is possible, or says in words why not.
func (s *Server) healthz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 5*time.Second)
	defer cancel()
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := s.registry.Journal.Healthy(ctx); err != nil {
		s.log.Warn("not healthy", slog.Any("error", err))
		return c.JSON(http.StatusServiceUnavailable, map[string]any{"status": "unavailable", "reason": journal.Reason(err)})
	}
	return c.JSON(http.StatusOK, map[string]any{"status": "ok"})
}

// origin is where people reach this server: as configured, or as this request did.
func (s *Server) origin(c echo.Context) string {
	if s.publicURL != "" {
		return s.publicURL
	}
	scheme := "http"
	if s.secure(c) {
		scheme = "https"
	}
	return scheme + "://" + c.Request().Host
}

// secure says whether the person's browser speaks https, to us or to a proxy we trust.
func (s *Server) secure(c echo.Context) bool {
	return s.overTLS(c.Request())
}

func (s *Server) overTLS(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(s.publicURL, "https://") {
		return true
	}
	return s.fromProxy(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// onlyHere says whether links of this origin open on this computer alone.
func onlyHere(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	host := u.Hostname()
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && addr.IsLoopback()
}

// logRequests writes one line a request: the route, never its parameters, query or body.
func (s *Server) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := time.Now()
		err := next(c)
		status := c.Response().Status
		if err != nil {
			var known *interview.Error
			var framework *echo.HTTPError
			switch {
			case errors.As(err, &known):
				status = statuses[known.Code]
			case errors.As(err, &framework):
				status = framework.Code
			default:
				status = http.StatusInternalServerError
			}
		}
		level := slog.LevelDebug
		if status >= 500 {
			level = slog.LevelWarn
		}
		s.log.Log(c.Request().Context(), level, "request", "method", c.Request().Method, "route", c.Path(), "status", status, "ms", time.Since(started).Milliseconds())
		return err
	}
}

// Routes lists what is served, for the test that holds the API's document to it.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }
