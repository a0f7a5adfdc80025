package problems

import (
	"errors"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var numeral = regexp.MustCompile(`(^|[^\w.])(\d+(?:\.\d+)?)`)

// TestAnyChangedFigureIsFound changes every figure of our own worksheets in turn, those of inputs and
// of formulas too: it either stands in a row that is compared or decides one, so the checker finds it.
func TestAnyChangedFigureIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long, and has nothing that runs beside it")
	}
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range core.All() {
		sheet := p.Kit.Worksheet
		changed, at := 0, 0
		for line := range strings.Lines(sheet) {
			row, _, _ := strings.Cut(line, "#")
			for _, m := range numeral.FindAllStringSubmatchIndex(row, -1) {
				value, err := strconv.ParseFloat(row[m[4]:m[5]], 64)
				if err != nil {
					t.Fatal(err)
				}
				value *= 1.5 // behind a sum or a square root less is left of it
				if expected := strings.Index(row, "=>"); expected >= 0 && m[4] > expected {
					value *= 0.75 // the result itself: an eighth more is enough
				}
				if tolerance := strings.Index(row, "~"); tolerance >= 0 && m[4] > tolerance {
					continue
				}
				other := sheet[:at+m[4]] + strconv.FormatFloat(value, 'g', 9, 64) + sheet[at+m[5]:]
				source := strings.Replace(string(p.Files["capacity.md"]), sheet, other, 1)
				r := &report{file: p.Slug + "/capacity.md"}
				new(Kit).readCapacity(r, source)
				if len(r.faults.Errors()) == 0 {
					t.Errorf("%s: %s changed to %g is not found: %s", p.Slug, row[m[4]:m[5]], value, strings.TrimSpace(row))
				}
				if changed == 0 {
					wholeProblemIsRefused(t, p, source)
				}
				changed++
			}
			at += len(line)
		}
		if rows := len(p.Kit.Sheet.Rows); changed < rows {
			t.Errorf("%s: only %d figures were changed in %d rows", p.Slug, changed, rows)
		}
	}
}

// wholeProblemIsRefused loads all files of a problem with another worksheet.
func wholeProblemIsRefused(t *testing.T, p *Problem, capacity string) {
	t.Helper()
	files := maps.Clone(p.Files)
	files["capacity.md"] = []byte(capacity)
	var fault Fault
	if _, err := FromFiles(p.Pack, p.Slug, files); !errors.As(err, &fault) || fault.File != p.Slug+"/capacity.md" {
		t.Errorf("%s loads with a changed figure: %v", p.Slug, err)
	}
}
