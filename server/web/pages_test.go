package web_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"mockroom/server/servertest"
	"mockroom/static"
)

// TestTheFormWorksWithoutScript opens a room as a browser without script does, and finds it again.
func TestTheFormWorksWithoutScript(t *testing.T) {
	s := servertest.New(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	fetch := func(a *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		var b bytes.Buffer
		if _, err := b.ReadFrom(a.Body); err != nil {
			t.Fatal(err)
		}
		return a.Request.URL.Path + "\n" + b.String()
	}
	form := url.Values{"problem": {"tinyurl"}, "role": {"alone"}, "minutes": {"own"}, "pace": {"strict"}, "name": {""},
		"plan-clarification": {"1"}, "plan-high-level": {"2"}, "plan-deep-dive": {"3"}, "plan-follow-up": {"4"}}
	if got := fetch(browser.PostForm(s.URL+"/", form)); !strings.Contains(got, "Give a name") || !strings.Contains(got, `value="own" checked`) {
		t.Error("a fault does not stand on the page, or what was entered is lost")
	}
	form.Set("name", "Dana <b>")
	if got := fetch(browser.PostForm(s.URL+"/", form)); !strings.HasPrefix(got, "/s/") || !strings.Contains(got, "Design a URL shortening service") {
		t.Errorf("the form led to %.200s", got)
	}
	for range 200 {
		got := fetch(browser.Get(s.URL + "/"))
		if strings.Contains(got, "Still open") {
			if strings.Contains(got, "<b>\"") || !strings.Contains(got, "Dana &lt;b&gt;") {
				t.Error("the name is not escaped")
			}
			return
		}
	}
	t.Error("the session is not listed as still open")
}

// TestALinksKeyWorksForPrograms dials with the key of a link, as a program may.
func TestALinksKeyWorksForPrograms(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	ana := servertest.Dial(t, s.URL, one.ID, one.Invites["candidate"], "client-ana")
	ana.Must("ready.set", `{"ready":true}`)
	if _, err := servertest.TryDial(t, s.URL, one.ID, one.Invites["candidate"], "client-ana2"); err != nil {
		t.Fatal(err)
	}
	// Somebody who exchanges the same key is somebody else.
	if key := one.Join(t, s.URL, "candidate", "Bea"); key == one.Invites["candidate"] {
		t.Error("the key was not exchanged")
	}
}

// TestTheRoomsScriptIsSmall holds all that the room's page loads to 250 KB, compressed.
func TestTheRoomsScriptIsSmall(t *testing.T) {
	total := 0
	err := fs.WalkDir(static.Files, ".", func(path string, d fs.DirEntry, err error) error {
		room := strings.HasPrefix(path, "js/session/") || strings.HasPrefix(path, "js/board/") || strings.HasPrefix(path, "js/store/") ||
			path == "js/names.js" || path == "js/printable.js" || path == "js/isolated.js" || path == "js/theme.js" || path == "vendor/codemirror.js" || path == "vendor/lit.js"
		if err != nil || d.IsDir() || !room || !strings.HasSuffix(path, ".js") || strings.HasSuffix(path, ".test.js") {
			return err
		}
		raw, err := fs.ReadFile(static.Files, path)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(raw); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		total += b.Len()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the room's script is %d bytes, compressed", total)
	if total > 250_000 || total < 50_000 {
		t.Errorf("the room's script is %d bytes, compressed", total)
	}
}
