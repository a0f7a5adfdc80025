//go:build linux

package disk

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets this program do the deeds in another process, to be traced.
func TestMain(m *testing.M) {
	if folder := os.Getenv("DISK_DEEDS"); folder != "" {
		if err := deeds(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// deeds is one of everything that is recorded.
func deeds(folder string) error {
	f, err := os.Create(filepath.Join(folder, "a"))
	if err != nil {
		return err
	}
	defer f.Close()
	_, write1 := f.WriteAt([]byte("hello"), 3)
	sync1 := syscall.Fdatasync(int(f.Fd()))
	resize := f.Truncate(100)
	rename := os.Rename(filepath.Join(folder, "a"), filepath.Join(folder, "b"))
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer d.Close()
	sync2 := d.Sync()
	_, write2 := f.WriteAt([]byte("X"), 3)
	return errors.Join(write1, sync1, resize, rename, sync2, write2, f.Sync(), os.Remove(filepath.Join(folder, "b")))
}

const deedsRecorded = `link 1 a; write 1 at 3 "hello"; sync 1; truncate 1 to 100; link 1 b; unlink a; sync folder; write 1 at 3 "X"; sync 1; unlink b`

func (c Change) String() string {
	switch c.kind {
	case write:
		return fmt.Sprintf("write %d at %d %q", c.file, c.off, c.data)
	case truncate:
		return fmt.Sprintf("truncate %d to %d", c.file, c.size)
	case syncFile:
		return fmt.Sprintf("sync %d", c.file)
	case link:
		return fmt.Sprintf("link %d %s", c.file, c.name)
	case unlink:
		return "unlink " + c.name
	}
	return "sync folder"
}

func compare(t *testing.T, changes []Change) {
	t.Helper()
	var words []string
	for _, c := range changes {
		words = append(words, c.String())
	}
	// A new file may be cut to nothing once more.
	words = slices.DeleteFunc(words, func(w string) bool { return w == "truncate 1 to 0" })
	if got := strings.Join(words, "; "); got != deedsRecorded {
		t.Errorf("recorded\n%s\nwant\n%s", got, deedsRecorded)
	}
}

func TestMountRecords(t *testing.T) {
	at := t.TempDir()
	m, err := Mount(at, t.TempDir())
	if err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	defer func() {
		if err := m.Unmount(); err != nil {
			t.Error(err)
		}
	}()
	if err := deeds(at); err != nil {
		t.Fatal(err)
	}
	compare(t, m.Changes())
	m.Fail(func(op Op) syscall.Errno {
		if op == OpSync {
			return syscall.EIO
		}
		return 0
	})
	f, err := os.Create(filepath.Join(at, "c"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte("x"), 0); err != nil {
		t.Errorf("writing: %v", err)
	}
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Errorf("syncing: %v", err)
	}
	m.Fail(nil)
	if err := f.Sync(); err != nil {
		t.Errorf("syncing again: %v", err)
	}
}

func TestTraceRecords(t *testing.T) {
	folder := t.TempDir()
	trace, err := NewTrace(folder, filepath.Join(t.TempDir(), "trace"))
	if err != nil {
		t.Skipf("nothing can be traced here: %v", err)
	}
	command := trace.Command([]string{os.Args[0]})
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "DISK_DEEDS="+folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	changes, err := trace.Changes()
	if err != nil {
		t.Fatal(err)
	}
	compare(t, changes)
}
