package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// keptBoards are what the board of the kept session says, one after the other.
var keptBoards = []string{
	"## Scope\n\n- shorten an address\n- follow one\n",
	"## Scope\n\n- shorten an address\n- follow one\n\n| call | a second |\n|---|---|\n| write | 40 |\n| read | 4000 |\n",
	"## Scope\n\n- shorten an address\n- follow one\n\n```mermaid\nflowchart LR\n  app[App] --> api[Links API]\n```\n",
	"## Scope\n\n- shorten an address\n- follow one\n\n```mermaid\nflowchart LR\n  app[App] --> api[Links API]\n  api --> db[(Links)]\n```\n\n```mermaid\nsequenceDiagram\n  App->>API: POST /links\n  API-->>App: 201\n```\n\n```calc\nwrites = 100 M / month\nreads = writes * 100\n```\n",
}

// keptSession is an interview in which the board came to keptBoards, five minutes apart.
func keptSession(t testing.TB, s *servertest.Server) (one servertest.Session, ana string) {
	t.Helper()
	one = servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	ana = one.Join(t, s.URL, "candidate", "Ana")
	bens := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	anas := servertest.Dial(t, s.URL, one.ID, ana, "client-ana-1")
	bens.Must("interview.start", `{"anyway":true}`)
	before := board.NewText("")
	for i, text := range keptBoards {
		s.Clock.Step(5 * interview.Minute)
		after := board.NewText(text)
		changes, err := json.Marshal(board.Replace(before.Len(), 0, before.Len(), text))
		if err != nil {
			t.Fatal(err)
		}
		anas.Must("board.edit", fmt.Sprintf(`{"client":"editor-ana-1","version":%d,"updates":[{"client":"editor-ana-1","k":%d,"changes":%s}]}`, i, i+1, changes))
		before = after
	}
	anas.Must("chat.say", `{"text":"Is that deep enough?"}`)
	bens.Must("note.write", `{"text":"Ben's own note"}`)
	bens.PinCriteria("Counts before she draws")
	anas.PinCriteria("Counted")
	s.Clock.Step(interview.Minute)
	bens.Must("interview.end", `{}`)
	for _, c := range []*servertest.Client{bens, anas} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"Calm","fix":"Numbers earlier"}}`)
		c.Must("scorecard.lock", `{}`)
	}
	bens.Must("reveal.ready", `{}`)
	anas.Must("reveal.ready", `{}`)
	bothAgree(bens, anas)
	bens.Close()
	anas.Close()
	return one, ana
}

// openKept opens a file from the disk in a browser without any network.
func openKept(t testing.TB, file string, dark bool) *browser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kept.html")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, dark)
	b.run(network.EmulateNetworkConditions(true, 0, -1, -1))
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`new MutationObserver((_, o) => { if (document.querySelector(".timeline__slider")) { window.openedAt = performance.now(); o.disconnect() } }).observe(document, { childList: true, subtree: true })`).Do(ctx)
		return err
	}))
	b.open("file://" + path)
	b.until(`window.openedAt`)
	return b
}

// keptClean fails for every request but that of the file itself, and for everything that was blocked.
func (b *browser) keptClean() {
	b.t.Helper()
	b.clean()
	if len(b.hosts) > 0 {
		b.t.Errorf("a file from the disk asked %v", b.hosts)
	}
}

// TestTheKeptFileNeedsNoServer fetches the one HTML file as curl would and opens it from the disk
// in a browser without a network: report, replay and diagrams are there.
func TestTheKeptFileNeedsNoServer(t *testing.T) {
	s := servertest.New(t)
	one, ana := keptSession(t, s)
	file := export(t, s, one, ana, "html")
	if len(file) > 2<<20 {
		t.Errorf("the file has %d bytes", len(file))
	}
	b := openKept(t, file, false)
	b.until(`document.querySelectorAll(".replay figure.diagram img").length === 2`)
	b.until(`[...document.querySelectorAll(".replay figure.diagram img")].every((i) => i.complete && i.naturalWidth > 50)`)
	b.until(`document.querySelectorAll(".compare__panes > :first-child figure.diagram img").length === 2`)
	b.until(`document.querySelectorAll(".replay table.worksheet tr").length === 2`)
	b.shot("kept-report")
	// Every moment has the board of then, as it reads and as it was written.
	for i, text := range keptBoards {
		b.eval(fmt.Sprintf(`location.hash = "#t=%d"`, (i+1)*300+10))
		b.until(fmt.Sprintf(`document.querySelector(".replay__view .push").innerText === "version %d of %d"`, i+1, len(keptBoards)))
		b.until(fmt.Sprintf(`document.querySelectorAll(".replay figure.diagram img").length === %d`, strings.Count(text, "mermaid")))
		b.until(fmt.Sprintf(`(document.querySelector(".replay .blocks table:not(.worksheet)") !== null) === %v`, strings.Contains(text, "|---|")))
		lines := b.eval(`[...document.querySelectorAll(".lines li")].map((l) => l.textContent).join("\n")`)
		if lines != text {
			t.Errorf("version %d is %q, want %q", i+1, lines, text)
		}
	}
	b.eval(`[...document.querySelectorAll(".replay__view button")].find((e) => e.innerText === "Source").click()`)
	b.until(`document.querySelector(".lines").getClientRects().length > 0`)
	b.eval(`document.querySelector(".replay__view input").click()`)
	b.until(`document.querySelectorAll(".lines .cm-author--candidate").length > 10`)
	b.shot("kept-source")
	b.eval(`location.hash = "#t=10"`)
	b.until(`document.querySelector(".replay__view .push").innerText === "version 0 of 4"`)
	b.press("]")
	b.text("Counts before she draws")
	b.until(`document.querySelector(".replay__view .push").innerText === "version 4 of 4"`)
	b.press(" ")
	b.until(`document.querySelector(".replay__controls [aria-label=Pause]")`)
	b.press(" ")
	b.narrow()
	b.fits("the kept file")
	b.shot("kept-narrow")
	axe(b, "the kept file")
	b.keptClean()
}

// TestACopyLeavesOutWhatIsTicked ticks by keyboard what is to be left out and takes the copy that comes.
func TestACopyLeavesOutWhatIsTicked(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one, _ := keptSession(t, s)
	b := newBrowser(t, false)
	openReview(b, w.URL, one)
	b.eval(`document.querySelector("form.keep").scrollIntoView({ block: "center" })`)
	b.shot("keep-it")
	b.narrow()
	b.fits("the review")
	b.eval(`document.querySelector("form.keep").scrollIntoView({ block: "center" })`)
	b.shot("keep-it-narrow")
	b.wide()
	// The report above has more links than anybody counts.
	b.eval(`(h => { h.tabIndex = -1; h.focus() })(document.getElementById("keep"))`)
	for _, part := range []string{"names", "chat"} {
		b.tabTo(fmt.Sprintf(`e.name === "redact" && e.value === %q`, part))
		b.keys(" ")
	}
	asked := b.eval(`new URLSearchParams(new FormData(document.querySelector("form.keep"), document.querySelector("form.keep button"))).toString()`)
	if asked != "role=observer&redact=names&redact=chat&format=html" {
		t.Fatalf("the form asks for %v", asked)
	}
	status, file := b.fetched(`document.querySelector("form.keep").action + "?" + new URLSearchParams(new FormData(document.querySelector("form.keep"), document.querySelector("form.keep button")))`)
	if status != 200 || strings.Contains(file, "Ana with Ben") || !strings.Contains(file, "Candidate with Interviewer") || !strings.Contains(file, "Names and chat are left out of this copy.") {
		t.Errorf("the copy is %.400s", file)
	}
	b.clean()
}

// fetched is what the page's own origin answers at an address.
func (b *browser) fetched(address string) (status int, text string) {
	b.t.Helper()
	answer := b.eval(`fetch(` + address + `).then(async (a) => ({ status: a.status, text: await a.text() }))`).(map[string]any)
	return int(answer["status"].(float64)), answer["text"].(string)
}

// BenchmarkKeptFile keeps an hour with 20,000 edits, opens the file and scrubs through it. It reports what
// the file weighs, how long the server took, from navigation to the first board, and from one moment to
// another.
func BenchmarkKeptFile(b *testing.B) {
	s := servertest.New(b)
	one, ana, _ := longSession(b, s, 20_000)
	r := rand.New(rand.NewPCG(4, 6))
	var made, opened, jumped, stepped []float64
	for range b.N {
		began := time.Now()
		file := export(b, s, one, ana, "html")
		made = append(made, float64(time.Since(began).Milliseconds()))
		b.ReportMetric(float64(len(file))/1e6, "MB")
		k := openKept(b, file, false)
		opened = append(opened, k.eval(`openedAt`).(float64))
		scrub := func(at string) string {
			return `(() => { const s = document.querySelector(".timeline__slider"); const t = performance.now(); s.value = ` + at + `; s.dispatchEvent(new Event("input")); return performance.now() - t })()`
		}
		for range 50 {
			jumped = append(jumped, k.eval(scrub(fmt.Sprintf("s.max * %f", r.Float64()))).(float64))
		}
		for range 50 {
			stepped = append(stepped, k.eval(scrub("Number(s.value) + 100")).(float64))
		}
	}
	for name, list := range map[string][]float64{"made": made, "open": opened, "jump": jumped, "step": stepped} {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name+"-p50-ms")
		b.ReportMetric(list[len(list)*95/100], name+"-p95-ms")
	}
	b.ReportMetric(0, "ns/op")
}
