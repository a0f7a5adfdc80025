package agreement

import (
	"math/big"

	"mockroom/server/interview"
)

// raters are two people, the one whose id sorts first in front.
type raters [2]interview.PersonID

// scored is what two raters gave the same session, 1 to 4 each.
type scored struct {
	by   raters
	x, y int64
}

// sums are those of one pair of raters over its sessions; all that kappa needs.
type sums struct{ n, x, y, xx, yy, xy int64 }

func (s sums) with(p scored, sign int64) sums {
	return sums{
		s.n + sign, s.x + sign*p.x, s.y + sign*p.y,
		s.xx + sign*p.x*p.x, s.yy + sign*p.y*p.y, s.xy + sign*p.x*p.y,
	}
}

// apart is the sum of the squared distances between the two scores of a session.
func (s sums) apart() *big.Rat { return new(big.Rat).SetInt64(s.xx + s.yy - 2*s.xy) }

// byChance is the same sum as it would be on average if each rater's scores were dealt to the
// sessions at random.
func (s sums) byChance() *big.Rat {
	if s.n == 0 {
		return new(big.Rat)
	}
	return big.NewRat(s.n*(s.xx+s.yy)-2*s.x*s.y, s.n)
}

// sample is what is known of one criterion: of each session, the scores by pairs of raters.
type sample struct {
	sessions [][]scored
	pairs    map[raters]sums
	// observed and expected are the sums of apart and byChance over the pairs.
	observed, expected *big.Rat
}

func newSample(sessions [][]scored) sample {
	s := sample{sessions: sessions, pairs: map[raters]sums{}, observed: new(big.Rat), expected: new(big.Rat)}
	for _, pairs := range sessions {
		for _, p := range pairs {
			s.pairs[p.by] = s.pairs[p.by].with(p, 1)
		}
	}
	for _, pair := range s.pairs {
		s.observed.Add(s.observed, pair.apart())
		s.expected.Add(s.expected, pair.byChance())
	}
	return s
}

// kappa is Cohen's weighted kappa with quadratic weights (J. Cohen, Weighted kappa, Psychological
// Bulletin 70, 1968): 1 − observed / expected squared distance. For more than two raters both sums go
// over all pairs of them, as in A. J. Conger, Integration and generalization of kappas for multiple
// raters, Psychological Bulletin 88, 1980; a pair counts with the sessions that both scored. Nil
// where chance leaves no distance: everybody gave one and the same score.
func (s sample) kappa() *big.Rat { return ratio(s.observed, s.expected) }

func ratio(observed, expected *big.Rat) *big.Rat {
	if expected.Sign() == 0 {
		return nil
	}
	k := new(big.Rat).Quo(observed, expected)
	return k.Sub(big.NewRat(1, 1), k)
}

// without is kappa over all sessions but one.
func (s sample) without(session int) *big.Rat {
	observed, expected := new(big.Rat).Set(s.observed), new(big.Rat).Set(s.expected)
	for _, p := range s.sessions[session] {
		before := s.pairs[p.by]
		after := before.with(p, -1)
		observed.Add(observed, after.apart()).Sub(observed, before.apart())
		expected.Add(expected, after.byChance()).Sub(expected, before.byChance())
	}
	return ratio(observed, expected)
}
