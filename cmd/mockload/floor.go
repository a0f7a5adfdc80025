package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"

	"mockroom/server/load/floor"
)

// serveFloor serves a floor until ctx ends: A without a database, B with one.
func serveFloor(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("mockload floor", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:0", "address to listen on, `HOST:PORT`")
	data := flags.String("data", "", "commit each message to this `FILE` first (floor B); none is floor A")
	if err := flags.Parse(args); err != nil {
		return err
	}
	relay := &floor.Relay{}
	if *data != "" {
		store, err := floor.OpenStore(*data)
		if err != nil {
			return err
		}
		relay.Keep = store.Keep
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", *addr, err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: relay, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
		return server.Close()
	}
}
