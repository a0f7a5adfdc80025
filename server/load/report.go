package load

import (
	"fmt"
	"io"
)

// PrintResult writes one run for a person.
func PrintResult(w io.Writer, r Result) {
	fmt.Fprintf(w, "%d rooms, %.0f edits/s offered, %.0f/s acknowledged\n", r.Rooms, r.Offered, r.Edits)
	line := func(name string, s Summary) {
		fmt.Fprintf(w, "  %-20s p50 %8.2f   p95 %8.2f   p99 %8.2f   max %8.2f ms (%d)\n", name, s.P50, s.P95, s.P99, s.Max, s.Count)
	}
	line("edit → acknowledged", r.Acknowledged)
	line("edit → partner", r.Partner)
	line("generator late", r.Late)
	fmt.Fprintf(w, "  %d reconnects, %d previews, %d lines lost, %d commands refused, %d edits missing, %d rooms compared\n",
		r.Reconnects, r.Previews, r.Dropped, r.Refused, r.Missing, r.Checked)
	for _, f := range r.Faults {
		fmt.Fprintf(w, "  FAULT %s\n", f)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "  note: %s\n", n)
	}
}

// PrintHead writes the head of the bench's table.
func PrintHead(w io.Writer) {
	fmt.Fprintln(w, "| what | offered/s | acked/s | ack p50 | ack p99 | peer p50 | peer p95 | peer p99 | peer max | late p99 | server CPU | own CPU | KB a room | held |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
}

// PrintLevel writes a line of it.
func PrintLevel(w io.Writer, name string, l Level) {
	held := "yes"
	if !l.Held() {
		held = "no"
	}
	room := 0.0
	if l.Rooms > 0 && l.Loaded > l.Idle {
		room = float64(l.Loaded-l.Idle) / float64(l.Rooms) / 1024
	}
	fmt.Fprintf(w, "| %s | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f %% | %.0f %% | %.0f | %s |\n", name, l.Offered, l.Edits,
		l.Acknowledged.P50, l.Acknowledged.P99, l.Partner.P50, l.Partner.P95, l.Partner.P99, l.Partner.Max, l.Late.P99, 100*l.CPU, 100*l.Own, room, held)
	if !l.Sound() {
		fmt.Fprintf(w, "  %d refused, %d missing\n", l.Refused, l.Missing)
		for _, f := range l.Faults {
			fmt.Fprintf(w, "  FAULT %s\n", f)
		}
	}
	for _, n := range l.Notes {
		fmt.Fprintf(w, "  note: %s\n", n)
	}
}
