package review

import (
	"fmt"
	"slices"
	"strings"

	"mockroom/server/interview"
)

// HelpWith is which hints were help with a criterion.
type HelpWith struct {
	// Words count them by rung: "2 gentle, 1 explicit".
	Words string
	// Explicit says that the answer's shape was given away, which a score is read beside.
	Explicit bool
}

// hintLedger counts the hints given by what they were help with. A hint counts for each criterion of its
// item; one whose item the viewer may not know counts for none.
func hintLedger(view *interview.State, p interview.ProblemView) map[interview.Criterion]HelpWith {
	criteria := map[string][]string{}
	for _, script := range p.Scripts {
		for _, item := range script.Items {
			criteria[script.Phase+"/"+item.ID] = item.Criteria
		}
	}
	given := map[interview.Criterion][]int{}
	for _, h := range view.Hints {
		for _, c := range criteria[h.Phase.String()+"/"+h.Item] {
			given[interview.Criterion(c)] = append(given[interview.Criterion(c)], min(max(h.Rung, 0), len(rungNames)-1))
		}
	}
	ledger := map[interview.Criterion]HelpWith{}
	for c, rungs := range given {
		var words []string
		for rung, name := range rungNames {
			n := 0
			for _, r := range rungs {
				if r == rung {
					n++
				}
			}
			if n > 0 && name != "" {
				words = append(words, fmt.Sprintf("%d %s", n, name))
			}
		}
		ledger[c] = HelpWith{strings.Join(words, ", "), slices.Contains(rungs, len(rungNames)-1)}
	}
	return ledger
}
