// Package floor is what the product is measured against: the least that any server must do that
// carries messages between two people in a room. A is a bare gorilla/websocket relay. B is the same,
// but each message is committed to bbolt, with fsync, before it is relayed and acknowledged: one flat
// bucket in commit order, everything that waits in one transaction, at least 5 ms between two.
//
// Neither knows what it carries, and neither checks who asks.
package floor
