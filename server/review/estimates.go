package review

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"mockroom/server/calc"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// Estimate is a figure of the board's worksheets beside the problem's of the same name.
type Estimate struct {
	// Board and Problem are the names of the two rows, Ours and Theirs their values; the problem's is
	// computed with the inputs that stand on the board.
	Board, Problem string
	Ours, Theirs   string
	// Words say how far they are apart, Near whether that is nothing to talk about.
	Words string
	Near  bool
}

// Estimates holds the candidate's figures against the problem's worksheet.
type Estimates struct {
	Rows []Estimate
	// Taken are the inputs that were taken from the board, as "new_links = 77.2/s".
	Taken []string
}

const (
	// nearly is up to which factor two estimates are the same: inputs are round figures.
	nearly = 1.3
	// sameFactor is how far a factor may be off a figure to be called by its name.
	sameFactor = 0.05
)

// AddEstimates compares the calc blocks of the board at the end with the problem's worksheet, row by row
// where they have the same name and dimension. It adds nothing where nothing can be compared.
func (r *Report) AddEstimates(board string, p interview.ProblemView) {
	if p.Worksheet == "" {
		return
	}
	var ours []calc.Row
	for _, source := range markdown.Worksheets(board) {
		for _, row := range calc.Evaluate(source, nil).Rows {
			if row.Fault == "" {
				ours = append(ours, row)
			}
		}
	}
	plain := calc.Evaluate(p.Worksheet, nil)
	overrides := map[string]string{}
	var e Estimates
	for _, row := range plain.Rows {
		if mine, ok := named(ours, row); ok && row.Input && factor(mine.Value, row.Value) != 1 {
			if expression, ok := asExpression(mine.Value); ok {
				overrides[row.Name] = expression
				e.Taken = append(e.Taken, fmt.Sprintf("%s = %s", row.Name, mine.Value))
			}
		}
	}
	agreed := calc.Evaluate(p.Worksheet, overrides)
	for _, row := range agreed.Rows {
		mine, ok := named(ours, row)
		if !ok || row.Input || row.Fault != "" {
			continue
		}
		words, near := apart(factor(mine.Value, row.Value), inputsOf(row, agreed.Rows))
		e.Rows = append(e.Rows, Estimate{mine.Name, row.Name, mine.Value.String(), row.Value.String(), words, near})
	}
	if len(e.Rows) > 0 {
		r.Estimates = &e
	}
}

// named finds the row of the same name and dimension; the last one, which is what the candidate came to.
func named(rows []calc.Row, like calc.Row) (calc.Row, bool) {
	for _, row := range slices.Backward(rows) {
		if sameName(row.Name, like.Name) && row.Value.SameDimension(like.Value) && row.Value.Value > 0 && like.Value.Value > 0 {
			return row, true
		}
	}
	return calc.Row{}, false
}

// sameName takes reads_peak and peakReads for one name: the same words in any order, one or many.
func sameName(a, b string) bool {
	return slices.Equal(nameWords(a), nameWords(b))
}

func nameWords(name string) []string {
	var spaced strings.Builder
	for i, c := range name {
		if i > 0 && c >= 'A' && c <= 'Z' {
			spaced.WriteByte('_')
		}
		spaced.WriteRune(c)
	}
	words := strings.FieldsFunc(strings.ToLower(spaced.String()), func(c rune) bool { return c == '_' })
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	slices.Sort(words)
	return words
}

func factor(a, b calc.Quantity) float64 { return a.Value / b.Value }

// asExpression writes a quantity so that a worksheet reads it again; false for a dimension that no input
// has.
func asExpression(q calc.Quantity) (string, bool) {
	text := fmt.Sprintf("%f", q.Value)
	for _, unit := range []struct {
		name  string
		power float64
	}{{"B", q.Bytes}, {"s", q.Seconds}} {
		switch unit.power {
		case 0:
		case 1:
			text += " * 1 " + unit.name
		case -1:
			text += " / 1 " + unit.name
		default:
			return "", false
		}
	}
	return text, true
}

// inputsOf are the inputs that a row is computed from, by itself or through other rows.
func inputsOf(row calc.Row, rows []calc.Row) []calc.Row {
	byName := map[string]calc.Row{}
	for _, r := range rows {
		byName[r.Name] = r
	}
	var inputs []calc.Row
	seen := map[string]bool{}
	var follow func(calc.Row)
	follow = func(r calc.Row) {
		for _, name := range identifier.FindAllString(r.Expression, -1) {
			used, ok := byName[name]
			if !ok || seen[name] {
				continue
			}
			seen[name] = true
			if used.Input {
				inputs = append(inputs, used)
			}
			follow(used)
		}
	}
	follow(row)
	return inputs
}

var identifier = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// apart says in words by what factor a figure is off, and by the factor's name where one of the plain
// figures that it is made of has that size: a forgotten number of copies looks like that.
func apart(f float64, inputs []calc.Row) (words string, near bool) {
	if f >= 1/nearly && f <= nearly {
		return "the same, as estimates go", true
	}
	times, way := f, "more"
	if f < 1 {
		times, way = 1/f, "less"
	}
	words = fmt.Sprintf("%s× %s", strings.TrimSuffix(fmt.Sprintf("%.1f", times), ".0"), way)
	for _, row := range inputs {
		v := row.Value
		if v.Bytes == 0 && v.Seconds == 0 && v.Value > nearly && math.Abs(times/v.Value-1) <= sameFactor {
			return fmt.Sprintf("%s: the factor of %s (%s)", words, row.Name, v), false
		}
	}
	return words, false
}
