package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"mockroom/problems"
)

// catalogue is the program's own problems, and those of the packs in a folder. A pack with faults is
// left out: every fault is logged with its place, and the server runs without it.
func catalogue(dir string, log *slog.Logger) (*problems.Catalogue, error) {
	all, err := problems.Core()
	if err != nil {
		return nil, fmt.Errorf("the problems: %w", err)
	}
	if dir == "" {
		return all, nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("-packs %s is no folder that can be read; name a folder with packs", dir)
	}
	packs, faults, err := problems.Packs(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("-packs: %w", err)
	}
	for _, pack := range packs {
		var clashes problems.Faults
		all, clashes = all.With(pack)
		for _, f := range clashes {
			log.Warn("a problem is left out", "pack", pack.Pack().Name, "fault", f.Error())
		}
		log.Info("a pack is there", "pack", pack.Pack().Name, "problems", len(pack.All())-len(clashes))
	}
	for _, f := range faults {
		f.File = filepath.Join(dir, f.File)
		log.Warn("a pack is left out", "fault", f.Error())
	}
	return all, nil
}
