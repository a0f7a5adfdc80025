package problems

import (
	"embed"
	"sync"
)

// A new problem is embedded by being there: its folder matches the pattern.
//
//go:embed pack.yaml */*.md concepts/reading.yaml
var coreFiles embed.FS

var loadCore = sync.OnceValues(func() (*Catalogue, error) { return Load(coreFiles, "core") })

// Core is the pack that comes with the program. It is loaded once; every caller gets the same catalogue.
func Core() (*Catalogue, error) { return loadCore() }
