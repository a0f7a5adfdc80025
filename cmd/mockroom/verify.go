package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
	"mockroom/server/room"
)

// errFindings says that a database has faults; they are printed already.
var errFindings = errors.New("the database has faults")

// verify checks a database and prints everything that is wrong in it, and what was checked: through
// the server where one is running on it.
func verify(ctx context.Context, args []string, out io.Writer) error {
	data, rest, err := dataFlag("verify", args, 0)
	if err != nil {
		return ignoreHelp(err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("%q is not expected; write mockroom verify -data FILE", rest[0])
	}
	var answer struct {
		Summary string   `json:"summary"`
		Wrong   []string `json:"wrong"`
	}
	switch err := operator.NewClient(data).Ask(ctx, "POST", "/verify", nil, &answer); {
	case err == nil:
		for _, line := range answer.Wrong {
			fmt.Fprintln(out, line)
		}
		fmt.Fprintf(out, "%s: %s\n", data, answer.Summary)
		if len(answer.Wrong) > 0 {
			return errFindings
		}
		return nil
	case !errors.Is(err, operator.ErrNotRunning):
		return spoken(err)
	}
	return verifyFile(ctx, data, data, out)
}

// verifyFile checks a file that no server has open; name is what it is called.
func verifyFile(ctx context.Context, path, name string, out io.Writer) error {
	report, err := bolt.Verify(ctx, path, checkEverything(func(line string) { fmt.Fprintln(out, line) }))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, summary(report))
	if report.Findings > 0 {
		return errFindings
	}
	return nil
}

func checkEverything(wrong func(line string)) bolt.Check {
	return bolt.Check{Found: func(f bolt.Finding) { wrong(f.String()) }, Fold: room.CheckStream, Blob: room.CheckBlob}
}

// summary says what was checked.
func summary(r bolt.Report) string {
	result := "nothing is wrong"
	if r.Findings > 0 {
		result = fmt.Sprintf("%d things are wrong", r.Findings)
	}
	return fmt.Sprintf("%d streams (%d erased), %d commits, %d events, %d kept files, %d pages checked; %s",
		r.Streams, r.Erased, r.Commits, r.Events, r.Blobs, r.Pages, result)
}
