package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// errFindings says that a database has faults; they are printed already.
var errFindings = errors.New("the database has faults")

// verify checks a database file and prints everything that is wrong in it, or what was checked.
func verify(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockroom verify", flag.ContinueOnError)
	data := flags.String("data", "./mockroom.db", "the database `FILE`")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not expected; write mockroom verify -data FILE", flags.Arg(0))
	}
	report, err := bolt.Verify(ctx, *data, bolt.Check{
		Found: func(f bolt.Finding) { fmt.Fprintln(out, f) },
		Fold:  room.CheckStream, Blob: room.CheckBlob,
	})
	if err != nil {
		return err
	}
	return printReport(out, *data, report)
}

// printReport is the last line of verify.
func printReport(out io.Writer, name string, r bolt.Report) error {
	fmt.Fprintf(out, "%s: %d streams (%d erased), %d commits, %d events, %d kept files, %d pages checked; ",
		name, r.Streams, r.Erased, r.Commits, r.Events, r.Blobs, r.Pages)
	if r.Findings > 0 {
		fmt.Fprintf(out, "%d things are wrong\n", r.Findings)
		return errFindings
	}
	fmt.Fprintln(out, "nothing is wrong")
	return nil
}
