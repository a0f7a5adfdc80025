package review

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"mockroom/server/interview"
)

// Evidence is what the scores of one criterion rest on, rater by rater.
type Evidence struct {
	Criterion string
	Raters    []RatersEvidence
}

// RatersEvidence is what one rater's score rests on.
type RatersEvidence struct {
	Short, Role, Score string
	// Anchor is its place on the page; the score's number leads there.
	Anchor string
	Pins   []PinLine
}

// PinLine is a pin as the report shows it.
type PinLine struct {
	Sign     interview.Sign
	At, Note string
	// Href opens the replay at the board that the rater saw.
	Href     string
	InReplay bool
}

// Figure is the sign as it is written: +, − or ?.
func (p PinLine) Figure() string {
	return map[interview.Sign]string{interview.For: "+", interview.Against: "−", interview.Later: "?"}[p.Sign]
}

// Word is the sign as it is read out.
func (p PinLine) Word() string {
	return map[interview.Sign]string{interview.For: "for", interview.Against: "against", interview.Later: "to sort"}[p.Sign]
}

// MomentHref opens the replay at a moment.
func MomentHref(s *interview.State, at interview.Time) string {
	return "#t=" + strconv.FormatInt(int64(max(0, at-s.StartedAt))/1000, 10)
}

func pinHref(rater interview.ParticipantID, p interview.Pin) string {
	return "#pin=" + url.PathEscape(string(rater)) + "/" + url.PathEscape(p.ID)
}

// rest lists what the shown cards rest on.
func (r *Report) rest(view *interview.State, names map[interview.ParticipantID]string, shown []rated) {
	for _, criterion := range interview.Criteria() {
		e := Evidence{Criterion: criterion.Title()}
		for _, x := range shown {
			anchor := x.anchor(criterion)
			if anchor == "" {
				continue
			}
			re := RatersEvidence{Short: x.short(names), Role: string(view.Participants[x.id].Role), Anchor: anchor, Score: "not observed"}
			if score := x.card.Content.Scores[criterion]; score > 0 {
				re.Score = strconv.Itoa(score)
			}
			pins := slices.Clone(x.card.Pins)
			slices.SortStableFunc(pins, func(a, b interview.Pin) int { return cmp.Compare(a.Moment, b.Moment) })
			for _, p := range pins {
				if p.Criterion == criterion {
					re.Pins = append(re.Pins, PinLine{p.Sign, SessionTime(view, p.Moment), p.Note, x.href(view, p), p.InReplay})
				}
			}
			e.Raters = append(e.Raters, re)
		}
		if len(e.Raters) > 0 {
			r.Evidence = append(r.Evidence, e)
		}
	}
}
