package web

import (
	"fmt"
	"strings"

	"mockroom/server/interview"
)

// ruler is time drawn to scale: a tick a minute, an edge at each phase, what was used filled in.
// Positions are SVG attributes in percent, so that a page is exact without script or styles.
type ruler struct {
	Label  string
	Rects  []rulerRect
	Lines  []rulerLine
	Phases []rulerPhase
}

type rulerRect struct {
	Class     string
	X, Width  string
	Y, Height int
}

type rulerLine struct {
	Class string
	X     string
	Y2    int
}

type rulerPhase struct {
	Name    string
	Minutes int
}

func percent(part, whole interview.Duration) string {
	if whole <= 0 {
		return "0%"
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", 100*float64(part)/float64(whole)), "0"), ".") + "%"
}

// newRuler draws a plan with what ended phases have used of it.
func newRuler(plan interview.Plan, past []interview.PastPhase) ruler {
	total := plan.Total()
	r := ruler{Rects: []rulerRect{{"ruler__bed", "0%", "100%", 0, 18}}}
	var words []string
	var start interview.Duration
	used := map[interview.Phase]interview.Duration{}
	for _, p := range past {
		used[p.Phase] = p.Used
	}
	var ticks, edges []rulerLine
	for _, phase := range interview.TimedPhases() {
		budget := plan.Of(phase)
		edges = append(edges, rulerLine{"ruler__edge", percent(start, total), 18})
		if u, ok := used[phase]; ok {
			r.Rects = append(r.Rects, rulerRect{"ruler__used", percent(start, total), percent(min(u, budget), total), 0, 18})
			if u > budget {
				over := min(u-budget, total-start-budget)
				if over > 0 {
					r.Rects = append(r.Rects, rulerRect{"ruler__over", percent(start+budget, total), percent(over, total), 12, 6})
				}
			}
			words = append(words, fmt.Sprintf("%s done in %s of %d minutes", phase.Title(), minutesSeconds(u), budget/interview.Minute))
		} else {
			words = append(words, fmt.Sprintf("%s %d", phase.Title(), budget/interview.Minute))
		}
		r.Phases = append(r.Phases, rulerPhase{phase.Title(), int(budget / interview.Minute)})
		start += budget
	}
	for minute := interview.Minute; minute < total; minute += interview.Minute {
		tick := rulerLine{"ruler__tick", percent(minute, total), 5}
		if (minute/interview.Minute)%5 == 0 {
			tick.Class, tick.Y2 = "ruler__major", 9
		}
		ticks = append(ticks, tick)
	}
	r.Lines = append(ticks, append(edges, rulerLine{"ruler__edge", "100%", 18})...)
	r.Label = strings.Join(words, ", ")
	if len(past) == 0 {
		r.Label += " minutes"
	}
	return r
}

// minutesSeconds writes a span as 6:18, over an hour as 1:02:10, with a true minus.
func minutesSeconds(d interview.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	s := d / interview.Second
	if s >= 3600 {
		return fmt.Sprintf("%s%d:%02d:%02d", sign, s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%s%d:%02d", sign, s/60, s%60)
}
