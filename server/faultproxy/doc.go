// Package faultproxy is a bad network for tests: a TCP proxy that delays, throttles, stalls, cuts,
// half-opens, delivers late and repeats connections.
//
// What befalls a connection is drawn from the seed and the connection's number alone, and happens
// after a drawn number of bytes, so that cuts fall into the middle of frames and a seed brings the
// same faults again. Every goroutine belongs to the proxy: Close ends them all.
package faultproxy
