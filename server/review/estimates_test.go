package review

import (
	"reflect"
	"testing"

	"mockroom/problems"
	"mockroom/server/calc"
	"mockroom/server/interview"
)

// TestEstimatesAreHeldAgainstTheProblems compares a board's worksheet with TinyURL's: an input of its own
// moves the problem's results along, a forgotten factor is called by its name, and what has no row of the
// same name and dimension is left alone.
func TestEstimatesAreHeldAgainstTheProblems(t *testing.T) {
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := core.Find("tinyurl")
	view := interview.ProblemView{Worksheet: p.Kit.Worksheet}
	board := "text\n```calc\nnew_links = 200 M / month\nwrites = new_links\nreads = writes * 10\nkeep = 10 years\nlinks = new_links * keep\nstorage = links * 500 B\nallStorage = storage\ncache = 3\n```\nmore\n"
	var r Report
	r.AddEstimates(board, view)
	if r.Estimates == nil {
		t.Fatal("nothing to compare")
	}
	if want := []string{"new_links = 77.2/s"}; !reflect.DeepEqual(r.Estimates.Taken, want) {
		t.Errorf("taken: %q", r.Estimates.Taken)
	}
	got := map[string]string{}
	for _, row := range r.Estimates.Rows {
		got[row.Problem] = row.Words
	}
	want := map[string]string{
		"writes": "the same, as estimates go", "links": "the same, as estimates go", "storage": "the same, as estimates go",
		"reads": "10× less", "storage_all": "3× less: the factor of replicas (3)",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	for _, nothing := range []string{"", "no worksheet", "```calc\nother = 3\n```", "```calc\nreads = 3 B\n```"} {
		var none Report
		if none.AddEstimates(nothing, view); none.Estimates != nil {
			t.Errorf("%q is compared: %+v", nothing, none.Estimates)
		}
	}
}

func TestQuantitiesAreReadAgain(t *testing.T) {
	for _, q := range []calc.Quantity{{Value: 38.58, Seconds: -1}, {Value: 6e12, Bytes: 1}, {Value: 0.25}, {Value: 5e8, Bytes: 1, Seconds: -1}, {Value: 3, Seconds: 1}} {
		text, ok := asExpression(q)
		sheet := calc.Evaluate("x = "+text, nil)
		if !ok || len(sheet.Faults) > 0 || !sheet.Rows[0].Value.SameDimension(q) || sheet.Rows[0].Value.Value/q.Value < 0.999 || sheet.Rows[0].Value.Value/q.Value > 1.001 {
			t.Errorf("%v is %q, and read as %+v", q, text, sheet)
		}
	}
	if _, ok := asExpression(calc.Quantity{Value: 1, Seconds: -2}); ok {
		t.Error("a dimension that no input has")
	}
}

func TestNamesOfRows(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"reads_peak", "peakReads"}: true, {"writes", "write"}: true, {"storage_all", "storage"}: false, {"reads", "writes"}: false, {"db_reads", "DbRead"}: true,
	} {
		if sameName(pair[0], pair[1]) != want {
			t.Errorf("%v: %v", pair, !want)
		}
	}
}
