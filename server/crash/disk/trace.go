package disk

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Trace records a folder from the system calls of a program, which strace writes down.
type Trace struct {
	folder, log string
}

// NewTrace prepares for a folder, which must be empty; log is where strace writes. The error says that
// strace is not there or may not trace.
func NewTrace(folder, log string) (*Trace, error) {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	if said, err := exec.Command("strace", "-D", "-f", "-o", log, "true").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("strace cannot be used: %w %s", err, said)
	}
	return &Trace{folder, log}, nil
}

// Command is the command that runs another one traced; the process that is started is the other one's.
func (t *Trace) Command(command []string) []string {
	return append([]string{
		"strace", "-D", "-f", "-y", "-ttt", "-T", "-xx", "-s", "16777216", "-o", t.log,
		"-e", "trace=openat,pwrite64,ftruncate,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat",
	}, command...)
}

// Changes reads the trace after the program has ended.
func (t *Trace) Changes() ([]Change, error) {
	raw, err := t.whole()
	if err != nil {
		return nil, err
	}
	var calls []call
	begun := map[string]string{}
	for line := range bytes.Lines(raw) {
		pid, rest, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		if head, unfinished := strings.CutSuffix(rest, " <unfinished ...>"); unfinished {
			begun[pid] = head
			continue
		}
		if _, after, resumed := strings.Cut(rest, " resumed>"); resumed && strings.Contains(rest[:len(rest)-len(after)], "<... ") {
			rest = begun[pid] + after
		}
		if c, ok := parseCall(rest); ok {
			calls = append(calls, c)
		}
	}
	slices.SortStableFunc(calls, func(a, b call) int { return a.ended.Compare(b.ended) })
	r := NewRecord()
	for _, c := range calls {
		t.note(r, c)
	}
	return r.Changes(), nil
}

// whole waits until strace has written down that its program has ended.
func (t *Trace) whole() ([]byte, error) {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		raw, err := os.ReadFile(t.log)
		if err != nil {
			return nil, err
		}
		pid, _, _ := bytes.Cut(raw, []byte(" "))
		lines := bufio.NewScanner(bytes.NewReader(raw[max(0, len(raw)-64<<10):]))
		for lines.Scan() {
			if bytes.HasPrefix(lines.Bytes(), pid) && bytes.Contains(lines.Bytes(), []byte(" +++ ")) {
				return raw, nil
			}
		}
	}
	return nil, errors.New("the trace has no end")
}

// call is a system call that went well.
type call struct {
	name  string
	args  []string
	ended time.Time
}

// parseCall reads "TIME name(args) = result <seconds>".
func parseCall(line string) (c call, ok bool) {
	stamp, rest, ok1 := strings.Cut(line, " ")
	name, rest, ok2 := strings.Cut(rest, "(")
	args, result, ok3 := cutLast(rest, ") = ")
	result, took, ok4 := cutLast(result, " <")
	if !ok1 || !ok2 || !ok3 || !ok4 || strings.HasPrefix(result, "-1") {
		return call{}, false
	}
	// Both have six decimals.
	began, err := strconv.ParseInt(strings.Replace(stamp, ".", "", 1), 10, 64)
	seconds, err2 := strconv.ParseFloat(strings.TrimSuffix(took, ">"), 64)
	if err != nil || err2 != nil {
		return call{}, false
	}
	return call{name, strings.Split(args, ", "), time.UnixMicro(began).Add(time.Duration(seconds * 1e9))}, true
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// note adds a call to the record, if it is about the folder.
func (t *Trace) note(r *Record, c call) {
	at := func(i int) string {
		if i < len(c.args) {
			return c.args[i]
		}
		return ""
	}
	number := func(i int) int64 {
		n, _ := strconv.ParseInt(at(i), 10, 64)
		return n
	}
	switch c.name {
	case "openat":
		name, inside := t.inside(at(1))
		if !inside {
			return
		}
		if strings.Contains(at(2), "O_CREAT") {
			r.create(c.ended, name)
		}
		if file := r.number(name); file > 0 && strings.Contains(at(2), "O_TRUNC") {
			r.add(Change{At: c.ended, kind: truncate, file: file})
		}
	case "pwrite64":
		if file := t.file(r, at(0)); file > 0 {
			r.add(Change{At: c.ended, kind: write, file: file, off: number(3), data: []byte(unhex(at(1)))})
		}
	case "ftruncate":
		if file := t.file(r, at(0)); file > 0 {
			r.add(Change{At: c.ended, kind: truncate, file: file, size: number(1)})
		}
	case "fsync", "fdatasync":
		if file := t.file(r, at(0)); file > 0 {
			r.add(Change{At: c.ended, kind: syncFile, file: file})
		} else if path(at(0)) == t.folder {
			r.add(Change{At: c.ended, kind: syncFolder})
		}
	case "rename", "renameat", "renameat2":
		paths := slices.DeleteFunc(slices.Clone(c.args), func(a string) bool { return !strings.HasPrefix(a, `"`) })
		if len(paths) != 2 {
			return
		}
		from, ok1 := t.inside(paths[0])
		to, ok2 := t.inside(paths[1])
		if ok1 && ok2 {
			r.rename(c.ended, from, to)
		}
	case "unlink", "unlinkat":
		for _, a := range c.args {
			if name, inside := t.inside(a); inside && strings.HasPrefix(a, `"`) {
				r.remove(c.ended, name)
			}
		}
	}
}

// file is the number of the file that a descriptor stands for.
func (t *Trace) file(r *Record, descriptor string) int {
	name, ok := strings.CutPrefix(path(descriptor), t.folder+"/")
	if !ok {
		return 0
	}
	return r.number(name)
}

// path is what a descriptor like 8<\x2f…> stands for.
func path(descriptor string) string {
	_, rest, _ := strings.Cut(descriptor, "<")
	rest, _, _ = strings.Cut(rest, ">")
	return unhex(rest)
}

// inside is a quoted path's name within the folder.
func (t *Trace) inside(quoted string) (string, bool) {
	return strings.CutPrefix(unhex(quoted), t.folder+"/")
}

// unhex reads \x2f\x74…, quoted or not.
func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Trim(s, `"`), `\x`, ""))
	if err != nil {
		return s
	}
	return string(b)
}
