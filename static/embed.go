// Package static holds what browsers load: styles, our ES modules, and bundled third parties. All
// of it is in the binary.
package static

import "embed"

// Files are css, js, vendor and the icon.
//
//go:embed css js vendor icon.svg
var Files embed.FS
