package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/servertest"
)

// largeBoard is 60 KiB of what an hour leaves behind, with three diagrams in it.
func largeBoard() string {
	var b strings.Builder
	for section := range 3 {
		fmt.Fprintf(&b, "## Picture %d\n\n```mermaid\nflowchart LR\n", section)
		for box := range 12 {
			fmt.Fprintf(&b, "  n%d[Service %d] -->|calls| n%d[Service %d]\n", box, box, box+1, box+1)
		}
		b.WriteString("```\n\n")
	}
	b.WriteString("```calc\nlinks = 100 M / month\nwrites = links\n```\n\n")
	for line := 0; b.Len() < 60<<10; line++ {
		if line%40 == 0 {
			fmt.Fprintf(&b, "\n## Part %d\n\n", line/40)
		}
		fmt.Fprintf(&b, "- decision %d: keep it in one place, name the price, and say when the other choice is right\n", line)
	}
	return b.String()
}

// measure notes in the page how long a key takes to the next painted frame, and when words came into
// the preview.
const measure = `(() => {
  window.keyTimes = [];
  document.querySelector(".cm-content").addEventListener("keydown", e => {
    const began = e.timeStamp;
    requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => keyTimes.push(performance.now() - began); c.port2.postMessage(0) });
  }, true);
  window.shownAfter = words => new Promise(done => {
    const began = performance.now(), pane = document.querySelector("article.prose");
    const look = () => pane.textContent.includes(words) && (watch.disconnect(), done(performance.now() - began), true);
    const watch = new MutationObserver(look);
    if (!look()) watch.observe(pane, { childList: true, subtree: true, characterData: true });
  });
})()`

// BenchmarkTypingBesideAPartner types at the end of a board of 60 KiB with three diagrams, source and
// preview side by side, while the partner types at its beginning, both at 8 edits a second. It reports
// the time from a key to the next painted frame, and from a word's last key to the word in the preview.
func BenchmarkTypingBesideAPartner(b *testing.B) {
	s := servertest.New(b)
	w := newWire(b, s.URL)
	one := servertest.Open(b, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	ben := servertest.Dial(b, s.URL, one.ID, one.Key, "client-ben-1")
	ana := newBrowser(b, false)
	ana.wide()
	enter(ana, w.URL+"/s/"+one.ID+"/candidate#"+one.Invites["candidate"], "Ana")
	ben.Must("interview.start", `{"anyway":true}`)
	text := largeBoard()
	ben.Must("board.edit", fmt.Sprintf(`{"client":"editor-ben-1","version":0,"updates":[{"client":"editor-ben-1","k":1,"changes":[[0,"%s"]]}]}`, strings.ReplaceAll(text, "\n", `","`)))
	ana.focusBoard()
	ana.eval(`document.querySelector(".segment [aria-pressed]:nth-child(2)").click()`)
	ana.until(`document.querySelectorAll("figure.diagram img").length === 3`)
	ana.focusBoard()
	ana.run(chromedp.KeyEvent(kb.End, chromedp.KeyModifiers(input.ModifierCtrl)))
	ana.keys(kb.Enter + kb.Enter)
	ana.eval(measure)

	stop := make(chan struct{})
	var typing sync.WaitGroup
	typing.Go(func() {
		tick := time.NewTicker(time.Second / 8)
		defer tick.Stop()
		for k := uint64(2); ; k++ {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			if err := ben.TryDo("board.edit", fmt.Sprintf(`{"client":"editor-ben-1","version":%d,"updates":[{"client":"editor-ben-1","k":%d,"changes":[3,[0,"x"],%d]}]}`, ben.Version, k, ben.Board.Len()-3)); err != nil {
				b.Errorf("the partner: %v", err)
				return
			}
		}
	})
	var shown []float64
	pace := time.NewTicker(time.Second / 8)
	defer pace.Stop()
	for n := range b.N {
		word := fmt.Sprintf("decided%d", n)
		for _, letter := range word {
			<-pace.C
			ana.keys(string(letter))
		}
		shown = append(shown, ana.eval(fmt.Sprintf(`shownAfter(%q)`, word)).(float64))
		ana.keys(kb.Enter + kb.Enter)
	}
	close(stop)
	typing.Wait()
	var keys []float64
	for _, v := range ana.eval(`keyTimes`).([]any) {
		keys = append(keys, v.(float64))
	}
	for name, list := range map[string][]float64{"key": keys, "preview": shown} {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name+"-p50-ms")
		b.ReportMetric(list[len(list)*95/100], name+"-p95-ms")
		b.ReportMetric(list[len(list)-1], name+"-max-ms")
	}
	b.ReportMetric(0, "ns/op")
}
