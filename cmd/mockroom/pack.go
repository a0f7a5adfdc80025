package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"mockroom/problems"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/web"
	"mockroom/static"
)

// skeleton is a pack with one problem that checks clean, and says in each place what belongs there.
//
//go:embed skeleton
var skeleton embed.FS

const packUsage = "mockroom pack new DIR writes a pack to begin with; mockroom pack preview DIR shows one while you write"

// pack is for people who write problems.
func pack(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New(packUsage)
	}
	switch args[0] {
	case "new":
		return newPack(args[1:], out)
	case "preview":
		return previewPack(ctx, args[1:], out)
	}
	return fmt.Errorf("there is no command pack %q; %s", args[0], packUsage)
}

// newPack writes the skeleton into a folder that is new or empty.
func newPack(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("name one folder: mockroom pack new DIR")
	}
	dir := filepath.Clean(args[0])
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	files, err := fs.Sub(skeleton, "skeleton")
	if err != nil {
		return fmt.Errorf("the skeleton: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	if err := os.CopyFS(dir, files); err != nil {
		return fmt.Errorf("writing the pack: %w", err)
	}
	fmt.Fprintf(out, "A pack is in %s. Next: mockroom pack preview %s, and mockroom check %s when you are done.\n", dir, dir, dir)
	return nil
}

// previewPack serves a pack's pages until ctx ends, with the kit open, and loads them again when a file
// changes. What is done there goes into a database that is thrown away.
func previewPack(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockroom pack preview", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8081", "address to listen on, `HOST:PORT`; port 0 picks one")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("name one folder: mockroom pack preview DIR")
	}
	dir := filepath.Clean(flags.Arg(0))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder that can be read", dir)
	}
	shelf, err := problems.NewShelf(problems.None(), os.DirFS(dir))
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	scratch, err := os.MkdirTemp("", "mockroom-preview-")
	if err != nil {
		return fmt.Errorf("a folder for the preview: %w", err)
	}
	defer os.RemoveAll(scratch)
	store, err := bolt.Open(filepath.Join(scratch, "preview.db"), engine)
	if err != nil {
		return err
	}
	defer store.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	clock := room.NewSystemClock()
	registry, err := room.NewRegistry(ctx, room.Config{
		Journal: store, Clock: clock, Signals: room.NewLocalSignals(), People: &room.People{Journal: store, Clock: clock},
		Problems: &room.Library{Catalogue: shelf.Now, Blobs: store}, Log: log,
	})
	if err != nil {
		return err
	}
	defer registry.Close()
	server, err := web.New(web.Config{Registry: registry, Catalogue: shelf.Now, Static: static.Files, Log: log, Preview: shelf})
	if err != nil {
		return err
	}
	go watchPacks(ctx, dir, shelf, log)
	return listen(ctx, config{addr: *addr}, server, registry)
}
