package problems

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is something wrong in a pack: where it is, and what to do about it.
type Fault struct {
	File    string `json:"file"`    // path in the pack
	Line    int    `json:"line"`    // from 1
	Column  int    `json:"column"`  // in bytes, from 1
	Message string `json:"message"` // what is wrong
	// Warning is a fault that a pack works with all the same.
	Warning bool `json:"warning,omitempty"`
}

// Error says the fault as compilers do, file:line:column: message.
func (f Fault) Error() string {
	kind := ""
	if f.Warning {
		kind = "warning: "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", f.File, f.Line, f.Column, kind, f.Message)
}

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

// Errors are the faults that are no warnings.
func (fs Faults) Errors() Faults {
	return slices.DeleteFunc(slices.Clone(fs), func(f Fault) bool { return f.Warning })
}

// report collects the faults of one file.
type report struct {
	file   string
	faults Faults
}

// at adds a fault at a line and column, both from 1.
func (r *report) at(line, column int, format string, args ...any) {
	r.faults = append(r.faults, Fault{File: r.file, Line: max(line, 1), Column: max(column, 1), Message: fmt.Sprintf(format, args...)})
}

// add adds a fault at the beginning of a line.
func (r *report) add(line int, format string, args ...any) { r.at(line, 1, format, args...) }

// warn adds a warning.
func (r *report) warn(line, column int, format string, args ...any) {
	r.at(line, column, format, args...)
	r.faults[len(r.faults)-1].Warning = true
}

// inOrder is the faults by place.
func (r *report) inOrder() Faults {
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return r.faults
}

// nearest is `; did you mean "x"?` where one of the known names is at most two letters away.
func nearest(name string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(name, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// editDistance is Levenshtein's: the fewest letters to change, add or leave out.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
