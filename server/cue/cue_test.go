package cue

import (
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		cues, text string
		want       bool
	}{
		{"shard", "Sharding by key", true},
		{"shard", "we reshard", false},
		{"long url", "the long-URL column", true},
		{"create + redirect", "create a link\n\nthen redirect", true},
		{"create ~ redirect", "create a link\n\nthen redirect", false},
		{"link ~ @rate", "new links: 40/s", true},
		{"link ~ @rate", "links\n40/s", false},
		{"@latency + /99[.,]\\d/", "p99 50 ms, 99.9 %", true},
		{"/\\braces?\\b/", "Race: two servers", true},
		{"/\\braces?\\b/", "traces", false},
		{"@diagram", "```mermaid\nflowchart LR\n", false},
		{"@diagram", "```mermaid\nflowchart LR\n A --> B", true},
		{"@endpoint", "GET /links", true},
		{"@size", "6 TB", true},
		{"@percent", "three 9 nines", true},
		{"@table", "| a | b |\n|---|---|\n| 1 | 2 |", true},
		{"zufällig", "ZUFÄLLIGE Zeichen", true},
		{"queue", "no queue needed", false},
		{"queue", "No queue at first; a queue later", true},
		{"queue", "ohne Queue", false},
		{"queue", "queue", true},
		{"queue", "not a queue but a worker", false},
		{"no offset", "cursor, no offset", true},
		{"shard", "we do not shard", false},
		{"shard", "notshard shard", true},
		{`/\bqueues?\b/`, "no queue, not\nqueue", true},
		{`/\bqueues?\b/`, "without any queues", false},
		{"plan ~ @number", "no 5 in the plan", true},
	} {
		set, fault := Compile(test.cues)
		if fault != nil {
			t.Fatal(fault)
		}
		if got := set.In(NewText(test.text)) != ""; got != test.want {
			t.Errorf("%q in %q: %v", test.cues, test.text, got)
		}
	}
}

func TestFaultsHaveAPlace(t *testing.T) {
	for _, test := range []struct {
		cues string
		at   int
		want string
	}{
		{"a |  | b", 3, "empty"},
		{"abc | d + e ~ f", 6, "mixes"},
		{"abc | @speed", 6, "no shape"},
		{"abc | /(/", 6, "no regular expression"},
		{"abc | --", 6, "no letter"},
		{"abc | de|f", 6, "has a bar"},
		{"| abc", 0, "has a bar"},
	} {
		_, fault := Compile(test.cues)
		if fault == nil || fault.At != test.at && !strings.Contains(test.cues, " |  |") || !strings.Contains(fault.Message, test.want) {
			t.Errorf("%q: %+v", test.cues, fault)
		}
	}
}

// TestHostilePatternsStayLinear gives a pattern that looks to the end of the text from each of its matches:
// looking at all of them took most of a minute.
func TestHostilePatternsStayLinear(t *testing.T) {
	set, fault := Compile(`/(n.*z)|n/`)
	if fault != nil {
		t.Fatal(fault)
	}
	if set.In(NewText(strings.Repeat("no n ", 13_000))) == "" {
		t.Error("nothing is found")
	}
	if set.In(NewText(strings.Repeat("x", 65_000))) != "" {
		t.Error("something is found")
	}
}

func FuzzCompile(f *testing.F) {
	f.Add("a | b + c | d ~ @rate | /x(y)/", "some board\n| a | b |\n|---|---|")
	f.Fuzz(func(_ *testing.T, cues, text string) {
		if set, fault := Compile(cues); fault == nil {
			set.In(NewText(text))
			set.Count(NewText(text))
		}
	})
}

func BenchmarkBoard(b *testing.B) {
	set, fault := Compile(`expir | retention | /\d ?(y|yrs?|years?)\b/ | link ~ ttl | insert ~ @rate`)
	if fault != nil {
		b.Fatal(fault)
	}
	text := strings.Repeat("| reads | 4,000/s at peak | from the cache |\n", 1400)
	for b.Loop() {
		board := NewText(text)
		for range 24 {
			set.In(board)
		}
	}
}
