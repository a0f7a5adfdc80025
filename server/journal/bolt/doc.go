// Package bolt is the embedded engine of the journal: one bbolt file, one committer.
//
// All streams share one flat bucket, the tail, in commit order: it grows at its right edge alone,
// so that a commit touches few pages however many sessions are live. Which commits belong to which
// stream is a fold of the tail, made when the file is opened and kept in memory. Transactions start
// at least Options.Pace apart, at once when idle; everything that waits goes into the next.
//
// Laws: what Append acknowledged is on disk; a commit is never changed, only erased with its stream;
// no transaction is open while a reader's caller works. After a failed write the engine reads on
// and refuses commits until its content has been written to a new, synced file, which it tries by itself.
package bolt
