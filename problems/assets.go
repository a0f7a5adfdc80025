package problems

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// checkAssets wants pictures that are what their name says, and drawings that load and run nothing.
func checkAssets(files map[string][]byte, dir string) Faults {
	var faults Faults
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasPrefix(name, "assets/") {
			continue
		}
		r := &report{file: path.Join(dir, name)}
		content := files[name]
		switch strings.ToLower(path.Ext(name)) {
		case ".png":
			if !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")) {
				r.add(1, "this is no PNG picture")
			}
		case ".webp":
			if len(content) < 12 || string(content[:4]) != "RIFF" || string(content[8:12]) != "WEBP" {
				r.add(1, "this is no WebP picture")
			}
		case ".svg":
			checkDrawing(r, content)
		default:
			r.add(1, "assets are .png, .svg and .webp pictures")
		}
		faults = append(faults, r.inOrder()...)
	}
	return faults
}

// checkDrawing refuses an SVG with script, foreign content, events or addresses of elsewhere.
func checkDrawing(r *report, content []byte) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.Strict = true
	root := ""
	for {
		line, column := decoder.InputPos()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.at(line, column, "this drawing is no well-formed SVG: %v", err)
			return
		}
		if _, ok := token.(xml.Directive); ok {
			r.at(line, column, "a drawing declares no document type")
			return
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := strings.ToLower(element.Name.Local)
		if root == "" {
			root = name
		}
		if slices.Contains([]string{"script", "foreignobject", "iframe", "style", "image", "animate", "set"}, name) {
			r.at(line, column, "a drawing has no <%s>", element.Name.Local)
		}
		for _, a := range element.Attr {
			key, value := strings.ToLower(a.Name.Local), strings.ToLower(a.Value)
			if strings.HasPrefix(key, "on") || key == "style" || key == "href" && !strings.HasPrefix(value, "#") ||
				strings.Contains(value, "url(") && !strings.Contains(value, "url(#") {
				r.at(line, column, "a drawing has no attribute %s=%q", a.Name.Local, clipped(a.Value))
			}
		}
	}
	if root != "svg" {
		r.add(1, "this is no SVG drawing")
	}
}
