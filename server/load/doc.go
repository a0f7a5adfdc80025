// Package load simulates interviews against a running server, over the real protocol, and says what
// the server did: edits a second, how long an edit took to be acknowledged and to reach the partner,
// and whether every board and every acknowledged event is where it has to be.
//
// The load is open: each edit has its due time, whether the server keeps up or not, and its latency
// counts from there. The two floors, relays without a product, are driven by the same clock and
// measured the same way.
package load
