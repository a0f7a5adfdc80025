package host

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Process is a running server.
type Process struct {
	// Addr is where it listens, HOST:PORT.
	Addr string
	cmd  *exec.Cmd
}

// Start runs a program that prints "listening on URL" when it is ready. Where cpu is not negative,
// it runs on that processor alone.
func Start(cpu int, program string, args ...string) (*Process, error) {
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	if err := startOn(cpu, cmd); err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	p := &Process{cmd: cmd}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, url, ok := strings.Cut(strings.TrimSpace(line), "listening on ")
	if !ok {
		p.Stop()
		return nil, fmt.Errorf("%s did not say where it listens but %q: %w", program, line, err)
	}
	_, p.Addr, _ = strings.Cut(url, "://")
	return p, nil
}

// startOn starts a command from a thread that may run on one processor only, which the command then
// inherits.
func startOn(cpu int, cmd *exec.Cmd) error {
	if cpu < 0 {
		return cmd.Start()
	}
	started := make(chan error)
	go func() {
		// The thread is not given back: nobody else is to run there.
		runtime.LockOSThread()
		if err := pinThread(cpu); err != nil {
			started <- err
			return
		}
		started <- cmd.Start()
	}()
	return <-started
}

// Pid is the process's id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Stop asks the process to end and, where it does not, ends it.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	ended := make(chan struct{})
	go func() {
		_ = p.cmd.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(8 * time.Second):
		_ = p.cmd.Process.Kill()
		<-ended
	}
}

// Usage is what a process used up to a moment.
type Usage struct {
	At time.Time
	// CPU is processor time; Memory is what it has for itself in memory, without pages of files.
	CPU    time.Duration
	Memory uint64
}

// Share is how much of one processor was used since before.
func (u Usage) Share(before Usage) float64 {
	span := u.At.Sub(before.At)
	if span <= 0 {
		return 0
	}
	return float64(u.CPU-before.CPU) / float64(span)
}
