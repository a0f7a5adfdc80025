package calc

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Quantity is a value in base units (bytes, seconds) with the exponent of each.
type Quantity struct {
	Value          float64
	Bytes, Seconds float64
}

// SameDimension says whether two quantities can be added and compared.
func (q Quantity) SameDimension(o Quantity) bool {
	return math.Abs(q.Bytes-o.Bytes) < 1e-9 && math.Abs(q.Seconds-o.Seconds) < 1e-9
}

func (q Quantity) plain() bool { return q.SameDimension(Quantity{}) }

// Dimension says in words what the quantity measures.
func (q Quantity) Dimension() string {
	for _, known := range []struct {
		bytes, seconds float64
		words          string
	}{
		{0, 0, "a plain number"}, {1, 0, "an amount of data"}, {0, 1, "a time"}, {0, -1, "a rate"}, {1, -1, "a data rate"},
	} {
		if q.SameDimension(Quantity{Bytes: known.bytes, Seconds: known.seconds}) {
			return known.words
		}
	}
	var parts []string
	if q.Bytes != 0 {
		parts = append(parts, fmt.Sprintf("byte^%g", q.Bytes))
	}
	if q.Seconds != 0 {
		parts = append(parts, fmt.Sprintf("second^%g", q.Seconds))
	}
	return strings.Join(parts, "·")
}

const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
	year   = 365 * day
)

// units by the names that a worksheet may use. A month has 30 days, a year 365.
var units = makeUnits()

func makeUnits() map[string]Quantity {
	u := map[string]Quantity{
		"k": {Value: 1e3}, "M": {Value: 1e6}, "bn": {Value: 1e9}, "tn": {Value: 1e12},
		"s": {Value: 1, Seconds: 1}, "ms": {Value: 1e-3, Seconds: 1}, "us": {Value: 1e-6, Seconds: 1},
		"min": {Value: minute, Seconds: 1}, "h": {Value: hour, Seconds: 1}, "hour": {Value: hour, Seconds: 1},
		"day": {Value: day, Seconds: 1}, "week": {Value: 7 * day, Seconds: 1},
		"month": {Value: 30 * day, Seconds: 1}, "year": {Value: year, Seconds: 1},
		"B": {Value: 1, Bytes: 1}, "bit": {Value: 1.0 / 8, Bytes: 1},
	}
	for i, prefix := range []string{"K", "M", "G", "T", "P", "E"} {
		u[prefix+"B"] = Quantity{Value: math.Pow(1000, float64(i+1)), Bytes: 1}
		u[prefix+"iB"] = Quantity{Value: math.Pow(1024, float64(i+1)), Bytes: 1}
		u[prefix+"bit"] = Quantity{Value: math.Pow(1000, float64(i+1)) / 8, Bytes: 1}
	}
	u["kB"], u["kbit"] = u["KB"], u["Kbit"]
	for _, plural := range []string{"hour", "day", "week", "month", "year"} {
		u[plural+"s"] = u[plural]
	}
	return u
}

// step is one unit of a scale: values of at least from are said in it.
type step struct {
	from, size float64
	name       string
}

var (
	counts = []step{{1e12, 1e12, " tn"}, {1e9, 1e9, " bn"}, {1e6, 1e6, " M"}, {1e4, 1e3, " k"}}
	sizes  = []step{{1e18, 1e18, " EB"}, {1e15, 1e15, " PB"}, {1e12, 1e12, " TB"}, {1e9, 1e9, " GB"}, {1e6, 1e6, " MB"}, {1e3, 1e3, " KB"}}
	spans  = []step{{2 * year, year, " years"}, {2 * day, day, " days"}, {2 * hour, hour, " h"}, {2 * minute, minute, " min"}}
)

func scaled(v float64, scale []step) (string, bool) {
	for _, s := range scale {
		if math.Abs(v) >= s.from {
			return digits(v/s.size) + s.name, true
		}
	}
	return "", false
}

// String says a quantity as at a whiteboard, with three significant digits: "38.6/s", "6 TB", "5.6 h".
func (q Quantity) String() string {
	switch {
	case q.plain():
		return count(q.Value)
	case q.SameDimension(Quantity{Seconds: -1}):
		return count(q.Value) + "/s"
	case q.SameDimension(Quantity{Bytes: 1}):
		return size(q.Value)
	case q.SameDimension(Quantity{Bytes: 1, Seconds: -1}):
		return size(q.Value) + "/s"
	case q.SameDimension(Quantity{Seconds: 1}):
		return span(q.Value)
	}
	return digits(q.Value) + " " + q.Dimension()
}

// digits writes three significant digits without an exponent where that is readable.
func digits(v float64) string {
	if a := math.Abs(v); a >= 100 && a < 1e6 {
		return group(strconv.FormatFloat(roundTo3(v), 'f', 0, 64))
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

func roundTo3(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-2)
	return math.RoundToEven(v/unit) * unit
}

// group puts a comma before each three digits.
func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

func count(v float64) string {
	if s, ok := scaled(v, counts); ok {
		return s
	}
	return digits(v)
}

func size(v float64) string {
	if s, ok := scaled(v, sizes); ok {
		return s
	}
	return digits(v) + " B"
}

func span(v float64) string {
	if s, ok := scaled(v, spans); ok {
		return s
	}
	if a := math.Abs(v); a > 0 && a < 1 {
		return digits(v*1000) + " ms"
	}
	return digits(v) + " s"
}
