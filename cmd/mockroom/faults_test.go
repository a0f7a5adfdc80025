package main

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mockroom/server/crash/disk"
)

// fault is a way for a disk to fail, and to be well again.
type fault struct {
	// reason is what /healthz says.
	reason string
	// folder prepares a place for the database.
	folder func(t *testing.T) (folder string, breaks, mends func(t *testing.T, pid int))
}

var faults = map[string]fault{
	"the disk is full":           {"the disk is full", smallDisk},
	"no space for a second copy": {"the disk is full", tightDisk},
	"the file may not grow":      {"the database has reached the largest size that a file may have here", limitedFile},
	"writing fails":              {"the disk reports an I/O error", failingDisk(disk.OpWrite, syscall.EIO)},
	"syncing fails":              {"the disk reports an I/O error", failingDisk(disk.OpSync, syscall.EIO)},
	"it has become read-only":    {"the database is read-only", failingDisk(disk.OpWrite, syscall.EROFS)},
	"the quota is used up":       {"the quota of the disk is used up", failingDisk(disk.OpWrite, syscall.EDQUOT)},
	"syncing finds no space":     {"the disk is full", failingDisk(disk.OpSync, syscall.ENOSPC)},
	"it is full now and then":    {"", nowAndThen(disk.OpWrite, syscall.ENOSPC)},
	"syncing fails now and then": {"", nowAndThen(disk.OpSync, syscall.EIO)},
}

// smallDisk is a file system in memory that a second file fills.
func smallDisk(t *testing.T) (folder string, breaks, mends func(*testing.T, int)) {
	folder = t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	filler := filepath.Join(folder, "filler")
	return folder, func(t *testing.T, _ int) {
			f, err := os.Create(filler)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for err == nil {
				_, err = f.Write(make([]byte, 4096))
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
		}, func(t *testing.T, _ int) {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		}
}

// tightDisk is one on which only little becomes free again: less than the database takes.
func tightDisk(t *testing.T) (folder string, breaks, mends func(*testing.T, int)) {
	folder, breaks, _ = smallDisk(t)
	return folder, breaks, func(t *testing.T, _ int) {
		if err := os.Truncate(filepath.Join(folder, "filler"), fillerSize(t, folder)-256<<10); err != nil {
			t.Fatal(err)
		}
	}
}

func fillerSize(t *testing.T, folder string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(folder, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// limitedFile sets the process's own limit of a file's size.
func limitedFile(t *testing.T) (folder string, breaks, mends func(*testing.T, int)) {
	folder = t.TempDir()
	limit := func(t *testing.T, pid int, size uint64) {
		if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: unix.RLIM_INFINITY}, nil); err != nil {
			t.Skipf("the limit cannot be set here: %v", err)
		}
	}
	return folder, func(t *testing.T, pid int) { limit(t, pid, 32<<10) },
		func(t *testing.T, pid int) { limit(t, pid, unix.RLIM_INFINITY) }
}

func failingDisk(op disk.Op, errno syscall.Errno) func(*testing.T) (string, func(*testing.T, int), func(*testing.T, int)) {
	return mounted(func(asked disk.Op) syscall.Errno {
		if asked == op {
			return errno
		}
		return 0
	})
}

// nowAndThen fails every third time.
func nowAndThen(op disk.Op, errno syscall.Errno) func(*testing.T) (string, func(*testing.T, int), func(*testing.T, int)) {
	var times atomic.Int64
	return mounted(func(asked disk.Op) syscall.Errno {
		if asked == op && times.Add(1)%3 == 0 {
			return errno
		}
		return 0
	})
}

func mounted(fail func(disk.Op) syscall.Errno) func(*testing.T) (string, func(*testing.T, int), func(*testing.T, int)) {
	return func(t *testing.T) (string, func(*testing.T, int), func(*testing.T, int)) {
		folder := t.TempDir()
		m, err := disk.Mount(folder, t.TempDir())
		if err != nil {
			t.Skipf("no file system can be mounted here: %v", err)
		}
		t.Cleanup(func() {
			if err := m.Unmount(); err != nil {
				t.Error(err)
			}
		})
		return folder, func(*testing.T, int) { m.Fail(fail) }, func(*testing.T, int) { m.Fail(nil) }
	}
}
