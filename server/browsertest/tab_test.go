// Package browsertest plays mockroom in real Chromium windows. Without Chromium its tests skip with
// one line; MOCKROOM_BROWSER_TESTS=required forbids that.
package browsertest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long anything in a browser may take.
const patience = 30 * time.Second

// pollEvery is how often a condition is looked at.
const pollEvery = 50 * time.Millisecond

// host is a plain-http name that is not localhost, so that pages are no secure context.
const host = "mock.test"

func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("MOCKROOM_BROWSER_TESTS") == "required" {
		t.Fatal("there is no Chromium here, and the browser tests are required")
	}
	t.Skip("no Chromium here: the browser tests are skipped")
	return ""
}

// browser is one person's browser, with a profile of its own.
type browser struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	faults []string
	hosts  map[string]bool
	// examined says that axe has run on this page.
	examined bool
}

func newBrowser(t testing.TB, dark bool) *browser {
	t.Helper()
	return newBrowserWith(t, dark)
}

// newBrowserWith is newBrowser with further switches.
func newBrowserWith(t testing.TB, dark bool, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("host-resolver-rules", "MAP "+host+" 127.0.0.1"), chromedp.WindowSize(1360, 850),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		closing, done := context.WithTimeout(ctx, patience)
		defer done()
		_ = chromedp.Cancel(closing)
		cancel()
	})
	b := &browser{t: t, ctx: ctx, hosts: map[string]bool{}}
	b.listen(ctx)
	b.run(network.Enable(), cdplog.Enable(), page.Enable())
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	// Without motion a colour is at its end at once, and contrast is measured there.
	b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}))
	return b
}

// listen collects what must not be: exceptions, blocked resources, requests to other hosts.
func (b *browser) listen(ctx context.Context) {
	chromedp.ListenTarget(ctx, func(event any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.faults = append(b.faults, e.ExceptionDetails.Error())
		case *page.EventFrameNavigated:
			b.examined = false
		case *cdplog.EventEntryAdded:
			if b.examined && strings.HasPrefix(e.Entry.Text, "Applying inline style") {
				return
			}
			if e.Entry.Source == cdplog.SourceSecurity || strings.Contains(e.Entry.Text, "Content Security Policy") {
				b.faults = append(b.faults, e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			if rest, ok := strings.CutPrefix(e.Request.URL, "http"); ok {
				name, _, _ := strings.Cut(strings.TrimLeft(rest, "s:/"), "/")
				b.hosts[name] = true
			}
		}
	})
}

// clean fails the test for anything that listen has collected.
func (b *browser) clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Errorf("in the browser: %s", f)
	}
	for name := range b.hosts {
		if !strings.HasPrefix(name, host+":") {
			b.t.Errorf("a request to %s", name)
		}
	}
}

func (b *browser) run(actions ...chromedp.Action) {
	b.t.Helper()
	// The first run starts the browser, which lives as long as its context: no deadline there.
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(url string) { b.t.Helper(); b.run(chromedp.Navigate(url)) }

// eval runs an expression and reads its value.
func (b *browser) eval(js string) (value any) {
	b.t.Helper()
	b.run(chromedp.Evaluate(js, &value, awaited))
	return value
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// until waits for an expression to hold.
func (b *browser) until(js string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		var ok bool
		err := chromedp.Run(b.ctx, chromedp.Evaluate("Promise.resolve("+js+").then(Boolean)", &ok, awaited))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			b.shot("until-failed")
			b.t.Fatalf("never came: %s (%v)\non %v", js, err, b.eval("document.title + ': ' + document.body.innerText.slice(0, 800)"))
		}
		<-time.After(pollEvery)
	}
}

// text waits for words on the page.
func (b *browser) text(words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.body.innerText.includes(%q)", words))
}

// keys types into whatever has the focus.
func (b *browser) keys(keys string) { b.t.Helper(); b.run(chromedp.KeyEvent(keys)) }

// press is keys for the room: the focus leaves any field first.
func (b *browser) press(keys string) {
	b.t.Helper()
	b.eval("document.activeElement?.blur()")
	b.keys(keys)
}

// tabTo moves the focus by Tab, as somebody without a mouse does, until an expression holds of it.
func (b *browser) tabTo(js string) {
	b.t.Helper()
	for range 300 {
		if b.eval("(e => Boolean("+js+"))(document.activeElement)") == true {
			return
		}
		b.keys(kb.Tab)
	}
	b.t.Fatalf("Tab never comes to %s", js)
}

// enter presses the button or link with these words by keyboard alone.
func (b *browser) enter(words string) {
	b.t.Helper()
	b.text(words)
	b.tabTo(fmt.Sprintf(`e.matches("button, a, summary") && e.innerText.trim().startsWith(%q)`, words))
	b.keys(kb.Enter)
}

func (b *browser) focusBoard() {
	b.t.Helper()
	b.until(`document.querySelector(".cm-content")?.contentEditable === "true"`)
	b.press("b")
	b.until(`document.activeElement?.classList.contains("cm-content")`)
	b.keys(kb.End)
}

func (b *browser) board() string {
	b.t.Helper()
	return fmt.Sprint(b.eval(`[...document.querySelectorAll(".cm-line")].map(l => { const c = l.cloneNode(true); c.querySelectorAll(".cm-remote-name").forEach(n => n.remove()); return c.textContent }).join("\n")`))
}

// shot keeps a picture where MOCKROOM_SHOTS names a folder.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("MOCKROOM_SHOTS")
	if dir == "" {
		return
	}
	var png []byte
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().Do(ctx)
		return err
	}))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// narrow makes the window as wide as a phone, wide as a desk.
func (b *browser) narrow() { b.run(chromedp.EmulateViewport(390, 844)) }
func (b *browser) wide()   { b.run(chromedp.EmulateViewport(1360, 850)) }

// wire is the cable between a browser and the server, which a test can pull.
type wire struct {
	URL    string
	target string

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
}

func newWire(t testing.TB, url string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	w := &wire{URL: "http://" + host + ":" + port, target: strings.TrimPrefix(url, "http://"), conns: map[net.Conn]bool{}}
	t.Cleanup(func() {
		_ = listener.Close()
		w.pull()
	})
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	return w
}

func (w *wire) carry(c net.Conn) {
	far, err := net.Dial("tcp", w.target)
	if err != nil {
		_ = c.Close()
		return
	}
	w.mu.Lock()
	if w.cut {
		_ = c.Close()
		_ = far.Close()
	}
	w.conns[c], w.conns[far] = true, true
	w.mu.Unlock()
	pipe := func(to, from net.Conn) {
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			if n > 0 {
				if _, err := to.Write(buffer[:n]); err != nil {
					break
				}
			}
			if err != nil {
				break
			}
		}
		_ = to.Close()
		_ = from.Close()
	}
	go pipe(far, c)
	pipe(c, far)
}

// pull cuts every connection and lets none through until mend.
func (w *wire) pull() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for c := range w.conns {
		_ = c.Close()
	}
	w.conns = map[net.Conn]bool{}
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
}
