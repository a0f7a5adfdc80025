package review

import (
	"fmt"
	"math"
	"strings"

	"mockroom/server/interview"
)

// Dot is one rater's score in a dot row, in the drawing's units.
type Dot struct {
	X    float64
	Role string
	// Ring is a dot around another that has the same place.
	Ring bool
}

// Dots is a row of dots from 0 to 4.
type Dots struct {
	Dots []Dot
	// From and To span the difference between two raters; equal where there is none.
	From, To float64
	Wide     bool
}

// A dot row is 240 units wide, with 0 at 6 and 4 at 234.
const (
	dotStart = 6.0
	dotStep  = 57.0
)

func dots(row Row) Dots {
	d := Dots{Wide: row.Gap >= 2}
	low, high := math.Inf(1), math.Inf(-1)
	taken := map[float64]bool{}
	for _, v := range row.Values {
		if !v.Observed {
			continue
		}
		x := dotStart + dotStep*float64(v.Score)
		d.Dots = append(d.Dots, Dot{x, v.Role, taken[x]})
		taken[x] = true
		low, high = math.Min(low, x), math.Max(high, x)
	}
	if len(d.Dots) > 1 {
		d.From, d.To = low, high
	}
	return d
}

// Radar is six axes with a shape for each rater; decoration beside the table, which is the data.
type Radar struct {
	Rings  []string
	Spokes []Spoke
	Shapes []Shape
	Labels []Label
}

// Spoke is an axis from the centre outwards.
type Spoke struct{ X, Y string }

// Shape is one rater's polygon.
type Shape struct{ Role, Points string }

// Label names an axis.
type Label struct {
	Class, Text string
	X, Y        string
}

const radarX, radarY, radarSize = 200.0, 135.0, 100.0

func corner(axis int, distance float64) (x, y float64) {
	angle := float64(axis)*math.Pi/3 - math.Pi/2
	return radarX + distance*math.Cos(angle), radarY + distance*math.Sin(angle)
}

func polygon(distance func(axis int) float64) string {
	points := make([]string, 6)
	for i := range points {
		x, y := corner(i, distance(i))
		points[i] = fmt.Sprintf("%.1f,%.1f", x, y)
	}
	return strings.Join(points, " ")
}

var shortNames = []string{"Communication", "Structure", "Trade-offs", "Scalability", "Reliability", "Implementation"}

// radar draws the rows; nil where nobody scored.
func radar(rows []Row) *Radar {
	if len(rows) != len(interview.Criteria()) || len(rows[0].Values) == 0 {
		return nil
	}
	r := &Radar{}
	for level := 1; level <= 4; level++ {
		r.Rings = append(r.Rings, polygon(func(int) float64 { return radarSize * float64(level) / 4 }))
	}
	for i := range 6 {
		x, y := corner(i, radarSize)
		r.Spokes = append(r.Spokes, Spoke{fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", y)})
		lx, ly := corner(i, radarSize+14)
		class := map[int]string{0: "mid", 3: "mid", 4: "end", 5: "end"}[i]
		r.Labels = append(r.Labels, Label{class, shortNames[i], fmt.Sprintf("%.1f", lx), fmt.Sprintf("%.1f", ly)})
	}
	for v := range rows[0].Values {
		r.Shapes = append(r.Shapes, Shape{rows[0].Values[v].Role, polygon(func(i int) float64 {
			return math.Max(1, radarSize*float64(rows[i].Values[v].Score)/4)
		})})
	}
	return r
}
