// Package room keeps the live sessions of this process.
//
// A room is one goroutine, and the only writer of its session in this process: it drains the
// commands that are waiting, decides each against its working state, appends the resulting events
// in one journal batch, waits for the commit, then applies, acknowledges and fans out. Nothing is
// shown before it is committed. Where another process was first, the room reads on and decides the
// same commands again.
//
// The Registry opens rooms on demand, finds what the clock makes due in sessions that nobody is
// connected to, and closes all rooms in the end. Nothing here is truth: everything can be made
// anew from the journal.
package room
