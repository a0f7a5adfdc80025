// Package disk knows what of a folder is on the disk: what was written is not there yet, what was
// synced is. It records every write, truncation, sync, creation, renaming and removal, and makes from
// that what the folder may look like after the power has gone: all that was synced, and of the rest
// anything between nothing and all, in pieces as small as a sector.
//
// It records through a file system of its own (Mount, which needs /dev/fuse and the right to mount), or
// from a trace of the server's system calls (Traced, which needs strace). The file system can also be
// told to fail.
package disk
