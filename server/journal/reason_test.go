package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"mockroom/server/journal"
)

func TestReasonsAreWordsWithoutPaths(t *testing.T) {
	path := func(number error) error { return &os.PathError{Op: "write", Path: "/secret/mockroom.db", Err: number} }
	for _, c := range []struct {
		err  error
		want string
	}{
		{path(syscall.ENOSPC), "the disk is full"},
		{path(syscall.EDQUOT), "quota"},
		{path(syscall.EROFS), "read-only"},
		{path(syscall.EACCES), "read-only"},
		{path(syscall.EIO), "I/O error"},
		{context.DeadlineExceeded, "in time"},
		{errors.New("commit 3 in /secret/mockroom.db is damaged"), "cannot be written"},
	} {
		got := journal.Reason(fmt.Errorf("%w: %w", journal.ErrUnavailable, c.err))
		if !strings.Contains(got, c.want) || strings.Contains(got, "/") && !strings.Contains(got, "I/O") || strings.Contains(got, "secret") {
			t.Errorf("%v gives %q", c.err, got)
		}
	}
}
