package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"mockroom/problems"
)

// errFaults says that a pack has faults; they are printed already.
var errFaults = errors.New("the pack has faults")

// check holds a pack, or one problem of it, against the format, and prints every fault with its place.
func check(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockroom check", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print the faults as JSON, for editors")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("name one folder: mockroom check DIR")
	}
	dir := filepath.Clean(flags.Arg(0))
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("the folder cannot be read: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder; name the folder of a pack or of a problem", dir)
	}
	report, err := problems.Check(os.DirFS(dir), filepath.Base(absolute(dir)))
	if err != nil {
		return err
	}
	faults := report.Faults
	for i := range faults {
		faults[i].File = path.Join(filepath.ToSlash(dir), faults[i].File)
	}
	if *asJSON {
		if faults == nil {
			faults = problems.Faults{}
		}
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(faults); err != nil {
			return fmt.Errorf("printing the faults: %w", err)
		}
	} else {
		for _, f := range faults {
			fmt.Fprintln(out, f.Error())
		}
		fmt.Fprintf(out, "%d problems, %d cards, %d checked results, %d faults, %d warnings\n",
			report.Problems, report.Concepts, report.Results, len(faults.Errors()), len(faults)-len(faults.Errors()))
	}
	if len(faults.Errors()) > 0 {
		return errFaults
	}
	return nil
}

func absolute(dir string) string {
	if a, err := filepath.Abs(dir); err == nil {
		return a
	}
	return dir
}
