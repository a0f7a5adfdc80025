package main

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
	"mockroom/server/room"
	"mockroom/server/web"
)

// newOperator is the operator of a server that runs on a database.
func newOperator(c config, registry *room.Registry, store *bolt.Journal) *operator.Operator {
	data := c.data
	if whole, err := filepath.Abs(data); err == nil {
		data = whole
	}
	return operator.New(operator.Config{
		Registry: registry, Engine: store, Data: data, Version: version(),
		Verify: func(ctx context.Context, wrong func(string)) (string, error) {
			report, err := store.Verify(ctx, checkEverything(wrong))
			if err != nil {
				return "", err
			}
			return summary(report), nil
		},
	})
}

// operate takes erased bytes out of the file in time, and serves the operator's socket. A server
// whose socket cannot be opened runs without one. stop ends all of it.
func operate(c config, o *operator.Operator, site *web.Server, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { o.Run(ctx) })
	socket, err := operator.Listen(c.data)
	if err != nil {
		log.Warn("there is no operator's socket: backup, erase and status do not reach this server", "error", err)
		return func() { cancel(); work.Wait() }
	}
	server := &http.Server{
		Handler: site.OperatorHandler(), ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	work.Go(func() { _ = server.Serve(socket) })
	return func() {
		cancel()
		// Closing the connections ends what they asked for.
		_ = server.Close()
		_ = socket.Close()
		work.Wait()
	}
}

// version names the program's build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "mockroom"
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = " " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ", changed"
		}
	}
	return "mockroom " + info.Main.Version + revision + dirty
}
