package interview

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestRuleIsTheBrowsersToo keeps what the rule says of every card, the order of its scores apart, for
// the browser's own copy of it.
func TestRuleIsTheBrowsersToo(t *testing.T) {
	type row struct {
		Scores         []int  `json:"scores"`
		Recommendation string `json:"recommendation"`
		Why            string `json:"why"`
	}
	var rows []row
	var fill func(scores []int)
	fill = func(scores []int) {
		if len(scores) < len(Criteria()) {
			least := 0
			if len(scores) > 0 {
				least = scores[len(scores)-1]
			}
			for s := least; s <= 4; s++ {
				fill(append(scores[:len(scores):len(scores)], s))
			}
			return
		}
		card := map[Criterion]int{}
		for i, k := range Criteria() {
			card[k] = scores[i]
		}
		recommendation, why := ByRule(card)
		rows = append(rows, row{scores, recommendation, why})
	}
	fill(nil)
	var b bytes.Buffer
	b.WriteString("[\n")
	for i, r := range rows {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		if i < len(rows)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	golden(t, "../../static/js/session/testdata/rule.json", b.Bytes())
}
