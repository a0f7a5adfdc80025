//go:build linux

package browsertest

import (
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/crash/disk"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
	"mockroom/server/servertest"
)

// inBoth takes a screenshot in light and dark, wide and narrow.
func (b *browser) inBoth(name string) {
	b.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}))
		b.wide()
		b.shot(name + "-" + scheme)
		b.narrow()
		b.shot(name + "-" + scheme + "-narrow")
		b.fits(name)
	}
	b.wide()
}

// TestTheDiskIsFull shows a candidate what becomes of their words while the server cannot save.
func TestTheDiskIsFull(t *testing.T) {
	chromium(t)
	folder := t.TempDir()
	mounted, err := disk.Mount(folder, t.TempDir())
	if err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := mounted.Unmount(); err != nil {
			t.Error(err)
		}
	})
	store, err := bolt.Open(filepath.Join(folder, "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s := servertest.On(t, store, room.NewSteppedClock(servertest.Start), room.NewLocalSignals())
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ana := newBrowser(t, false)
	enter(ana, s.URL+"/s/"+one.ID+"/candidate#"+one.Invites["candidate"], "Ana")
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben1")
	ben.Must("interview.start", `{"anyway":true}`)
	ana.until(`document.querySelector(".room")`)
	ana.focusBoard()
	ana.keys("before the disk was full ")
	slot := func(words string) {
		t.Helper()
		ana.until(`document.querySelector(".save-state")?.innerText.trim() === "` + words + `"`)
	}
	slot("Saved")
	var full atomic.Bool
	full.Store(true)
	mounted.Fail(func(op disk.Op) syscall.Errno {
		if op == disk.OpWrite && full.Load() {
			return syscall.ENOSPC
		}
		return 0
	})
	ana.keys("and what came after")
	slot("Not saved. Kept here")
	ana.text("The server cannot save right now.")
	ana.press("")
	ana.tabTo(`e.id === "chat-field"`)
	ana.keys("Do you see this?" + kb.Enter)
	ana.inBoth("disk-full-room")
	slot("Not saved. Kept here")

	eva := newBrowser(t, false)
	eva.open(s.URL)
	eva.until(`document.querySelector("#filter:not([hidden])")`)
	eva.tabTo(`e.id === "f-name"`)
	eva.keys("Eva" + kb.Enter)
	eva.text("The server cannot save, so it starts nothing new")
	eva.inBoth("disk-full-start")

	full.Store(false)
	slot("Saved")
	ana.text("Do you see this?")
	ana.inBoth("disk-full-recovered")
	if status, view := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, ""); status != 200 ||
		view["board"].(map[string]any)["text"] != "before the disk was full and what came after" ||
		len(view["state"].(map[string]any)["chat"].([]any)) != 1 {
		t.Errorf("%d %v %v", status, view["board"], view["state"].(map[string]any)["chat"])
	}
}
