package load

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// Latencies counts spans in buckets that are 3 % wide. It may be added to from any goroutine.
type Latencies struct {
	buckets [bucketCount]atomic.Uint32
	longest atomic.Int64
}

// Spans below 32 µs have a bucket each; above, every power of two has 32.
const bucketCount = 32 * 28

func bucketOf(d time.Duration) int {
	us := uint64(max(d, 0)) / 1000
	if us < 32 {
		return int(us)
	}
	shift := bits.Len64(us) - 6
	return min(32*(shift+1)+int(us>>shift)-32, bucketCount-1)
}

// upper is the longest span that falls into a bucket.
func upper(bucket int) time.Duration {
	if bucket < 32 {
		return time.Duration(bucket+1) * time.Microsecond
	}
	shift := bucket/32 - 1
	return time.Duration(uint64(bucket%32+33)<<shift) * time.Microsecond
}

// Add counts a span.
func (l *Latencies) Add(d time.Duration) {
	l.buckets[bucketOf(d)].Add(1)
	for {
		longest := l.longest.Load()
		if int64(d) <= longest || l.longest.CompareAndSwap(longest, int64(d)) {
			return
		}
	}
}

// Summary is what is told of many spans, in milliseconds.
type Summary struct {
	Count uint64  `json:"count"`
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

// Summary reads the counts.
func (l *Latencies) Summary() Summary {
	var s Summary
	for i := range l.buckets {
		s.Count += uint64(l.buckets[i].Load())
	}
	longest := time.Duration(l.longest.Load())
	at := func(share float64) float64 {
		if s.Count == 0 {
			return 0
		}
		wanted, seen := uint64(share*float64(s.Count-1))+1, uint64(0)
		for i := range l.buckets {
			if seen += uint64(l.buckets[i].Load()); seen >= wanted {
				return millis(min(upper(i), longest))
			}
		}
		return millis(longest)
	}
	s.P50, s.P95, s.P99, s.Max = at(0.50), at(0.95), at(0.99), millis(longest)
	return s
}

func millis(d time.Duration) float64 { return float64(d.Round(10*time.Microsecond)) / 1e6 }
