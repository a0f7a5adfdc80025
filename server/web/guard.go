package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// guard holds the limits of a server. What it remembers is bounded.
type guard struct {
	limits  Limits
	creates *limiter[netip.Prefix]
	keys    *limiter[netip.Prefix]
	asks    *limiter[string]
	sockets sockets

	mu sync.Mutex
	// proved are hashes of keys that have opened something: whoever holds one is not kept out by a
	// neighbour behind the same address who guesses.
	proved recent[string, struct{}]
}

func newGuard(l Limits) *guard {
	return &guard{
		limits:  l,
		creates: newLimiter[netip.Prefix](l.CreateRate, time.Hour, l.CreateRate),
		keys:    newLimiter[netip.Prefix](l.KeyRate, time.Minute, l.KeyRate),
		asks:    newLimiter[string](l.CommandRate, time.Second, 4*l.CommandRate),
		sockets: sockets{most: l.Connections},
	}
}

func (g *guard) prove(key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.proved.put(room.Hash(key), struct{}{})
}

func (g *guard) isProved(key string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, ok := g.proved.get(room.Hash(key))
	return ok
}

// frames is the allowance of one websocket.
func (g *guard) frames() *rate.Limiter {
	if g.limits.CommandRate <= 0 {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Limit(g.limits.CommandRate), flush*g.limits.CommandRate)
}

// tooManyKeys refuses an address that has brought too many wrong keys; nothing was looked up yet.
func tooManyKeys(wait time.Duration) error {
	return tooMany(wait, "Too many attempts came from your network.")
}

// tryKey runs a check of a key. An address that has failed too often is answered before it; each
// failure counts.
func (s *Server) tryKey(c echo.Context, key string, check func() error) error {
	from, _ := s.address(c.Request())
	if !s.guard.isProved(key) {
		if wait, spent := s.guard.keys.spent(from); spent {
			return tooManyKeys(wait)
		}
	}
	err := check()
	var refusal *interview.Error
	switch {
	case err == nil:
		s.guard.prove(key)
	case errors.As(err, &refusal) && (refusal.Code == interview.Forbidden || refusal.Code == interview.NotFound):
		_, _ = s.guard.keys.take(from, 1)
	}
	return err
}

// authenticate finds whose key this is.
func (s *Server) authenticate(c echo.Context, session, key string) (access room.Access, err error) {
	err = s.tryKey(c, key, func() (err error) {
		access, err = s.registry.Authenticate(c.Request().Context(), session, key)
		return err
	})
	return access, err
}

// authenticateLink is authenticate for a key that is to be exchanged.
func (s *Server) authenticateLink(c echo.Context, session, key string) (access room.Access, err error) {
	err = s.tryKey(c, key, func() (err error) {
		access, err = s.registry.AuthenticateLink(c.Request().Context(), session, key)
		return err
	})
	return access, err
}

// newPerson counts somebody new, who costs the journal a stream.
func (s *Server) newPerson(c echo.Context) error {
	from, limited := s.address(c.Request())
	if !limited {
		return nil
	}
	if wait, ok := s.guard.keys.take(from, 1); !ok {
		return tooManyKeys(wait)
	}
	return nil
}

// mayCreate counts a session that is to be opened.
func (s *Server) mayCreate(c echo.Context) error {
	from, limited := s.address(c.Request())
	if !limited {
		return nil
	}
	if wait, ok := s.guard.creates.take(from, 1); !ok {
		return tooMany(wait, fmt.Sprintf("Your network has opened %d sessions in an hour, which is all that this server allows.", s.guard.limits.CreateRate))
	}
	return nil
}

// wholeSession is what reading a whole session costs, in usual requests.
const wholeSession = 20

// mayAsk counts a participant's request; cost says how many usual ones it is worth.
func (s *Server) mayAsk(session string, by interview.ParticipantID, cost int) error {
	if wait, ok := s.guard.asks.take(session+"/"+string(by), cost); !ok {
		return tooMany(wait, "These are too many requests at once.")
	}
	return nil
}

// refuseCompressed refuses bodies that would have to be unpacked, however large they become.
func refuseCompressed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if e := c.Request().Header.Get("Content-Encoding"); e != "" && e != "identity" {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType)
		}
		return next(c)
	}
}

// inWords is a wait as a person says it.
func inWords(d time.Duration) string {
	seconds := int((d + time.Second - 1) / time.Second)
	switch {
	case seconds <= 1:
		return "a second"
	case seconds < 120:
		return fmt.Sprintf("%d seconds", seconds)
	}
	return fmt.Sprintf("%d minutes", (seconds+59)/60)
}
