package problems

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is something wrong in a pack: where it is, and what to do about it.
type Fault struct {
	File    string // path in the pack
	Line    int    // from 1
	Message string
}

// Error says the fault as compilers do, file:line: message.
func (f Fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults are all that was found, in the order of the files.
type Faults []Fault

// Error lists the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// report collects the faults of one file.
type report struct {
	file   string
	faults Faults
}

func (r *report) add(line int, format string, args ...any) {
	r.faults = append(r.faults, Fault{r.file, max(line, 1), fmt.Sprintf(format, args...)})
}

// inOrder is the faults by line.
func (r *report) inOrder() Faults {
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return r.faults
}
