// Package peer is one participant's program at the other end of the wire, written after PROTOCOL.md:
// the collab state of an editor, the frames, the socket and the few HTTP calls. It is cheap enough
// for thousands of them in one process, and independent enough of the server to hold it to its word.
//
// The load generator and the crash harness are made of it. It speaks plain http on purpose: what it
// is for runs on the same machine.
package peer
