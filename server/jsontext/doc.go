// Package jsontext reads and writes JSON text without reflection, for the few shapes that every
// keystroke passes through: board edits, the events that hold them and the frames that show them.
//
// What it writes is byte for byte what encoding/json writes. What it reads is a strict part of JSON:
// a Reader that meets anything else fails, and its caller takes the general way. It is pure, and it
// knows nothing of the domain.
package jsontext
