// Package web is the rim: routes, websocket, pages, identity and security headers.
//
// It authenticates whoever asks, hands commands to rooms, and shows what package room gives it for
// that participant; it decides nothing about interviews by itself. Every way out of the server is
// here, and each of them shows views only, never a raw event.
package web
