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
  mockroom pack new DIR        write a pack to begin with; pack preview DIR shows it while you write
  mockroom check DIR           hold a pack of problems against the format; -json for editors
  mockroom import EXPORT.jsonl put an exported session into a database, with new links
  mockroom export SESSION      print a session as JSON lines; -as ROLE says whose view
  mockroom healthcheck         ask a running server whether it can save; for containers

For whoever runs the server; each takes -data FILE, the database, and speaks with the server that
is running on it:

  mockroom backup TO           write a backup, with or without a server running
  mockroom restore FROM        check a backup and put it in place; -replace where a database exists
  mockroom verify              check every page, record, stream and kept file
  mockroom status              how the running server is, and what is still to leave the file
  mockroom erase session ID    erase a session for good; person ID erases a person
  mockroom compact             write the running server's file anew, without what was erased
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
	case "pack":
		return pack(ctx, args, os.Stdout)
	case "import":
		return importSession(ctx, args, os.Stdout)
	case "export":
		return exportSession(ctx, args, os.Stdout)
	case "backup":
		return backup(ctx, args, os.Stdout)
	case "restore":
		return restore(ctx, args, os.Stdout)
	case "status":
		return status(ctx, args, os.Stdout)
	case "erase":
		return erase(ctx, args, os.Stdout)
	case "compact":
		return compact(ctx, args, os.Stdout)
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
