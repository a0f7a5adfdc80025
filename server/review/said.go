package review

import (
	"regexp"
	"strconv"

	"mockroom/server/interview"
)

// Words is a piece of a rater's text; where it names a moment, Href opens the replay there.
type Words struct {
	Text, Href string
}

var namedMoment = regexp.MustCompile(`\b(?:(\d):)?(\d{1,2}):([0-5]\d)\b`)

// said takes a text apart at the session times in it, as in "at 13:47", which become links. A time that
// the session had not is left as text.
func said(view *interview.State, text string) []Words {
	var list []Words
	from := 0
	for _, m := range namedMoment.FindAllStringSubmatchIndex(text, -1) {
		number := func(group int) interview.Duration {
			if m[2*group] < 0 {
				return 0
			}
			n, _ := strconv.Atoi(text[m[2*group]:m[2*group+1]])
			return interview.Duration(n)
		}
		at, ok := momentOf(view, number(1)*interview.Hour+number(2)*interview.Minute+number(3)*interview.Second)
		if !ok {
			continue
		}
		if m[0] > from {
			list = append(list, Words{Text: text[from:m[0]]})
		}
		list = append(list, Words{text[m[0]:m[1]], MomentHref(view, at)})
		from = m[1]
	}
	if from < len(text) {
		list = append(list, Words{Text: text[from:]})
	}
	return list
}

// momentOf is SessionTime backwards: the room time at which the session's clock showed so much.
func momentOf(view *interview.State, shown interview.Duration) (interview.Time, bool) {
	at := view.StartedAt + interview.Time(shown)
	for _, p := range view.Pauses {
		if p.From > at {
			break
		}
		if p.To == 0 {
			return p.From, true
		}
		at += p.To - p.From
	}
	return at, view.StartedAt > 0 && view.ScoringAt > 0 && at <= view.ScoringAt
}
