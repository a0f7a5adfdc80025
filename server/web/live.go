package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/labstack/echo/v4"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/room"
)

// Limits of a websocket.
const (
	maxFrame = 256 << 10
	// writeWait is how long one frame may take to leave, and closeWait the last one of a client that
	// is being dropped: if it reads within that time, it learns the code.
	writeWait, closeWait = 10 * time.Second, 5 * time.Second
	// askAfter is how long a client may be silent before the server asks by a ping of the websocket,
	// which a browser answers even where it holds a hidden page's timers back.
	askAfter = 4 * time.Second
	// linger is how long a closed line is still read: to close a socket in which something lies
	// unread would take the close code away from the client.
	linger = time.Second
)

func readAll(c echo.Context) ([]byte, error) {
	raw, err := io.ReadAll(c.Request().Body)
	if err != nil {
		var he *echo.HTTPError
		if errors.As(err, &he) {
			return nil, he
		}
		return nil, interview.Errorf(interview.Invalid, "The body could not be read.")
	}
	if err := board.CheckSurrogates(raw); err != nil {
		return nil, interview.Errorf(interview.Invalid, "The text is not valid Unicode: %s.", err)
	}
	return raw, nil
}

// live answers GET /api/sessions/{id}/live: the websocket.
func (s *Server) live(c echo.Context) error {
	if !s.sameOrigin(c.Request()) {
		return interview.Errorf(interview.Forbidden, "Only this server's own pages open a websocket here.")
	}
	if !websocket.IsWebSocketUpgrade(c.Request()) {
		return interview.Errorf(interview.Invalid, "This address takes websockets only; see PROTOCOL.md.")
	}
	if from, limited := s.address(c.Request()); limited {
		leave, ok := s.guard.sockets.enter(from)
		if !ok {
			return tooMany(10*time.Second, "Your network has as many rooms open as this server allows.")
		}
		defer leave()
	}
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	upgrader := websocket.Upgrader{
		ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10,
		CheckOrigin:     func(*http.Request) bool { return true },
		WriteBufferPool: &writeBuffers,
	}
	if !s.enter() {
		return interview.Errorf(interview.Unavailable, "The server is stopping. Come back in a moment.")
	}
	defer s.sockets.Done()
	ws, err := upgrader.Upgrade(c.Response(), c.Request(), nil)
	if err != nil {
		return nil // Upgrade has answered.
	}
	l := &line{server: s, ws: ws, session: c.Param("id"), participant: access.Participant}
	l.serve()
	return nil
}

// writeBuffers are shared, so that idle sockets hold none.
var writeBuffers sync.Pool

// line is one client's socket. serve reads from it; one other goroutine writes to it.
type line struct {
	server      *Server
	ws          *websocket.Conn
	session     string
	participant interview.ParticipantID
	conn        *room.Connection
	leaving     [][]byte     // the writer's own: what is being written
	heard       atomic.Int64 // when the last frame came, in monotonic nanoseconds of started
	started     time.Time
}

func (l *line) serve() {
	defer l.ws.Close()
	l.started = time.Now()
	l.ws.SetReadLimit(maxFrame)
	l.ws.SetPongHandler(func(string) error {
		l.hear()
		return l.ws.SetReadDeadline(time.Now().Add(l.server.timeouts.Silence))
	})
	hello, err := l.hello()
	if err != nil {
		l.refuse(err)
		return
	}
	l.conn = room.NewConnection(l.participant, hello.Client)
	l.conn.Attempt = hello.Attempt
	l.conn.OnClose(l.closing)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := l.server.registry.Attach(ctx, l.session, l.conn, hello.Board); err != nil {
		l.refuse(err)
		return
	}
	counters := l.server.registry.Counters()
	counters.Connections.Add(1)
	defer func() {
		counters.Connections.Add(-1)
		code, _ := l.conn.Reason()
		counters.Closed(code)
	}()
	written, heardOut := make(chan struct{}), make(chan struct{})
	go l.write(written, heardOut)
	l.read(ctx)
	close(heardOut)
	l.server.registry.Detach(l.session, l.conn, interview.Duration(l.silentFor()/time.Millisecond))
	<-written
}

// hello reads the first frame.
func (l *line) hello() (frame, error) {
	var f frame
	raw, err := l.next()
	if err != nil {
		return f, err
	}
	if err := decode(raw, &f); err != nil {
		return f, err
	}
	if f.Type != "hello" {
		return f, interview.Errorf(interview.Invalid, "The first frame is hello.")
	}
	if f.Protocol != 0 && f.Protocol != room.Protocol {
		return f, interview.Errorf(interview.Invalid, "This server speaks protocol %d. Load the page again.", room.Protocol)
	}
	return f, interview.CheckClient(f.Client)
}

// refuse ends a line before it is attached.
func (l *line) refuse(err error) {
	refusal, _ := l.server.refusal(err)
	code := websocket.CloseTryAgainLater
	switch refusal.Code {
	case interview.Forbidden, interview.NotFound:
		code = room.CloseForbidden
	case interview.Gone:
		code = room.CloseDeleted
	case interview.Invalid:
		code = websocket.ClosePolicyViolation
	}
	deadline := time.Now().Add(writeWait)
	_ = l.ws.SetWriteDeadline(deadline)
	_ = l.ws.WriteMessage(websocket.TextMessage, room.EncodeError(refusal))
	_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), deadline)
}

func (l *line) next() ([]byte, error) {
	_ = l.ws.SetReadDeadline(time.Now().Add(l.server.timeouts.Silence))
	_, raw, err := l.ws.ReadMessage()
	if err == nil {
		l.hear()
	}
	return raw, err
}

func (l *line) hear() { l.heard.Store(int64(time.Since(l.started))) }

// silentFor is how long the client has said nothing.
func (l *line) silentFor() time.Duration {
	return time.Since(l.started) - time.Duration(l.heard.Load())
}

// read handles frames until the socket or the connection ends.
func (l *line) read(ctx context.Context) {
	allowance := l.server.guard.frames()
	for {
		raw, err := l.next()
		if err != nil {
			return
		}
		// Whoever sends faster than allowed is read more slowly; nothing of theirs is refused.
		if allowance.Wait(ctx) != nil {
			return
		}
		select {
		case <-l.conn.Done():
			continue // What still comes is not taken; see linger.
		default:
		}
		var f frame
		if err := decode(raw, &f); err != nil {
			l.answerUnreadable(raw, err)
			continue
		}
		if err := l.handle(ctx, f); err != nil {
			refusal, _ := l.server.refusal(err)
			l.conn.Send(room.EncodeError(refusal))
		}
	}
}

// answerUnreadable refuses the command that a bad frame carries, if its number can be made out.
func (l *line) answerUnreadable(raw []byte, err error) {
	refusal, _ := l.server.refusal(err)
	var f struct {
		Type string `json:"type"`
		N    uint64 `json:"n"`
	}
	if json.Unmarshal(raw, &f) == nil && f.Type == "do" && f.N > 0 {
		l.conn.Send(room.EncodeRefused(f.N, refusal))
		return
	}
	l.conn.Send(room.EncodeError(refusal))
}

func (l *line) handle(ctx context.Context, f frame) error {
	switch f.Type {
	case "do":
		l.do(ctx, f)
		return nil
	case "ping":
		return l.server.registry.Pong(ctx, l.session, l.conn, f.ID)
	case "cursor":
		var cursor *room.Cursor
		if f.Anchor != nil {
			cursor = &room.Cursor{Version: f.Version, Anchor: *f.Anchor, Head: f.Head}
		}
		return l.server.registry.MoveCursor(ctx, l.session, l.conn, cursor)
	case "hello":
		return interview.Errorf(interview.Invalid, "hello is the first frame only.")
	}
	return interview.Errorf(interview.Invalid, "There is no frame of type %q.", clip(f.Type))
}

// do submits a command; it is answered in the room's goroutine, after its events.
func (l *line) do(ctx context.Context, f frame) {
	refuse := func(err error) {
		refusal, _ := l.server.refusal(err)
		l.conn.Send(room.EncodeRefused(f.N, refusal))
	}
	id, err := interview.NewCommandID(l.conn.Client, f.N)
	if err != nil {
		refuse(err)
		return
	}
	action, err := f.action()
	if err != nil {
		refuse(err)
		return
	}
	l.server.registry.Submit(ctx, l.session, interview.Command{ID: id, By: l.participant, Do: action}, func(err error) {
		if err != nil {
			refuse(err)
			return
		}
		l.conn.Send(room.EncodeDone(f.N))
	})
}

// write sends frames until the connection is done, then says why.
func (l *line) write(written chan<- struct{}, heardOut <-chan struct{}) {
	defer close(written)
	defer l.ws.Close()
	ask := time.NewTicker(askAfter)
	defer ask.Stop()
	for {
		select {
		case <-l.conn.Done():
			l.sayWhy()
			select {
			case <-heardOut:
			case <-time.After(linger):
			}
			return
		default:
		}
		select {
		case frame := <-l.conn.Frames():
			if l.flush(frame) != nil {
				return
			}
		case <-ask.C:
			if l.silentFor() < askAfter {
				continue
			}
			if err := l.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)); err != nil {
				return
			}
		case <-l.conn.Done():
		}
	}
}

// closing lets no write that hangs on a full window hold up the end.
func (l *line) closing() {
	_ = l.ws.NetConn().SetWriteDeadline(time.Now().Add(closeWait))
	if code, _ := l.conn.Reason(); code == room.CloseTooSlow {
		l.server.log.Info("a client reads too slowly and is dropped")
	}
}

// sayWhy ends the websocket with the connection's code.
func (l *line) sayWhy() {
	code, reason := l.conn.Reason()
	_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(closeWait))
}
