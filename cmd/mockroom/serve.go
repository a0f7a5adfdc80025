package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/metrics"
	"mockroom/server/room"
	"mockroom/server/web"
	"mockroom/static"
)

// stopWithin is how long a clean stop may take.
const stopWithin = 4 * time.Second

// engine is the zero value, but for tests.
var engine bolt.Options

// serve runs the server until ctx ends.
func serve(ctx context.Context, args []string) error {
	c, err := parseConfig(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	level := slog.LevelInfo
	if c.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	shelf, err := openShelf(c.packs, log)
	if err != nil {
		return err
	}
	store, err := bolt.Open(c.data, engine)
	if err != nil {
		return err
	}
	defer func() {
		if err := store.Close(); err != nil {
			log.Error("closing the database", "error", err)
		}
	}()
	if err := store.Tidy(); err != nil {
		log.Warn("something is left of a compaction", "error", err)
	}
	clock := room.NewSystemClock()
	watched := make(chan struct{})
	defer close(watched)
	go clock.Watch(watched)
	var measured journal.Journal = store
	commits := metrics.NewCommits()
	if c.metricsAddr != "" {
		measured = commits.Of(store)
	}
	registry, err := room.NewRegistry(ctx, room.Config{
		Journal: measured, Clock: clock, Signals: room.NewLocalSignals(),
		People: &room.People{Journal: store, Clock: clock}, Problems: &room.Library{Catalogue: shelf.Now, Blobs: store}, Log: log,
		Keep:     interview.Duration(c.keep.Milliseconds()),
		MaxRooms: c.maxRooms,
	})
	if err != nil {
		return err
	}
	defer registry.Close()
	go watchPacks(ctx, c.packs, shelf, log)
	operator := newOperator(c, registry, store)
	server, err := web.New(web.Config{
		Registry: registry, Catalogue: shelf.Now, PackFaults: shelf.Faults, Static: static.Files, Log: log,
		PublicURL: c.publicURL, TrustedProxies: c.trustedProxies, Limits: c.limits, CreateKey: c.createKey,
		Operator: operator, OperatorKey: c.operatorKey,
	})
	if err != nil {
		return err
	}
	if c.metricsAddr != "" {
		stop, err := serveMetrics(c.metricsAddr, metrics.Handler(registry, commits, store.Waiting), log)
		if err != nil {
			return err
		}
		defer stop()
	}
	defer operate(c, operator, server, log)()
	return listen(ctx, c, server, registry)
}

func listen(ctx context.Context, c config, server *web.Server, registry *room.Registry) error {
	listener, err := net.Listen("tcp", c.addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", c.addr, err)
	}
	listener = server.Listen(listener)
	httpServer := server.HTTP()
	scheme := "http"
	if c.tlsCert != "" {
		scheme = "https"
	}
	fmt.Printf("listening on %s://%s\n", scheme, listener.Addr())
	failed := make(chan error, 1)
	go func() {
		if c.tlsCert != "" {
			failed <- httpServer.ServeTLS(listener, c.tlsCert, c.tlsKey)
			return
		}
		failed <- httpServer.Serve(listener)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	// Sockets are not the http.Server's any more: the rooms close them, and clients come back.
	registry.Close()
	stopping, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := httpServer.Shutdown(stopping); err != nil {
		return httpServer.Close()
	}
	server.Close()
	return nil
}
