// Package crash ends a server in the middle of its work and looks at what is left.
//
// A crowd of people, at real websockets, types, talks, gives hints, scores and works the clocks of
// several interviews at once; a ledger keeps what the server acknowledged to them and what it showed
// them. Then the server's process is killed (Kills), or the power goes and what was not synced is
// dropped (Cuts). What remains on the disk must hold all that stands in the ledger, once and in
// order; the crowd comes back as browsers do, sends again what was not answered, and goes on.
//
// What is checked is read from the database's file and folded here, so that the server does not vouch
// for itself.
package crash
