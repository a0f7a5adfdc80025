package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// qrPicture is a QR code as one path of squares; Size is its side in squares, the quiet zone of four
// squares around it included.
type qrPicture struct {
	Size int
	Path string
}

func newQR(text string) (qrPicture, error) {
	const quiet = 4
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrPicture{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return qrPicture{code.Size + 2*quiet, path.String()}, nil
}
