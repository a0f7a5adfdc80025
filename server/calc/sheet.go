package calc

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Limits of one sheet.
const (
	MaxRows = 200
	maxLine = 1000
)

// tolerance is how far a result may be off what is expected, unless its row says otherwise.
const tolerance = 0.05

// Row is one line of a worksheet that says something.
type Row struct {
	// Line counts within the sheet, from 0.
	Line             int
	Name, Expression string
	Note             string
	// Input is a row without an expected result: in a session it may be replaced.
	Input bool
	// Value is what came out; Fault says why nothing did, "" where all is well.
	Value Quantity
	Fault string
	// Expected is what was expected, as written; "" for an input.
	Expected string
}

// Fault is something wrong in a sheet: Line from 0, Column in bytes from 0.
type Fault struct {
	Line, Column int
	Message      string
}

// Sheet is an evaluated worksheet.
type Sheet struct {
	Rows   []Row
	Faults []Fault
}

// Evaluate computes a worksheet. Overrides replace the expressions of inputs by name, what the
// candidate and the interviewer agreed on; expected results are then not compared.
func Evaluate(source string, overrides map[string]string) Sheet {
	e := &evaluation{overrides: overrides, names: map[string]Quantity{}, failed: map[string]bool{}}
	for i, line := range strings.Split(source, "\n") {
		if len(e.sheet.Rows) == MaxRows {
			e.fault(i, 0, "a worksheet has at most %d rows", MaxRows)
			break
		}
		e.line(i, strings.TrimSuffix(line, "\r"))
	}
	return e.sheet
}

type evaluation struct {
	sheet     Sheet
	overrides map[string]string
	names     map[string]Quantity
	// failed are names whose row is wrong: that is said once, not in each row that uses them.
	failed map[string]bool
}

func (e *evaluation) fault(line, column int, format string, args ...any) {
	e.sheet.Faults = append(e.sheet.Faults, Fault{line, column, fmt.Sprintf(format, args...)})
}

func (e *evaluation) line(i int, whole string) {
	text, note, _ := strings.Cut(whole, "#")
	if strings.TrimSpace(text) == "" {
		return
	}
	if len(whole) > maxLine {
		e.fault(i, 0, "the line is over %d bytes", maxLine)
		return
	}
	name, rest, ok := strings.Cut(text, "=")
	if !ok || strings.HasPrefix(rest, ">") {
		e.fault(i, 0, "expected `name = expression`")
		e.sheet.Rows = append(e.sheet.Rows, Row{Line: i, Expression: strings.TrimSpace(text), Fault: "expected name = expression"})
		return
	}
	at := len(name) + 1
	expression, expected, result := strings.Cut(rest, "=>")
	row := Row{
		Line: i, Name: strings.TrimSpace(name), Expression: strings.TrimSpace(expression), Note: strings.TrimSpace(note),
		Input: !result, Expected: strings.TrimSpace(expected),
	}
	if problem := e.nameFault(row.Name); problem != "" {
		e.fault(i, 0, "%s", problem)
		row.Fault = problem
	} else {
		e.compute(&row, at, expression)
	}
	if row.Fault == "" && result {
		e.compare(&row, at+len(expression)+2)
	}
	e.sheet.Rows = append(e.sheet.Rows, row)
}

func (e *evaluation) nameFault(name string) string {
	p := &parser{source: name}
	if name == "" || p.word() != name {
		return fmt.Sprintf("%q is no name; use letters, digits and _", clip(name))
	}
	if _, clash := units[name]; clash {
		return fmt.Sprintf("%q is the name of a unit", name)
	}
	if _, twice := e.names[name]; twice {
		return fmt.Sprintf("%q is defined twice", name)
	}
	return ""
}

func (e *evaluation) compute(row *Row, at int, expression string) {
	if o, ok := e.overrides[row.Name]; ok && row.Input {
		row.Expression, expression = o, o
	}
	value, fault := evaluate(expression, e.names)
	if fault != nil {
		row.Fault = fault.message
		if !e.failed[fault.unknown] {
			e.fault(row.Line, at+fault.at, "%s", fault.message)
		}
		e.failed[row.Name] = true
		return
	}
	row.Value = value
	e.names[row.Name] = value
}

// compare holds a result against what its row expects.
func (e *evaluation) compare(row *Row, at int) {
	expected, allowed, given := strings.Cut(row.Expected, "~")
	limit := tolerance
	if given {
		percent, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(allowed), "%"), 64)
		if err != nil || percent < 0 || !strings.HasSuffix(strings.TrimSpace(allowed), "%") {
			e.fault(row.Line, at, "the tolerance behind ~ must look like 10%%")
			return
		}
		limit = percent / 100
	}
	expected = strings.TrimSpace(expected)
	want, fault := evaluate(expected, nil)
	switch {
	case fault != nil:
		e.fault(row.Line, at, "the expected result: %s", fault.message)
	case len(e.overrides) > 0:
	case !want.SameDimension(row.Value):
		e.fault(row.Line, at, "%s is %s, but %q is %s", row.Name, row.Value.Dimension(), expected, want.Dimension())
	default:
		off := math.Abs(row.Value.Value-want.Value) / math.Max(math.Abs(want.Value), math.SmallestNonzeroFloat64)
		if off > limit+1e-9 {
			e.fault(row.Line, at, "%s is %s, but %q is expected: off by %.1f %%, allowed are %g %%", row.Name, row.Value, expected, 100*off, 100*limit)
		}
	}
}
