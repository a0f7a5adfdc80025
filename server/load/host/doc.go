// Package host runs the measured server as a process of its own, on a processor of its own where
// there are two, and reads what it uses from the system.
package host
