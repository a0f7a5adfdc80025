package web

import (
	"fmt"
	"strings"

	"mockroom/server/agreement"
	"mockroom/server/review"
)

// calibration is what a mentor of a group reads of how far its mentors agree.
type calibration struct {
	// Group is whose mentors they are, Others the reader's other groups.
	Group  ownGroup
	Others []ownGroup
	// Alone says that there is no other mentor to agree with.
	Alone   bool
	With    []withChoice
	Caption string
	Rows    []agreeRow
	// Chance are the criteria that could be chance, in a sentence; Notes what else there is to say.
	Chance string
	Notes  []string
	Raters []lenientRow
	Drift  string
}

// withChoice is with whom the reader is compared; Member is "all" for everybody.
type withChoice struct {
	Member, Label string
	Chosen        bool
}

// agreeRow is one criterion. Few stands in place of the figures.
type agreeRow struct {
	Title              string
	Sessions           int
	Few                string
	Same, Within       string
	Kappa, Span, Label string
	Plot               *plot
}

// plot has the places of a figure and its interval on an axis, in percent.
type plot struct{ Zero, Low, High, At string }

// lenientRow is one rater.
type lenientRow struct {
	Name, Words, Sessions, Label string
	You, Few                     bool
	Plot                         *plot
}

const everybody = "all"

// newCalibration gathers it; with is the member that was asked for, "" for the one with most sessions.
func newCalibration(a agreementView, with string) *calibration {
	c := &calibration{Alone: len(a.Pairs) == 0}
	if c.Alone {
		return c
	}
	rows := a.All
	c.Caption = "Agreement between all mentors, by criterion"
	if chosen := chosenPair(a.Pairs, with); chosen != nil {
		with, rows = string(chosen.Member), chosen.Rows
		c.Caption = "Agreement between you and " + review.Isolated(chosen.Name) + ", by criterion"
	}
	for _, p := range a.Pairs {
		c.With = append(c.With, withChoice{string(p.Member), "You and " + review.Isolated(p.Name), string(p.Member) == with})
	}
	c.With = append(c.With, withChoice{everybody, "All", with == everybody})
	var chance []string
	for _, r := range rows {
		row := newAgreeRow(r)
		c.Rows = append(c.Rows, row)
		switch {
		case r.Figures == nil || r.Words == "":
		case r.Figures.Kappa != nil && r.Figures.Kappa.Interval != nil:
			chance = append(chance, r.Title)
		default:
			c.Notes = append(c.Notes, r.Title+": "+r.Words)
		}
	}
	if len(chance) > 0 {
		c.Chance = listed(chance) + " could be chance."
	}
	for _, r := range a.Raters {
		c.Raters = append(c.Raters, newLenientRow(r))
		if r.You && r.Drift != nil {
			c.Drift = r.Drift.Sentence("You")
		}
	}
	return c
}

// chosenPair is whom somebody asked to be compared with, else with whom they share most; nil for all.
func chosenPair(pairs []pairAgreement, with string) *pairAgreement {
	if with == everybody {
		return nil
	}
	best, most := 0, -1
	for i, p := range pairs {
		if string(p.Member) == with {
			return &pairs[i]
		}
		sessions := 0
		for _, r := range p.Rows {
			sessions = max(sessions, r.Sessions)
		}
		if sessions > most {
			best, most = i, sessions
		}
	}
	return &pairs[best]
}

// listed joins words as people do: a, b and c.
func listed(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToLower(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func newAgreeRow(r agreement.Row) agreeRow {
	row := agreeRow{Title: r.Title, Sessions: r.Sessions}
	if r.Figures == nil {
		row.Few = r.Words
		return row
	}
	row.Same, row.Within = inPercent(r.Figures.Same), inPercent(r.Figures.WithinOne)
	k := r.Figures.Kappa
	if k == nil {
		row.Kappa = "–"
		return row
	}
	row.Kappa, row.Label = figure(k.Value), figure(k.Value)
	row.Plot = &plot{Zero: onKappa(0), At: onKappa(k.Value)}
	if in := k.Interval; in != nil {
		row.Span = figure(in.Low) + " to " + figure(in.High)
		row.Label += ", interval " + row.Span
		row.Plot.Low, row.Plot.High = onKappa(in.Low), onKappa(in.High)
	}
	return row
}

func newLenientRow(r raterView) lenientRow {
	row := lenientRow{Name: review.Isolated(r.Name), Words: r.Words, You: r.You, Few: r.Leniency == nil, Plot: &plot{Zero: "50%"}}
	if r.You {
		row.Name = "You"
	}
	if row.Few {
		return row
	}
	row.Sessions = fmt.Sprintf("%d sessions", r.Sessions)
	row.Label, row.Plot.At = figure(r.Leniency.Mean), onLenient(r.Leniency.Mean)
	if in := r.Leniency.Interval; in != nil {
		row.Label += ", interval " + figure(in.Low) + " to " + figure(in.High)
		row.Plot.Low, row.Plot.High = onLenient(in.Low), onLenient(in.High)
	}
	return row
}

// onKappa is a kappa's place on an axis from −0.2 to 1, onLenient a distance's on one from −1 to 1.
func onKappa(v float64) string   { return place((v + 0.2) / 1.2) }
func onLenient(v float64) string { return place((v + 1) / 2) }

func place(share float64) string { return fmt.Sprintf("%.1f%%", 100*min(max(share, 0), 1)) }

func inPercent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// figure writes two decimals with a true minus.
func figure(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	if s == "-0.00" {
		s = "0.00"
	}
	return strings.Replace(s, "-", "−", 1)
}
