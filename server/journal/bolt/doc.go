// Package bolt is the embedded engine of the journal: one bbolt file, one committer.
//
// New commits of all streams go into one flat bucket, the tail, in commit order: it grows at its right edge
// alone, so that a commit touches few pages however many sessions are live. Transactions start at
// least Options.Pace apart, at once when idle; everything that waits goes into the next. Streams that
// have gone quiet or long are sealed in the background: their commits are packed into chunks, which
// lie in the order of rising seal numbers, and a directory says which chunks a stream has. Only what
// is in the tail is kept in memory; all other streams are found in the directory by key.
//
// Laws: what Append acknowledged is on disk; a commit is never changed, only erased with its stream;
// no transaction is open while a reader's caller works; a long reader (Verify, Backup) reads pages
// with plain reads and is never waited for. After a failed sync the engine reads up to the last
// acknowledged commit and refuses commits until its content has been written to a new, synced file,
// which it tries by itself.
//
// Damage is expected. Every record, chunk, directory entry and kept file has a checksum that covers
// its key, and a census is written with every commit. A survey proves the trees sound, with code that
// trusts nothing, before bbolt follows them; of a file that is not sound, what can be read is written
// to a new one and the damaged one is kept beside it. A stream with a hole yields what lies before the
// hole, then journal.ErrDamaged, and takes no more events; all others go on.
package bolt
