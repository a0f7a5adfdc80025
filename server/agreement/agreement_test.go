package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"mockroom/server/interview"
)

// cards makes one card a session and rater with the same score for all criteria.
func cards(scores ...[]int) []Card {
	var list []Card
	for session, of := range scores {
		for rater, score := range of {
			all := map[interview.Criterion]int{}
			for _, k := range interview.Criteria() {
				all[k] = score
			}
			list = append(list, Card{
				Session: fmt.Sprintf("s%03d", session), Rater: interview.PersonID(fmt.Sprintf("rater-%d", rater)),
				LockedAt: interview.Time(session) * interview.Time(24*interview.Hour), Scores: all,
			})
		}
	}
	return list
}

func repeat(n int, scores ...[]int) [][]int {
	var list [][]int
	for len(list) < n {
		list = append(list, scores...)
	}
	return list[:n]
}

func rowsOf(list []Card) []Row { return Between(list, "rater-0", "rater-1") }

func TestNothingIsSaidOfTooFewSessions(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func([]Card)
		words  string
	}{
		{"seven sessions", nil, "Too few sessions. It takes 10 that you both scored; 3 more."},
		{"one not blind", func(l []Card) { l[0].NotBlind = true }, "Too few sessions. It takes 10 that you both scored; 4 more."},
		{"a second round", func(l []Card) { l[3].Again = true }, "Too few sessions. It takes 10 that you both scored; 4 more."},
		{"a candidate's own", func(l []Card) { l[5].Self = true }, "Too few sessions. It takes 10 that you both scored; 4 more."},
	} {
		list := cards(repeat(7, []int{3, 2}, []int{1, 1})...)
		if c.change != nil {
			c.change(list)
		}
		row := rowsOf(list)[0]
		if row.Figures != nil || row.Words != c.words {
			t.Errorf("%s: %+v", c.name, row)
		}
		b, err := json.Marshal(row)
		if err != nil || strings.Contains(string(b), "kappa") || strings.Contains(string(b), "same") {
			t.Errorf("%s: the answer holds figures: %s", c.name, b)
		}
	}
	notObserved := cards(repeat(10, []int{3, 2}, []int{1, 1})...)
	delete(notObserved[0].Scores, "reliability")
	notObserved[3].Scores["reliability"] = 0
	for _, row := range rowsOf(notObserved) {
		if few := row.Criterion == "reliability"; few != (row.Figures == nil) || few && row.Sessions != 8 {
			t.Errorf("not observed: %+v", row)
		}
	}
}

func TestWhatHasNoKappaIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		name     string
		scores   [][]int
		words    string
		kappa    bool
		interval bool
	}{
		{"all the same", repeat(12, []int{3, 3}), "Every score was a 3. Chance would agree as well, so kappa says nothing.", false, false},
		{"one never moves", repeat(12, []int{3, 3}, []int{3, 1}), "One of you always gave the same score, so kappa says nothing.", false, false},
		{"both never move, apart", repeat(12, []int{3, 2}), "One of you always gave the same score, so kappa says nothing.", false, false},
		{"always agree", repeat(12, []int{3, 3}, []int{1, 1}), "Always the same score. An interval needs a difference.", true, false},
		{"always opposed", repeat(12, []int{1, 4}, []int{4, 1}), "Too much rests on a single session for an interval.", true, false},
		{"one session apart", append(repeat(11, []int{3, 3}), []int{2, 1}), "Too much rests on a single session for an interval.", true, false},
		{"no better than chance", repeat(12, []int{1, 1}, []int{1, 4}, []int{4, 1}, []int{4, 4}), "Communication could be chance.", true, true},
		{"clear", repeat(24, []int{1, 1}, []int{2, 2}, []int{3, 4}, []int{4, 4}, []int{2, 3}), "", true, true},
	} {
		row := rowsOf(cards(c.scores...))[0]
		if row.Words != c.words || (row.Figures.Kappa != nil) != c.kappa || c.kappa && (row.Figures.Kappa.Interval != nil) != c.interval {
			t.Errorf("%s: %+v %+v", c.name, row, row.Figures)
		}
	}
}

func TestFiguresOfAnExample(t *testing.T) {
	row := rowsOf(cards(repeat(10, []int{1, 1}, []int{2, 3}, []int{4, 2}, []int{3, 3}, []int{1, 2})...))[0]
	// Of five: two the same, four within one. Squared distances 0, 1, 4, 0, 1 against the mean over all
	// 25 ways to pair 1 2 4 3 1 with 1 3 2 3 2: 31/5 + 27/5 − 2·11·11/25 = 1.92; 1 − 1.2 / 1.92 = 0.375.
	if row.Figures.Same != 0.4 || row.Figures.WithinOne != 0.8 || row.Figures.Kappa.Value != 0.375 {
		t.Errorf("%+v %+v", row.Figures, row.Figures.Kappa)
	}
}

// drawn are cards of some raters who see the same interviews with some noise, each a part of them.
func drawn(r *rand.Rand, sessions, raters int) []Card {
	var list []Card
	for s := range sessions {
		for rater := range raters {
			if raters > 2 && r.IntN(4) == 0 {
				continue
			}
			c := Card{Session: fmt.Sprint("s", s), Rater: interview.PersonID(fmt.Sprint("rater-", rater)), LockedAt: interview.Time(r.IntN(1 << 20)), Scores: map[interview.Criterion]int{}}
			for i, k := range interview.Criteria() {
				if r.IntN(9) > 0 {
					c.Scores[k] = max(0, min(4, 1+(s*7+i*3)%4+r.IntN(3)-1))
				}
			}
			c.NotBlind, c.Again, c.Self = r.IntN(20) == 0, r.IntN(20) == 0, r.IntN(20) == 0
			list = append(list, c)
		}
	}
	return list
}

func TestTheOrderOfCardsAndRatersChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 40 {
		list := drawn(r, 12+r.IntN(20), 2+r.IntN(3))
		people := []interview.PersonID{"rater-0", "rater-1", "rater-2", "rater-3"}
		rows, mild := Between(list, people...), Leniencies(list)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		if again := Between(list, people...); !reflect.DeepEqual(rows, again) {
			t.Fatalf("agreement depends on the order:\n%+v\n%+v", rows, again)
		}
		if again := Leniencies(list); !alike(mild, again) {
			t.Fatalf("leniency depends on the order:\n%+v\n%+v", mild, again)
		}
	}
}

// alike compares what is summed up in floats, whose last digit may differ.
func alike(a, b []Rater) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Rater != b[i].Rater || a[i].Sessions != b[i].Sessions || a[i].Words != b[i].Words {
			return false
		}
		if l, m := a[i].Leniency, b[i].Leniency; (l == nil) != (m == nil) || l != nil && l.Mean != m.Mean {
			return false
		}
	}
	return true
}

func TestBoundsSymmetryAndNoNaN(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 60 {
		list := drawn(r, r.IntN(30), 2+r.IntN(3))
		turned := make([]Card, len(list))
		for i, c := range list {
			turned[i] = c
			turned[i].Scores = map[interview.Criterion]int{}
			for k, v := range c.Scores {
				if v > 0 {
					turned[i].Scores[k] = 5 - v
				}
			}
		}
		rows, mirrored := Between(list, "rater-0", "rater-1", "rater-2"), Between(turned, "rater-0", "rater-1", "rater-2")
		for i, row := range rows {
			if (row.Figures == nil) != (row.Sessions < Least) {
				t.Fatalf("figures of %d sessions: %+v", row.Sessions, row)
			}
			if row.Figures == nil || row.Figures.Kappa == nil {
				continue
			}
			k := *row.Figures.Kappa
			if k.Value < -1 || k.Value > 1 || row.Figures.Same > row.Figures.WithinOne || row.Figures.WithinOne > 1 {
				t.Fatalf("out of bounds: %+v", row.Figures)
			}
			if in := k.Interval; in != nil && !(-1 <= in.Low && in.Low < k.Value && k.Value < in.High && in.High <= 1) {
				t.Fatalf("interval %+v of %v", in, k.Value)
			}
			if mirrored[i].Figures.Kappa.Value != k.Value {
				t.Fatalf("the scale turned round has another kappa")
			}
		}
		mild := Leniencies(list)
		for i, of := range Leniencies(turned) {
			if l := mild[i].Leniency; l != nil && l.Mean != -of.Leniency.Mean {
				t.Fatalf("the scale turned round has leniency %v for %v", of.Leniency.Mean, l.Mean)
			}
		}
		if _, err := json.Marshal([]any{rows, mild}); err != nil {
			t.Fatal(err)
		}
	}
}

// The definition, over all pairs of raters and tables of their scores, is an independent way to the
// same figures.
func TestKappaIsWhatTheDefinitionSays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for range 50 {
		list := drawn(r, 15+r.IntN(40), 3)
		for i := range list {
			list[i].Self, list[i].Again, list[i].NotBlind = false, false, false
		}
		for _, row := range Between(list, "rater-0", "rater-1", "rater-2") {
			if row.Figures == nil {
				continue
			}
			apart, byChance := 0.0, 0.0
			for _, pair := range [][2]string{{"rater-0", "rater-1"}, {"rater-0", "rater-2"}, {"rater-1", "rater-2"}} {
				both := tableOf(list, row.Criterion, pair)
				n, o, e := both.distances()
				apart, byChance = apart+n*o, byChance+n*e
				for _, single := range Between(list, interview.PersonID(pair[0]), interview.PersonID(pair[1])) {
					if single.Criterion != row.Criterion || single.Figures == nil {
						continue
					}
					want, _ := both.byDefinition(quadratic(4))
					near(t, "kappa of a pair", single.Figures.Kappa.Value, want, 1e-12)
				}
			}
			near(t, "kappa of all", row.Figures.Kappa.Value, 1-apart/byChance, 1e-12)
		}
	}
}

func tableOf(list []Card, k interview.Criterion, pair [2]string) table {
	both := table{{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}
	for _, a := range list {
		for _, b := range list {
			if a.Session == b.Session && string(a.Rater) == pair[0] && string(b.Rater) == pair[1] && a.Scores[k] > 0 && b.Scores[k] > 0 {
				both[a.Scores[k]-1][b.Scores[k]-1]++
			}
		}
	}
	return both
}

// distances are the mean squared distance as it was, and of every score of one with every of the other.
func (t table) distances() (n, observed, chance float64) {
	for i := range t {
		for j, c := range t[i] {
			n += float64(c)
			observed += float64(c) * float64((i-j)*(i-j))
			for k := range t {
				for l, d := range t[k] {
					chance += float64(c) * float64(d) * float64((i-l)*(i-l))
				}
			}
		}
	}
	if n == 0 {
		return 0, 0, 0
	}
	return n, observed / n, chance / (n * n)
}

// With many sessions the jackknife's error is the one of Fleiss, Cohen and Everitt.
func TestWithManySessionsTheIntervalIsTheUsualOne(t *testing.T) {
	many := table{{380, 50, 10, 10}, {330, 110, 30, 10}, {100, 140, 50, 60}, {30, 70, 30, 100}}
	s := newSample(many.sessions())
	want, deviation := many.byDefinition(quadratic(4))
	in := s.interval(s.kappa())
	near(t, "the lower end", in.Low, math.Tanh(math.Atanh(want)-1.96*deviation/(1-want*want)), 1e-3)
	near(t, "the upper end", in.High, math.Tanh(math.Atanh(want)+1.96*deviation/(1-want*want)), 1e-3)
}

// Two raters who see the same quality with some noise, and score ten sessions each: how often their
// interval holds what they would reach over a hundred thousand.
func TestTheIntervalHoldsTheTruthAsOftenAsItSays(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	score := func(v float64) int64 {
		switch {
		case v > 1.2:
			return 4
		case v > -0.1:
			return 3
		case v > -1.3:
			return 2
		}
		return 1
	}
	draw := func(n int, noise float64) [][]scored {
		list := make([][]scored, n)
		for i := range list {
			quality := r.NormFloat64()
			list[i] = []scored{{raters{"a", "b"}, score(quality + noise*r.NormFloat64()), score(quality + noise*r.NormFloat64() + 0.3)}}
		}
		return list
	}
	const draws = 1500
	for _, noise := range []float64{0.4, 0.8, 1.5} {
		truth, _ := newSample(draw(100_000, noise)).kappa().Float64()
		held, had := 0, 0
		for range draws {
			s := newSample(draw(Least, noise))
			k := s.kappa()
			if k == nil {
				continue
			}
			in := s.interval(k)
			if in == nil {
				continue
			}
			had++
			if in.Low <= truth && truth <= in.High {
				held++
			}
		}
		if share := float64(held) / float64(had); had < draws*9/10 || share < 0.92 {
			t.Errorf("noise %v: the interval holds kappa %.2f in %.3f of %d drawings", noise, truth, share, had)
		}
	}
}
