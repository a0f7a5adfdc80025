// Package interview is the domain: how a system-design mock interview works.
//
// A session is a stream of events. Decide turns a command into events against a State, Apply folds
// one event into a State, and View says what one participant may see of both. All three are pure:
// the package does no I/O and has no clock of its own; the caller passes the room time in.
//
// Laws, held by tests:
//   - Apply accepts everything that Decide produced, in any later release.
//   - Folding a prefix and then the rest equals folding all.
//   - For every prefix and participant, folding what the participant may see of the events gives
//     what the participant may see of the fold.
//
// A State belongs to one goroutine at a time. Clone gives an independent State that shares what
// is never changed in place.
package interview
