package crash

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"mockroom/server/crash/disk"
)

// recorder is a way to know what a server did to its disk.
type recorder interface {
	name() string
	// data is where the server's database goes, program how the server is started.
	data() string
	program(Program) Program
	// end is asked when the server is gone.
	end() ([]disk.Change, error)
}

// recorder takes the file system where one can be mounted, otherwise the trace.
func (c Cuts) recorder() (recorder, error) {
	folder, behind := filepath.Join(c.Dir, "disk"), filepath.Join(c.Dir, "behind")
	for _, d := range []string{folder, behind} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	var mountErr error
	if !c.Trace {
		var mounted *disk.Mounted
		if mounted, mountErr = disk.Mount(folder, behind); mountErr == nil {
			return &mountRecorder{folder, mounted}, nil
		}
	}
	traced, err := disk.NewTrace(folder, filepath.Join(c.Dir, "trace"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCannotRecord, errors.Join(mountErr, err))
	}
	return &traceRecorder{folder, traced}, nil
}

type mountRecorder struct {
	folder  string
	mounted *disk.Mounted
}

func (r *mountRecorder) name() string              { return "a FUSE file system" }
func (r *mountRecorder) data() string              { return filepath.Join(r.folder, dataName) }
func (r *mountRecorder) program(p Program) Program { return p }
func (r *mountRecorder) end() ([]disk.Change, error) {
	return r.mounted.Changes(), r.mounted.Unmount()
}

type traceRecorder struct {
	folder string
	trace  *disk.Trace
}

func (r *traceRecorder) name() string { return "a trace of the server's system calls" }
func (r *traceRecorder) data() string { return filepath.Join(r.folder, dataName) }
func (r *traceRecorder) program(p Program) Program {
	p.Command = r.trace.Command(p.Command)
	return p
}
func (r *traceRecorder) end() ([]disk.Change, error) { return r.trace.Changes() }
