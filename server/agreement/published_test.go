package agreement

import (
	"math"
	"math/big"
	"testing"
)

// A table counts how often one rater gave row and the other gave column, from category 1 on.
type table [][]int64

func (t table) sessions() [][]scored {
	var list [][]scored
	for i, row := range t {
		for j, n := range row {
			for range n {
				list = append(list, []scored{{raters{"a", "b"}, int64(i + 1), int64(j + 1)}})
			}
		}
	}
	return list
}

// byDefinition is kappa and the large-sample standard error straight from Fleiss, Cohen and Everitt,
// Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72 (1969), for
// any weights of agreement; an independent way to what this package computes.
func (t table) byDefinition(weight func(i, j int) float64) (kappa, deviation float64) {
	n := 0.0
	rows, columns := make([]float64, len(t)), make([]float64, len(t))
	for i := range t {
		for j, c := range t[i] {
			n += float64(c)
			rows[i] += float64(c)
			columns[j] += float64(c)
		}
	}
	observed, chance := 0.0, 0.0
	ofRow, ofColumn := make([]float64, len(t)), make([]float64, len(t))
	for i := range t {
		for j := range t {
			observed += weight(i, j) * float64(t[i][j]) / n
			chance += weight(i, j) * rows[i] * columns[j] / (n * n)
			ofRow[i] += weight(i, j) * columns[j] / n
			ofColumn[j] += weight(i, j) * rows[i] / n
		}
	}
	sum := 0.0
	for i := range t {
		for j := range t {
			f := weight(i, j)*(1-chance) - (ofRow[i]+ofColumn[j])*(1-observed)
			sum += float64(t[i][j]) / n * f * f
		}
	}
	f := observed*chance - 2*chance + observed
	return (observed - chance) / (1 - chance), math.Sqrt((sum-f*f)/n) / math.Pow(1-chance, 2)
}

func same(i, j int) float64 {
	if i == j {
		return 1
	}
	return 0
}

func linear(k int) func(i, j int) float64 {
	return func(i, j int) float64 { return 1 - math.Abs(float64(i-j))/float64(k-1) }
}

func quadratic(k int) func(i, j int) float64 {
	return func(i, j int) float64 { return 1 - math.Pow(float64(i-j)/float64(k-1), 2) }
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance || math.IsNaN(got) {
		t.Errorf("%s is %v, published as %v", what, got, want)
	}
}

// The table of a manual of SAS as statsmodels/stats/tests/test_inter_rater.py quotes it; Cohen's own
// of 1968, with his weights of disagreement 0, 1, 3 and 6; and two of M. Friendly, Visualizing
// Categorical Data, as the vcd and vcdExtra packages of R print them.
func TestTheIndependentCalculationGivesWhatIsPublished(t *testing.T) {
	sas := table{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}}
	cohen := table{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}
	his := [3][3]float64{{0, 1, 3}, {1, 0, 6}, {3, 6, 0}}
	fun := table{{7, 7, 2, 3}, {2, 8, 3, 7}, {1, 5, 4, 9}, {2, 8, 9, 14}}
	winnipeg := table{{38, 5, 0, 1}, {33, 11, 3, 0}, {10, 14, 5, 6}, {3, 7, 3, 10}}
	for _, c := range []struct {
		name              string
		table             table
		weight            func(i, j int) float64
		kappa, deviation  float64
		ofKappa, ofErrors float64
	}{
		{"SAS, simple", sas, same, 0.4842, 0.1380, 5e-5, 5e-5},
		{"SAS, weighted", sas, linear(3), 0.4701, 0.1457, 5e-5, 5e-5},
		{"Cohen 1968, simple", cohen, same, 0.492, 0, 5e-4, 1},
		{"Cohen 1968, weighted", cohen, func(i, j int) float64 { return 1 - his[i][j]/6 }, 0.348, 0, 5e-4, 1},
		{"Is sex fun?, simple", fun, same, 0.1293, 0.06860, 5e-5, 5e-6},
		{"Is sex fun?, weighted", fun, linear(4), 0.2374, 0.07832, 5e-5, 5e-6},
		{"MS patients, simple", winnipeg, same, 0.2079, 0.05046, 5e-5, 5e-6},
		{"MS patients, weighted", winnipeg, linear(4), 0.3797, 0.05167, 5e-5, 5e-6},
	} {
		kappa, deviation := c.table.byDefinition(c.weight)
		near(t, c.name+": kappa", kappa, c.kappa, c.ofKappa)
		near(t, c.name+": its error", deviation, c.deviation, c.ofErrors)
	}
}

// With two categories quadratic weights are none, so that examples of the simple kappa apply.
func TestQuadraticKappaGivesWhatIsPublished(t *testing.T) {
	columns := func(a, b []int64) [][]scored {
		var list [][]scored
		for i := range a {
			list = append(list, []scored{{raters{"a", "b"}, a[i], b[i]}})
		}
		return list
	}
	// The anxiety ratings of the irr package of R: 20 people by three raters on a scale from 1 to 6.
	first := []int64{3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3}
	second := []int64{3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4}
	third := []int64{2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2}
	for _, c := range []struct {
		source   string
		sessions [][]scored
		kappa    float64
		digits   float64
	}{
		{"irr: kappa2(anxiety[,1:2], \"squared\"), in its manual", columns(first, second), 0.297, 5e-4},
		{"irr: kappa2(anxiety[,2:3], \"squared\"), with five categories as in statsmodels' tests", columns(dropFive(second), dropFive(third)), 0.2520325, 5e-8},
		{"psych: cohen.kappa, the first example of its manual", columns([]int64{1, 2, 3, 4, 5, 6, 7, 8, 9}, []int64{1, 3, 1, 6, 1, 5, 5, 6, 7}), 0.68, 5e-3},
		{"Cohen's kappa in Wikipedia, same percentages but different numbers, first table", table{{45, 15}, {25, 15}}.sessions(), 0.1304, 5e-5},
		{"the same, second table", table{{25, 35}, {5, 35}}.sessions(), 0.2593, 5e-5},
	} {
		kappa, _ := newSample(c.sessions).kappa().Float64()
		near(t, c.source, kappa, c.kappa, c.digits)
	}
}

// dropFive closes the gap that a category nobody used leaves in a scale of six.
func dropFive(scores []int64) []int64 {
	closed := make([]int64, len(scores))
	for i, s := range scores {
		closed[i] = s
		if s == 6 {
			closed[i] = 5
		}
	}
	return closed
}

// Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.10.
func TestStudentsQuantile(t *testing.T) {
	for freedom, want := range map[float64]float64{8: 2.306, 9: 2.262, 10: 2.228, 19: 2.093, 29: 2.045, 60: 2.000, 120: 1.980} {
		near(t, "Student's t", student(freedom), want, 6e-4)
	}
}

// Student's data on sleep (Biometrika 6, 1908), as the manual of R's t.test prints them.
func TestIntervalsOfMeansGiveWhatIsPublished(t *testing.T) {
	first := tenths(7, -16, -2, -12, -1, 34, 37, 8, 0, 20)
	second := tenths(19, 8, 11, 1, -1, 44, 55, 16, 46, 34)
	var paired []distance
	for i := range first {
		paired = append(paired, distance{by: new(big.Rat).Sub(first[i].by, second[i].by)})
	}
	mean, variance := moments(paired)
	near(t, "the mean", mean, -1.58, 1e-12)
	within := around(mean, variance, len(paired))
	near(t, "the lower end", within.Low, -2.4598858, 5e-4)
	near(t, "the upper end", within.High, -0.7001142, 5e-4)

	a, aVariance := moments(first)
	b, bVariance := moments(second)
	apart := welch(a-b, aVariance/10, 10, bVariance/10, 10)
	near(t, "Welch's lower end", apart.Low, -3.3654832, 5e-4)
	near(t, "Welch's upper end", apart.High, 0.2054832, 5e-4)
}

func tenths(values ...int64) []distance {
	var list []distance
	for _, v := range values {
		list = append(list, distance{by: big.NewRat(v, 10)})
	}
	return list
}
