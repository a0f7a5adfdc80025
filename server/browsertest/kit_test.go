package browsertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// inserts opens the palette by key, finds an entry and takes every step as it is offered.
func (b *browser) inserts(query string, steps int) {
	b.t.Helper()
	b.run(chromedp.KeyEvent("k", chromedp.KeyModifiers(input.ModifierCtrl)))
	b.until(`document.activeElement?.id === "insert-field"`)
	b.keys(query)
	b.until(`document.querySelectorAll(".insert__list li").length > 0`)
	for range steps {
		b.keys(kb.Enter)
	}
	b.until(`!document.querySelector(".insert")`)
}

// fits fails where a page of a phone's width scrolls sideways.
func (b *browser) fits(where string) {
	b.t.Helper()
	b.narrow()
	if wide := b.eval(`document.documentElement.scrollWidth > innerWidth + 1`); wide == true {
		b.t.Errorf("%s scrolls sideways at a phone's width: %v", where, b.eval(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.tagName + "." + e.className).join(", ")`))
	}
	b.wide()
}

// TestWholeInterviews carries 45 minutes on each problem with every kind of card: an answer told, three
// rungs of a hint that was asked for, a probe, a follow-up, a note, the chat, a diagram drawn by somebody
// who types no Mermaid, scores against the problem's anchors, and the review. By keyboard alone.
func TestWholeInterviews(t *testing.T) {
	for _, test := range []struct{ problem, find, told, dive, anchor, design, help string }{
		{"tinyurl", "abuse", "Daily business", "Where does uniqueness come from?", "A latecomer could retell both paths", "Redirect service", "normal"},
		{"newsfeed", "deleted", "gone from every feed within 10 seconds", "Who pays for a post: writer or reader?", "what happens when somebody posts", "Fan-out workers", "guided"},
		{"uber", "tunnel", "daily business", "Two riders, one driver", "retell one ride from the board", "Positions in memory", "exam"},
	} {
		t.Run(test.problem, func(t *testing.T) {
			s := servertest.New(t)
			w := newWire(t, s.URL)
			one := servertest.Open(t, s.URL, fmt.Sprintf(`{"problem":%q,"name":"Ben","role":"interviewer","minutes":45,"help":%q}`, test.problem, test.help))
			ben, ana := newBrowser(t, false), newBrowser(t, true)
			ben.open(w.URL + "/s/" + one.ID + "/interviewer#" + one.Key)
			ben.tabTo(`e.id === "name"`)
			ben.keys("Ben" + kb.Enter)
			ben.until(`document.querySelector(".lobby")`)
			ben.fits("the interviewer's lobby")
			enter(ana, w.URL+"/s/"+one.ID+"/candidate#"+one.Invites["candidate"], "Ana")
			ana.press("r")
			ben.text("Ana is ready.")
			ben.enter("Start the clock")
			ana.until(`document.activeElement?.classList.contains("cm-content")`)
			ben.until(`document.querySelector("#script .ladder")`)

			ben.press("/")
			ben.keys(test.find + kb.Enter)
			ana.text(test.told)
			ana.press("")
			ana.enter("Put on the board")
			ben.until(`document.querySelector(".tell .told")`)
			ana.press("")
			ana.enter("Ask for a hint")
			ben.text("Ana asks for a hint.")
			for rung := 1; rung <= 3; rung++ {
				ben.press("h")
				ben.until(`document.activeElement?.id === "confirm-yes"`)
				if rung == 2 {
					axe(ben, "the question whether to give a hint")
					ben.shot(test.problem + "-hint")
				}
				ben.keys(kb.Enter)
				ana.until(fmt.Sprintf(`document.querySelectorAll(".answers li.hint").length === %d`, rung))
				if rung < 3 {
					// The next key is for the rung that stands next on Ben's own screen.
					ben.until(fmt.Sprintf(`document.querySelectorAll(".ladder li.given").length === %d`, rung))
				}
			}
			if test.help != "exam" {
				ana.focusBoard()
				ana.keys(kb.End + kb.Enter + "out of scope: billing" + kb.Enter)
				ben.until(`[...document.querySelectorAll(".coverage .seen")].some(e => /left out/.test(e.textContent))`)
			} else {
				ben.text("nobody is told what the checklist has seen")
			}
			next(t, s, ben, ana, "High-level")
			if test.help == "guided" {
				ana.text("Seen on the board so far")
				ana.text("Something is explicitly left out.")
			}

			ana.focusBoard()
			ana.run(chromedp.KeyEvent(kb.End, chromedp.KeyModifiers(input.ModifierCtrl)))
			ana.keys(kb.Enter + "## Numbers" + kb.Enter)
			ana.inserts("estimate", 1)
			ana.until(`[...document.querySelectorAll(".cm-line .cm-result")].some(chip => chip.innerText === "5,790/s")`)
			ben.text("Ana is in Numbers")
			ana.run(chromedp.KeyEvent(kb.End, chromedp.KeyModifiers(input.ModifierCtrl)))
			ana.keys(kb.Enter + "## Picture" + kb.Enter)
			ana.inserts("client", 3)
			ana.inserts("service", 3)
			ana.inserts("cache", 3)
			for _, b := range []*browser{ana, ben} {
				b.until(`[...document.querySelectorAll("figure.diagram img")].some(i => i.alt.includes("Service to Cache") && i.naturalWidth > 100)`)
			}
			ana.run(chromedp.KeyEvent("k", chromedp.KeyModifiers(input.ModifierCtrl)))
			ana.until(`document.activeElement?.id === "insert-field"`)
			axe(ana, "the palette")
			ana.shot(test.problem + "-palette")
			ana.keys(kb.Escape)
			ana.keys(kb.Enter + "  Service --> [")
			ana.until(`/is not a diagram yet/.test(document.querySelector("figure.diagram figcaption")?.innerText)`)
			ana.until(`document.querySelector("figure.diagram img").naturalWidth > 100`)
			axe(ben, "the script")
			axe(ana, "the picture")
			ben.shot(test.problem + "-script")
			ana.shot(test.problem + "-candidate")
			ana.fits("the candidate's room")
			ben.fits("the interviewer's room")

			ben.press("m")
			ben.until(`document.activeElement?.id === "notes"`)
			ben.keys("never saw a figure for peaks")
			ben.until(`document.querySelector("#notes").value === "never saw a figure for peaks"`)
			ana.press("c")
			ana.until(`document.activeElement?.id === "chat-field"`)
			ana.keys("One minute, please." + kb.Enter)
			ben.text("One minute, please.")
			next(t, s, ben, ana, "Deep dive")
			ben.press("a")
			ana.text(test.dive)
			ben.shot(test.problem + "-dive")
			next(t, s, ben, ana, "Follow-up")
			ben.until(`document.querySelector("#deal")`)
			ben.press(kb.Enter)
			ana.until(`document.querySelector(".answers .card")`)
			ben.until(`document.querySelector("#h-dealt")`)
			ben.shot(test.problem + "-card")
			next(t, s, ben, ana, "Scoring")

			for _, b := range []*browser{ben, ana} {
				b.until(`document.querySelector(".criteria")`)
				b.press(kb.ArrowUp + kb.ArrowUp)
				b.text(test.anchor)
			}
			ben.fits("scoring")
			scoreAll(ben, "3")
			scoreAll(ana, "1")
			ben.enter("Show both")
			ana.text("Ben is ready to look.")
			ana.enter("Show both")
			for _, b := range []*browser{ben, ana} {
				b.until(`location.pathname.endsWith("/review")`)
				for _, words := range []string{"From the checklists", "Nobody asked", "Probes and follow-ups", test.dive, test.told, "talk about this first", "By the rule", "Reference design"} {
					b.text(words)
				}
				b.until(`document.querySelectorAll("#given ~ * time, section:has(#given) time").length >= 6`)
				b.until(`[...document.querySelectorAll(".compare__design figure.diagram img")].some(i => i.alt.includes(` + fmt.Sprintf("%q", test.design) + `) && i.naturalWidth > 300)`)
			}
			ben.text("never saw a figure for peaks")
			ana.tabTo(`e.name === "prepared"`)
			ana.keys(" ")
			for _, field := range []string{"listened", "fair", "again"} {
				ana.tabTo(fmt.Sprintf(`e.name === %q`, field))
				ana.keys(" " + kb.ArrowRight)
			}
			ana.enter("Tell Ben")
			ana.text("Would not do it again")
			axe(ana, "review with the kit")
			ana.shot(test.problem + "-review")
			ana.fits("the review")

			ana.open(w.URL + "/problems/" + test.problem)
			ana.text("Scored")
			axe(ana, "problem")
			ana.shot(test.problem + "-page")
			ana.fits("the problem's page")
			ana.enter("Study it")
			ana.enter("Study it now")
			ana.text("You know the answers now")
			ana.open(w.URL)
			ana.until(`[...document.querySelectorAll("#problems tbody tr")].some(r => /done \d/.test(r.innerText))`)
			ana.fits("the first page")
			ben.clean()
			ana.clean()
		})
	}
}

// next moves on by key and waits until both are there; a minute passes.
func next(t *testing.T, s *servertest.Server, ben, ana *browser, phase string) {
	t.Helper()
	s.Clock.Step(interview.Minute)
	ben.press("n")
	ben.text("Move to " + phase)
	ben.press(kb.Enter)
	for _, b := range []*browser{ana, ben} {
		b.until(fmt.Sprintf(`document.querySelector(".clock b")?.innerText === %q`, phase))
		if phase != "Scoring" {
			b.until(fmt.Sprintf(`document.querySelector(".phase-card h2")?.innerText === %q`, phase))
		}
	}
}

// TestDiagramsStayInTheirFrame draws what somebody hostile would write: nothing of it reaches the page
// or another server, and what would freeze the tab becomes a sentence.
func TestDiagramsStayInTheirFrame(t *testing.T) {
	var reached atomic.Int64
	evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer evil.Close()
	port := evil.URL[strings.LastIndex(evil.URL, ":"):]
	away := "http://" + host + port
	many := "flowchart LR\n"
	for i := range 2000 {
		many += fmt.Sprintf("n%d\n", i)
	}
	sources := []string{
		`flowchart LR
A["<img src=x onerror=parent.document.title='owned'>"] --> B`,
		`flowchart LR
A["<script>top.owned = 1</script>"] --> B
click A href "javascript:parent.document.title='owned'"
click B call owned()`,
		`%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}, "themeCSS": "* { background: url(` + away + `/css) }", "fontFamily": "x; src: url(` + away + `/font)"}}%%
flowchart LR
A["<b onmouseover=alert(1)>x</b>"] --> B
style A fill:url(` + away + `/fill)`,
		`flowchart LR
A@{ img: "` + away + `/picture.png", label: "x", w: 60, h: 60 } --> B
B["<img src='` + away + `/label.png'>"]`,
		`---
config:
  securityLevel: loose
  themeCSS: "@import url(` + away + `/import);"
---
sequenceDiagram
A->>B: <iframe src="` + away + `/frame">`,
		many,
		strings.Repeat("x", 60<<10),
	}
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	candidate := servertest.Dial(t, s.URL, one.ID, one.Join(t, s.URL, "candidate", "Ana"), "client-ana-1")
	servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1").Must("interview.start", `{"anyway":true}`)
	length := 0
	for i, source := range sources {
		block := "```mermaid\n" + source + "\n```\n\n"
		update := map[string]any{"client": "editor-ana-1", "version": i, "updates": []any{map[string]any{"client": "editor-ana-1", "k": i + 1, "changes": changesAppending(length, block)}}}
		raw, err := json.Marshal(update)
		if err != nil {
			t.Fatal(err)
		}
		candidate.Must("board.edit", string(raw))
		length += len(block)
	}
	ben := newBrowser(t, false)
	ben.open(w.URL + "/s/" + one.ID + "/interviewer#" + one.Key)
	ben.tabTo(`e.id === "name"`)
	ben.keys("Ben" + kb.Enter)
	ben.until(fmt.Sprintf(`document.querySelectorAll("figure.diagram").length === %d`, len(sources)))
	ben.until(`[...document.querySelectorAll("figure.diagram")].every(f => f.querySelector("img")?.naturalWidth > 0 || f.querySelector("figcaption"))`)
	ben.text("too large to draw: 2,001 lines")
	ben.text("too large to draw: 61 KiB")
	if ben.eval(`document.title.includes("owned") || "owned" in window`) == true {
		t.Error("a diagram has reached the page")
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("%d requests left the frame", n)
	}
	drawn := ben.eval(`[...document.querySelectorAll("figure.diagram img")].length`)
	if drawn.(float64) < 2 {
		t.Errorf("only %v of the diagrams were drawn at all", drawn)
	}
	ben.shot("hostile-diagrams")
	ben.clean()
}

// changesAppending is the change set that puts a text at the end.
func changesAppending(length int, text string) []any {
	insert := []any{0}
	for _, line := range strings.Split(text, "\n") {
		insert = append(insert, line)
	}
	if length == 0 {
		return []any{insert}
	}
	return []any{length, insert}
}
