package load

import (
	"testing"
	"time"
)

func TestBucketsAreInOrderAndThreePercentWide(t *testing.T) {
	last := -1
	for d := time.Duration(0); d < 40*time.Second; d += max(time.Microsecond, d/200) {
		i := bucketOf(d)
		if i < last {
			t.Fatalf("%v is in bucket %d, behind %d", d, i, last)
		}
		last = i
		if up := upper(i); up < d || up > d+d/16+2*time.Microsecond {
			t.Fatalf("%v is in a bucket up to %v", d, up)
		}
	}
}

func TestSummaryFindsTheSharesOfASpread(t *testing.T) {
	var l Latencies
	for ms := 1; ms <= 1000; ms++ {
		l.Add(time.Duration(ms) * time.Millisecond)
	}
	s := l.Summary()
	near := func(got, want float64) bool { return got >= want && got <= want*1.04 }
	if s.Count != 1000 || !near(s.P50, 500) || !near(s.P95, 950) || !near(s.P99, 990) || s.Max != 1000 {
		t.Errorf("%+v", s)
	}
	if empty := new(Latencies).Summary(); empty != (Summary{}) {
		t.Errorf("nothing is summed up as %+v", empty)
	}
}
