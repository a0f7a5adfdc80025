// Command mockroom serves system-design mock interviews.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = `mockroom serves system-design mock interviews.

  mockroom [serve] [flags]     serve (the default); -h lists the flags
  mockroom check DIR           hold a pack of problems against the format; -json for editors
  mockroom import EXPORT.jsonl put an exported session into a database, with new links
  mockroom verify -data FILE   check a database file: every record, every stream, every kept file
  mockroom healthcheck         ask a running server whether it can save; for containers
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, errFaults) && !errors.Is(err, errFindings) {
			fmt.Fprintln(os.Stderr, "mockroom:", err)
		}
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	command := "serve"
	if len(args) > 0 && len(args[0]) > 0 && args[0][0] != '-' {
		command, args = args[0], args[1:]
	}
	switch command {
	case "serve":
		return serve(ctx, args)
	case "check":
		return check(args, os.Stdout)
	case "import":
		return importSession(ctx, args, os.Stdout)
	case "verify":
		return verify(ctx, args, os.Stdout)
	case "healthcheck":
		return healthcheck(ctx, args)
	case "help":
		fmt.Print(usage)
		return nil
	}
	return fmt.Errorf("there is no command %q\n\n%s", command, usage)
}
