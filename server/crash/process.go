package crash

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Program is how a server is started: a command, to which -addr and -data are added, and what comes
// into its environment.
type Program struct {
	Command []string
	Env     []string
}

// Process is a running server.
type Process struct {
	Addr string
	// Ready is how long it took until it listened.
	Ready time.Duration

	cmd  *exec.Cmd
	said *bytes.Buffer
}

// Start runs a server and waits until it listens. A cancelled context kills it.
func (p Program) Start(ctx context.Context, addr, data string) (*Process, error) {
	started := time.Now()
	s := &Process{said: &bytes.Buffer{}}
	s.cmd = p.prepare(ctx, addr, data, s.said)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, url, ok := strings.Cut(strings.TrimSpace(line), "listening on http://")
	if err != nil || !ok {
		s.Kill()
		return nil, fmt.Errorf("the server did not start: %q, %s", line, s.said)
	}
	s.Addr, s.Ready = url, time.Since(started)
	return s, nil
}

// Begin runs a server and does not wait for it.
func (p Program) Begin(ctx context.Context, addr, data string) (*Process, error) {
	s := &Process{Addr: addr, said: &bytes.Buffer{}}
	s.cmd = p.prepare(ctx, addr, data, s.said)
	return s, s.cmd.Start()
}

func (p Program) prepare(ctx context.Context, addr, data string, said *bytes.Buffer) *exec.Cmd {
	args := append(append([]string{}, p.Command[1:]...), "-addr", addr, "-data", data)
	cmd := exec.CommandContext(ctx, p.Command[0], args...)
	cmd.Env = append(os.Environ(), p.Env...)
	cmd.Stderr = said
	return cmd
}

// Kill ends the process at once, as SIGKILL does, and waits for that.
func (s *Process) Kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// Pid is the process's number.
func (s *Process) Pid() int { return s.cmd.Process.Pid }
