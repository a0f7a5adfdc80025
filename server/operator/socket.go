package operator

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// SocketPath is where a server of a database listens for its operator.
func SocketPath(data string) string { return data + ".sock" }

// maxSocketPath is how long the name of a unix socket may be on every system.
const maxSocketPath = 100

// Socket is the operator's way in. Close removes it.
type Socket struct {
	net.Listener
	path string
}

// Listen opens the operator's socket beside a database, for this user alone. The caller has the
// database open, so that a socket that is there already belongs to a server that is gone.
func Listen(data string) (*Socket, error) {
	path := SocketPath(data)
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("%s is there and no socket; move it away", path)
	}
	// It is made in a folder that nobody else can enter, so that it is never open to others.
	folder, err := os.MkdirTemp(filepath.Dir(path), ".mockroom-")
	if err != nil {
		return nil, fmt.Errorf("the folder of the database cannot be written: %w", err)
	}
	defer func() { _ = os.Remove(folder) }()
	private := filepath.Join(folder, "s")
	if max(len(private), len(path)) > maxSocketPath {
		return nil, fmt.Errorf("the path of the database is too long for a socket beside it; use one below %d characters", maxSocketPath-len(".sock"))
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: private, Net: "unix"})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(private, 0o600), os.Rename(private, path)); err != nil {
		_ = os.Remove(private)
		return nil, errors.Join(err, listener.Close())
	}
	return &Socket{listener, path}, nil
}

// Close ends the listener and removes the socket.
func (s *Socket) Close() error {
	err := s.Listener.Close()
	if removed := os.Remove(s.path); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}
