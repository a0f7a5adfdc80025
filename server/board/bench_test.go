package board

import (
	"strings"
	"testing"
)

// boards are what benchmarks run on: a usual board, one with other scripts in it, a full one.
func boards() map[string]Text {
	return map[string]Text{
		"4KB":      NewText(strings.Repeat("The store keeps one row for each link: code, address.\n", 80)),
		"4KB-wide": NewText(strings.Repeat("100 M links a month ≈ 40/s → a row for each link.\n", 80)),
		"256KB":    NewText(strings.Repeat("The store keeps one row for each link: code, address.\n", 4800)),
	}
}

func BenchmarkApply(b *testing.B) {
	for name, text := range boards() {
		c := Replace(text.Len(), text.Len()/2, text.Len()/2, "x")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Apply(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRebase(b *testing.B) {
	mine := []Update{{Client: "client-a", K: 1, Changes: Replace(4000, 100, 100, "x")}}
	over := []Update{{Client: "client-b", K: 1, Changes: Replace(4000, 50, 50, "y")}, {Client: "client-b", K: 2, Changes: Replace(4001, 51, 51, "z")}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Rebase(mine, over); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	u := Replace(4000, 100, 100, "x")
	buf := make([]byte, 0, 128)
	b.ReportAllocs()
	for b.Loop() {
		buf = u.AppendJSON(buf[:0])
	}
}
