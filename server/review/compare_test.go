package review

import (
	"reflect"
	"strings"
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
)

func TestBoxesAreAlike(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"Links store: primary", "links db"}:      true,
		{"Cache pair, 10 GB", "Redis"}:            true,
		{"Event log", "Kafka topic"}:              true,
		{"Create service", "Creation API"}:        false,
		{"Create service", "create"}:              true,
		{"Roll-up", "Totals"}:                     false,
		{"Redirect service", "Payment service"}:   false,
		{"Load balancer TLS resumption", "LB"}:    true,
		{"Blocklist, rate limit", "Takedown log"}: false,
		{"Links store", "Link service"}:           true,
		{"opens_daily", "daily report"}:           true,
	} {
		if alike(pair[0], pair[1]) != want || alike(pair[1], pair[0]) != want {
			t.Errorf("%q and %q: %v", pair[0], pair[1], !want)
		}
	}
}

func TestTheBoardIsHeldAgainstTheReference(t *testing.T) {
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := core.Find("tinyurl")
	view := interview.ProblemView{Design: p.Kit.Design}
	board := "## Picture\n```mermaid\nflowchart LR\n C[Client] --> L[LB] --> R[Redirect]\n R --> K[(Redis)] --> D[(links)]\n R --> Z[Fraud detector]\n```\nredirect with 301, random code, insert if absent\n"
	var r Report
	r.AddComparison(board, view)
	c := r.Comparison
	if c == nil || c.NoPicture {
		t.Fatalf("%+v", c)
	}
	if !reflect.DeepEqual(c.OnlyBoard, []string{"Fraud detector"}) {
		t.Errorf("only on the board: %q", c.OnlyBoard)
	}
	only := strings.Join(c.OnlyReference, "; ")
	if !strings.Contains(only, "Roll-up") || strings.Contains(only, "Cache") || strings.Contains(only, "Browser") {
		t.Errorf("only in the reference: %s", only)
	}
	if len(c.Choices) < 5 || !strings.HasPrefix(c.Choices[0].What, "Random code") || !reflect.DeepEqual(c.Choices[0].Words, []string{"random", "code", "insert"}) {
		t.Errorf("%+v", c.Choices)
	}
	var none Report
	none.AddComparison(board, interview.ProblemView{})
	if none.Comparison != nil {
		t.Error("a comparison with nothing")
	}
	var bare Report
	bare.AddComparison("words alone", view)
	if !bare.Comparison.NoPicture || bare.Comparison.OnlyReference != nil {
		t.Errorf("%+v", bare.Comparison)
	}
}

// TestEveryProblemListsItsChoices holds the catalogue to the table that the comparison reads.
func TestEveryProblemListsItsChoices(t *testing.T) {
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range core.All() {
		var r Report
		r.AddComparison("", interview.ProblemView{Design: p.Kit.Design})
		if r.Comparison == nil || len(r.Comparison.Choices) < 3 {
			t.Errorf("%s: %+v", p.Slug, r.Comparison)
		}
	}
}
