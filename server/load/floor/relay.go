package floor

import (
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// Ack is what the sender of a message gets when it was relayed.
const Ack = `{"type":"done"}`

// Relay serves /room/{name}: whatever one socket of a room sends goes to the others.
type Relay struct {
	// Keep is called with each message before it is relayed; nil keeps nothing.
	Keep func(message []byte) error

	mu    sync.Mutex
	rooms map[string][]*line
}

// line is one socket; writes to it are one after the other.
type line struct {
	ws *websocket.Conn
	mu sync.Mutex
}

func (l *line) write(message []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.ws.WriteMessage(websocket.TextMessage, message)
}

var writeBuffers sync.Pool

// ServeHTTP takes a socket and reads it until it ends.
func (r *Relay) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	upgrader := websocket.Upgrader{ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10, WriteBufferPool: &writeBuffers, CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, q, nil)
	if err != nil {
		return // Upgrade has answered.
	}
	defer ws.Close()
	l := &line{ws: ws}
	room := q.URL.Path
	r.join(room, l)
	defer r.leave(room, l)
	for {
		_, message, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if r.Keep != nil {
			if err := r.Keep(message); err != nil {
				return
			}
		}
		for _, other := range r.others(room, l) {
			other.write(message)
		}
		l.write([]byte(Ack))
	}
}

func (r *Relay) join(room string, l *line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rooms == nil {
		r.rooms = map[string][]*line{}
	}
	// Who is in a room is never changed in place: readers may still hold the old list.
	r.rooms[room] = append(r.rooms[room][:len(r.rooms[room]):len(r.rooms[room])], l)
}

func (r *Relay) leave(room string, l *line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []*line
	for _, other := range r.rooms[room] {
		if other != l {
			left = append(left, other)
		}
	}
	if r.rooms[room] = left; len(left) == 0 {
		delete(r.rooms, room)
	}
}

func (r *Relay) others(room string, l *line) []*line {
	r.mu.Lock()
	all := r.rooms[room]
	r.mu.Unlock()
	others := make([]*line, 0, 1)
	for _, other := range all {
		if other != l {
			others = append(others, other)
		}
	}
	return others
}
