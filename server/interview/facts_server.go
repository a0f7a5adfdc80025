package interview

// Eraser says who had something erased.
type Eraser string

// Who may erase.
const (
	// ByParticipant is somebody of the session, see SessionErased.Role.
	ByParticipant Eraser = ""
	// ByPerson is the person whom it was about.
	ByPerson Eraser = "person"
	// ByOperator is whoever runs the server.
	ByOperator Eraser = "operator"
	// ByRetention is the server itself, after the time that it keeps sessions.
	ByRetention Eraser = "retention"
)

// ServerSigns is the key with which this database's exports are signed: an Ed25519 seed, which
// never leaves the server.
type ServerSigns struct {
	Seed []byte `json:"seed"`
}

// ServerStarted and ServerBeat tell later processes when this one was alive.
type (
	ServerStarted struct {
		Version string `json:"version"`
		HostTime
	}
	ServerBeat struct{ HostTime }
)

// HostTime is a moment of the host's own clock, which no setting of the wall clock moves: Boot
// milliseconds after the host started for the time that BootID names. With the event's time it tells a
// later process on the same host what time it is, wherever the wall clock was set in between.
type HostTime struct {
	BootID string   `json:"boot_id,omitempty"`
	Boot   Duration `json:"boot_ms,omitempty"`
}

// SessionErased remembers in the server's stream that a session was deleted, and by whom: by which
// role of the session, or by which other. It is written before the session's events go, so that a
// server that stops in between goes on with it.
type SessionErased struct {
	Session string `json:"session"`
	Role    Role   `json:"role"`
	By      Eraser `json:"by,omitempty"`
}

// PersonErased remembers that a person was erased, with the sessions that were theirs alone. What
// it names is random; the person's name was in their own stream. It is written before anything goes.
type PersonErased struct {
	Person   PersonID `json:"person"`
	Sessions []string `json:"sessions"`
	By       Eraser   `json:"by"`
}

// ServerCompacted says that the database was written anew, so that the bytes of whatever was erased
// up to an event of the server's stream have left the file.
type ServerCompacted struct {
	UpTo uint64 `json:"up_to"`
}

// ServerBackedUp says that a backup was written, and its size in bytes.
type ServerBackedUp struct {
	Bytes int64 `json:"bytes"`
}

func (ServerSigns) Kind() Kind     { return "server.signs" }
func (ServerStarted) Kind() Kind   { return "server.started" }
func (ServerBeat) Kind() Kind      { return "server.beat" }
func (SessionErased) Kind() Kind   { return "server.session_erased" }
func (PersonErased) Kind() Kind    { return "server.person_erased" }
func (ServerCompacted) Kind() Kind { return "server.compacted" }
func (ServerBackedUp) Kind() Kind  { return "server.backed_up" }
