package agreement

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"

	"mockroom/server/interview"
)

// Rater says how mild somebody is. Leniency is nil below Least sessions, Drift below twice as many.
type Rater struct {
	Rater interview.PersonID `json:"-"`
	// Sessions is how many the rater and at least one other scored.
	Sessions int       `json:"sessions"`
	Leniency *Leniency `json:"leniency,omitempty"`
	Drift    *Drift    `json:"drift,omitempty"`
	Words    string    `json:"words"`
}

// Leniency is the mean distance from the others on the same sessions, in scores: above 0 is milder.
// Interval is nil where the distance was always the same.
type Leniency struct {
	Mean     float64   `json:"mean"`
	Interval *Interval `json:"interval,omitempty"`
}

// Drift compares the later half of somebody's sessions with the earlier: by how much they have become
// milder, or stricter if below 0, since the first of the later half.
type Drift struct {
	Change   float64        `json:"change"`
	Interval *Interval      `json:"interval,omitempty"`
	Since    interview.Time `json:"since"`
}

// distance is a rater's from the others in one session.
type distance struct {
	session string
	at      interview.Time
	by      *big.Rat
}

// Leniencies says it of everybody who shares a session with another, in the order of their ids.
func Leniencies(cards []Card) []Rater {
	all := map[interview.PersonID][]distance{}
	for _, session := range counted(cards) {
		for i, mine := range session {
			if by := fromOthers(session, i); by != nil {
				all[mine.Rater] = append(all[mine.Rater], distance{mine.Session, mine.LockedAt, by})
			}
		}
	}
	list := make([]Rater, 0, len(all))
	for who, distances := range all {
		list = append(list, raterOf(who, distances))
	}
	slices.SortFunc(list, func(a, b Rater) int { return cmp.Compare(a.Rater, b.Rater) })
	return list
}

// fromOthers is the mean over the criteria of a card's score less the mean of the others' scores;
// nil where no other observed what this rater did.
func fromOthers(session []Card, mine int) *big.Rat {
	sum, criteria := new(big.Rat), int64(0)
	for _, k := range interview.Criteria() {
		own := int64(session[mine].Scores[k])
		others, n := int64(0), int64(0)
		for i, c := range session {
			if score := int64(c.Scores[k]); i != mine && score > 0 {
				others += score
				n++
			}
		}
		if own > 0 && n > 0 {
			sum.Add(sum, big.NewRat(own*n-others, n))
			criteria++
		}
	}
	if criteria == 0 {
		return nil
	}
	return sum.Quo(sum, new(big.Rat).SetInt64(criteria))
}

// NoSessions is of somebody who shares no session with another.
func NoSessions(who interview.PersonID) Rater { return raterOf(who, nil) }

func raterOf(who interview.PersonID, distances []distance) Rater {
	r := Rater{Rater: who, Sessions: len(distances)}
	if len(distances) < Least {
		r.Words = fmt.Sprintf("too few sessions, %d of %d", len(distances), Least)
		return r
	}
	mean, variance := moments(distances)
	r.Leniency = &Leniency{mean, around(mean, variance, len(distances))}
	r.Words = r.Leniency.words()
	if len(distances) >= 2*Least {
		r.Drift = driftOf(distances)
	}
	return r
}

func (l Leniency) words() string {
	switch {
	case l.Mean == 0 || l.Interval != nil && l.Interval.holds0():
		return "like the others"
	case l.Mean > 0:
		return "milder by " + size(l.Mean)
	}
	return "stricter by " + size(-l.Mean)
}

// moments are the mean, exact up to its last step, and the sample variance, 0 if all are the same.
func moments(distances []distance) (mean, variance float64) {
	sum, same := new(big.Rat), true
	for _, d := range distances {
		sum.Add(sum, d.by)
		same = same && d.by.Cmp(distances[0].by) == 0
	}
	n := int64(len(distances))
	mean, _ = sum.Quo(sum, new(big.Rat).SetInt64(n)).Float64()
	if same {
		return mean, 0
	}
	for _, d := range distances {
		by, _ := d.by.Float64()
		variance += (by - mean) * (by - mean) / float64(n-1)
	}
	return mean, variance
}

// driftOf compares the halves by B. L. Welch's test (Biometrika 34, 1947).
func driftOf(distances []distance) *Drift {
	slices.SortFunc(distances, func(a, b distance) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.session, b.session))
	})
	half := len(distances) / 2
	before, beforeVariance := moments(distances[:half])
	after, afterVariance := moments(distances[half:])
	d := &Drift{Change: after - before, Since: distances[half].at}
	d.Interval = welch(d.Change, beforeVariance/float64(half), half, afterVariance/float64(len(distances)-half), len(distances)-half)
	return d
}

// Sentence says it of somebody by name, or to the rater where that is "You".
func (d Drift) Sentence(who string) string {
	was, has := "was", "has"
	if who == "You" {
		was, has = "were", "have"
	}
	if d.Change == 0 || d.Interval != nil && d.Interval.holds0() {
		return fmt.Sprintf("%s %s not become milder or stricter that one could tell.", who, has)
	}
	way, by := "stricter", d.Change
	if by < 0 {
		way, by = "milder", -by
	}
	return fmt.Sprintf("%s %s %s %s before %s than since.", who, was, size(by), way, time.UnixMilli(int64(d.Since)).UTC().Format("2 January 2006"))
}

// size writes a distance with one decimal, or two where one would say 0.0.
func size(by float64) string {
	if by < 0.05 {
		return fmt.Sprintf("%.2f", by)
	}
	return fmt.Sprintf("%.1f", by)
}
