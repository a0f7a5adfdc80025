// Command mockload simulates interviews against a running server and says what it did.
//
//	mockload -url http://127.0.0.1:8080       interviews against a server that runs already
//	mockload bench                            the product and two floors at rising load
//	mockload idle                             memory of rooms that nobody types in
//	mockload crash                            kills a server under load, looks at what is left
//	mockload floor                            serves a floor; the bench starts it
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "mockload:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "bench":
			return bench(ctx, args[1:])
		case "idle":
			return idle(ctx, args[1:])
		case "crash":
			return killed(ctx, args[1:])
		case "floor":
			return serveFloor(ctx, args[1:])
		}
	}
	return interviews(ctx, args)
}
