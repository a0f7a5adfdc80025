package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"mockroom/problems"
)

// packsPace is how often the folder of packs is looked at.
const packsPace = 2 * time.Second

// openShelf is the program's own problems, and those of the packs in a folder. Of a pack with faults
// every one is logged with its place, and the server runs without it.
func openShelf(dir string, log *slog.Logger) (*problems.Shelf, error) {
	core, err := problems.Core()
	if err != nil {
		return nil, fmt.Errorf("the problems: %w", err)
	}
	var fsys fs.FS
	if dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("-packs %s is no folder that can be read; name a folder with packs", dir)
		}
		fsys = os.DirFS(dir)
	}
	shelf, err := problems.NewShelf(core, fsys)
	if err != nil {
		return nil, fmt.Errorf("-packs: %w", err)
	}
	if dir != "" {
		logPacks(dir, shelf, log)
	}
	return shelf, nil
}

// logPacks says what of the folder is there now, and what not.
func logPacks(dir string, shelf *problems.Shelf, log *slog.Logger) {
	log.Info("packs are read", "folder", dir, "problems", len(shelf.Now().All()), "cards", len(shelf.Now().Concepts()))
	for _, f := range shelf.Faults() {
		f.File = filepath.Join(dir, f.File)
		log.Warn("in a pack", "fault", f.Error())
	}
	for _, folder := range shelf.Kept() {
		log.Warn("this pack stays as it was when it was good last", "pack", filepath.Join(dir, folder))
	}
}

// watchPacks takes up what is changed in the folder, until ctx ends.
func watchPacks(ctx context.Context, dir string, shelf *problems.Shelf, log *slog.Logger) {
	if dir == "" {
		return
	}
	tick := time.NewTicker(packsPace)
	defer tick.Stop()
	failed := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := shelf.Reload()
		switch {
		case err != nil && err.Error() != failed:
			failed = err.Error()
			log.Warn("the packs stay as they were", "error", err)
		case err == nil && changed:
			failed = ""
			logPacks(dir, shelf, log)
		}
	}
}
