package archive_test

import (
	"bytes"
	"strings"
	"testing"

	"mockroom/server/archive"
)

// TestForgedHeaders puts into the first line what a terminal would obey.
func TestForgedHeaders(t *testing.T) {
	sound := sealed([]byte(created))
	if _, _, err := archive.Read(bytes.NewReader(sound)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{`An\u001b[2Ja`, `Ana\u009b31m`, `Ana\nBen`, strings.Repeat("x", 600)} {
		forged := bytes.Replace(sound, []byte(`"Ana"`), []byte(`"`+name+`"`), 1)
		if _, _, err := archive.Read(bytes.NewReader(forged)); err == nil || !strings.Contains(err.Error(), "is no name or title") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestForgedExports signs with a key of its own what no server would have written. Anybody can do
// that; the import refuses it.
func TestForgedExports(t *testing.T) {
	joined := `{"at":2,"by":"p-ana","kind":"participant.joined","data":{"participant":"p-ana","role":"candidate"}}`
	build := func(event string) error {
		e, _, err := archive.Read(bytes.NewReader(sealed([]byte(created + "\n" + joined + "\n" + event))))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		_, err = archive.Build(e, numbered{&n})
		return err
	}
	for event, words := range map[string]string{
		`{"at":3,"by":"p-ana","kind":"chat.said","data":{"text":"hello"}}`:                                                                    "",
		`{"at":3,"by":"p-ana","kind":"meeting.set","data":{"url":"https://meet.example/x"}}`:                                                  "",
		`{"at":3,"by":"p-ana","kind":"meeting.set","data":{"url":"javascript:alert(1)"}}`:                                                     "https://",
		`{"at":3,"by":"p-ana","kind":"chat.said","data":{"text":"\u001b[2J"}}`:                                                                "control characters",
		`{"at":3,"by":"p-ana","kind":"chat.said","data":{"text":"` + strings.Repeat("x", 3000) + `"}}`:                                        "KiB",
		`{"at":3,"by":"p-ana","kind":"note.written","data":{"text":"` + strings.Repeat("x", 20_000) + `"}}`:                                   "KiB",
		`{"at":3,"by":"p-ana","kind":"scorecard.saved","data":{"card":{"scores":{"communication":9}},"scored":1}}`:                            "0 to 4",
		`{"at":3,"by":"p-ana","kind":"scores.revealed","data":{"opened":{"p-x":{"scores":{"luck":1}}}}}`:                                      "no criterion",
		`{"at":3,"by":"p-ana","kind":"interviewer.rated","data":{"prepared":-4,"listened":4,"fair":3,"again":true,"words":""}}`:               "from 1 to 4",
		`{"at":3,"by":"p-ana","kind":"board.edited","data":{"updates":[{"client":"editor-1","k":1,"changes":[[0,"\u0000"]]}]}}`:               "control characters",
		`{"at":3,"by":"","kind":"hint.given","data":{"phase":"high-level","item":"x","rung":1,"text":"` + strings.Repeat("x", 20_000) + `"}}`: "KiB",
		`{"at":3,"by":"","kind":"server.beat","data":{}}`:                                                                                     "does not belong",
		`{"at":1,"by":"p-ana","kind":"chat.said","data":{"text":"before"}}`:                                                                   "before what stands above",
		created: "begins with its creation",
	} {
		err := build(event)
		if (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words) {
			t.Errorf("%.120s: %v, want %q", event, err, words)
		}
	}
}
