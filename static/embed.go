// Package static holds what browsers load: styles, our ES modules, and bundled third parties. All
// of it is in the binary.
package static

import "embed"

// Files are css, js and vendor.
//
//go:embed css js vendor
var Files embed.FS
