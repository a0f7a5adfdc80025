package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// openRoom opens a room as interviewer and gives its links.
func openRoom(t *testing.T, ben *browser, url, name string) map[string]string {
	t.Helper()
	ben.open(url)
	ben.until(`document.querySelector("#filter:not([hidden])")`)
	ben.tabTo(`e.name === "role"`)
	ben.keys(kb.ArrowRight)
	ben.tabTo(`e.id === "f-name"`)
	ben.keys(name + kb.Enter)
	ben.until(`document.querySelector(".lobby")`)
	var links map[string]string
	raw := fmt.Sprint(ben.eval(`localStorage.getItem(Object.keys(localStorage).find(k => k.startsWith("mockroom.links.")))`))
	if err := json.Unmarshal([]byte(raw), &links); err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	return links
}

// enter comes in by a link.
func enter(b *browser, link, name string) {
	b.t.Helper()
	b.open(link)
	b.until(`document.querySelector("#name")`)
	b.tabTo(`e.id === "name"`)
	b.keys(name + kb.Enter)
	b.until(`document.querySelector(".lobby, .room, .scoring")`)
}

// same waits until two boards agree and hold all words.
func same(a, b *browser, words ...string) {
	a.t.Helper()
	for range 200 {
		x, y := a.board(), b.board()
		missing := false
		for _, w := range words {
			missing = missing || !strings.Contains(x, w)
		}
		if x == y && !missing {
			return
		}
		<-time.After(pollEvery)
	}
	a.t.Fatalf("the boards differ, or lack %q:\n%q\n%q", words, a.board(), b.board())
}

// scoreAll fills in a card by keyboard alone; each score rests on two pins of the moment that the
// replay shows.
func scoreAll(b *browser, score string) {
	b.t.Helper()
	b.until(`document.querySelector(".criteria") && document.querySelector(".scoring .replay__pin")`)
	b.press("")
	for range 6 {
		b.press(kb.ArrowUp)
	}
	for range 6 {
		b.keys(score + "+-")
		b.press(kb.ArrowDown)
	}
	for _, field := range []string{"recommendation", "confidence", "level"} {
		b.tabTo(fmt.Sprintf(`e.name === %q`, field))
		b.keys(" " + kb.ArrowRight)
	}
	b.tabTo(`e === document.querySelectorAll(".verdict textarea")[1]`)
	b.keys("Say what the browser does tomorrow.")
	b.until(`document.querySelector(".lockbar")?.innerText.includes("Complete.")`)
	b.press("l")
	b.until(`document.activeElement?.id === "confirm-yes"`)
	b.keys(kb.Enter)
}

// TestTwoPeopleGoThroughTinyURL is the product: create, join by link, ready, four phases, both
// typing at once, offline typing merged, a closed tab's edits merged, pause, overtime, scores,
// reveal, review. On a plain-http origin that is not localhost.
func TestTwoPeopleGoThroughTinyURL(t *testing.T) {
	s := servertest.New(t)
	bensWire, anasWire := newWire(t, s.URL), newWire(t, s.URL)
	ben, ana := newBrowser(t, false), newBrowser(t, true)
	links := openRoom(t, ben, bensWire.URL, "Ben")
	if ben.eval(`isSecureContext`) != false {
		t.Fatal("this origin was to be no secure context")
	}
	ben.shot("lobby-light")
	key := links["candidate"][strings.Index(links["candidate"], "/s/"):]
	enter(ana, anasWire.URL+key, "Ana")
	if strings.Contains(fmt.Sprint(ana.eval(`location.href + document.title`)), "#") {
		t.Error("the key is still in the address")
	}
	if strings.Contains(fmt.Sprint(ana.eval(`document.documentElement.outerHTML`)), "shortens web addresses") {
		t.Error("the candidate has the prompt in the lobby")
	}
	axe(ben, "lobby")
	axe(ana, "lobby")
	ana.press("r")
	ben.text("Ana is ready. Start when you are.")
	ana.narrow()
	ana.shot("lobby-dark-narrow")
	ana.wide()
	ben.enter("Start the clock")
	ana.until(`document.activeElement?.classList.contains("cm-content")`)
	ben.text("Clarification")

	ben.focusBoard()
	ana.focusBoard()
	for _, word := range []string{"alpha ", "beta ", "gamma "} {
		ana.keys(word)
		ben.keys(strings.ToUpper(word))
	}
	same(ana, ben, "alpha", "beta", "gamma", "ALPHA", "BETA", "GAMMA")
	ana.until(`document.querySelector(".save-state").dataset.state === "saved"`)
	axe(ben, "room, interviewer")
	axe(ana, "room, candidate")
	ana.shot("room-candidate-dark")
	ben.shot("room-interviewer-light")
	ana.narrow()
	ana.shot("room-candidate-dark-narrow")
	ana.wide()

	// Offline, both go on typing; what was typed merges on return.
	anasWire.pull()
	ana.until(`document.querySelector(".save-state").dataset.state !== "saved"`)
	ana.focusBoard()
	ana.keys("typed offline ")
	ben.focusBoard()
	ben.keys(kb.Home + "meanwhile ")
	ana.until(`document.querySelector(".cm-unsaved")`)
	ana.shot("room-offline-dark")
	anasWire.mend()
	ana.eval(`dispatchEvent(new Event("online"))`)
	same(ana, ben, "typed offline", "meanwhile")

	// A tab closed with unsent edits, opened again later.
	anasWire.pull()
	ana.until(`document.querySelector(".save-state").dataset.state !== "saved"`)
	ana.focusBoard()
	ana.keys("typed before closing ")
	ana.until(`new Promise(done => { const q = indexedDB.open("mockroom"); q.onsuccess = () => { const g = q.result.transaction("pending").objectStore("pending").getAll(); g.onsuccess = () => { done(g.result.some(r => r.updates.length >= 20)); q.result.close() } } })`)
	room := fmt.Sprint(ana.eval(`location.pathname`))
	ana.open("about:blank")
	anasWire.mend()
	ana.open(anasWire.URL + room)
	ana.until(`document.querySelector(".cm-content")`)
	ben.until(`document.querySelector(".cm-content").innerText.includes("typed before closing")`)
	same(ana, ben, "typed before closing")

	// Pause and go on, by key; the clock stands meanwhile.
	ana.press("p")
	ben.text("Ana asks for a pause.")
	ben.press("p")
	ana.text("Paused by Ben")
	s.Clock.Step(10 * interview.Minute)
	ana.until(`document.querySelector(".clock").dataset.state === "paused"`)
	ben.until(`document.querySelector(".clock").dataset.state === "paused" && document.querySelector(".save-state").dataset.state === "saved"`)
	ben.shot("room-paused")
	ben.press("p")
	ana.text("Goes on in")
	s.Clock.Step(4 * interview.Second)
	ana.until(`document.querySelector(".clock").dataset.state === "run"`)

	// Overtime, then through the phases by keyboard.
	s.Clock.Step(7*interview.Minute + 30*interview.Second)
	ana.until(`document.querySelector(".clock").dataset.state === "over"`)
	ben.shot("room-overtime")
	for _, phase := range []string{"High-level", "Deep dive", "Follow-up", "Scoring"} {
		ben.press("n")
		ben.text("Move to " + phase)
		ben.press(kb.Enter)
		for _, b := range []*browser{ana, ben} {
			b.until(fmt.Sprintf(`document.querySelector(".clock b")?.innerText === %q`, phase))
		}
		s.Clock.Step(interview.Minute)
	}
	axe(ben, "scoring")
	scoreAll(ben, "4")
	ana.shot("scoring-dark")
	axe(ana, "scoring")
	scoreAll(ana, "2")
	ben.text("Both are locked.")
	ben.shot("reveal")
	ben.enter("Show both")
	ana.text("Ben is ready to look.")
	ana.enter("Show both")
	for _, b := range []*browser{ben, ana} {
		b.until(`location.pathname.endsWith("/review")`)
		b.text("Largest difference")
		b.text("2 and 4")
		b.text("typed before closing")
		b.until(`document.activeElement?.id === "scores"`)
	}
	axe(ben, "review")
	axe(ana, "review")
	ben.shot("review-light")
	ana.narrow()
	ana.shot("review-dark-narrow")
	ben.open(bensWire.URL)
	ben.text("Your past sessions")
	axe(ben, "home")
	ben.clean()
	ana.clean()
}

// TestAlone is practice alone: timed phases that move on by themselves, and one's own score.
func TestAlone(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	me := newBrowser(t, false)
	me.open(w.URL)
	me.until(`document.querySelector("#filter:not([hidden])")`)
	me.shot("home-light")
	me.narrow()
	me.shot("home-light-narrow")
	me.wide()
	me.tabTo(`e.name === "role"`)
	me.keys(kb.ArrowRight + kb.ArrowRight)
	me.tabTo(`e.id === "f-name"`)
	me.keys("Dana" + kb.Enter)
	me.text("Start when you are ready.")
	me.enter("Start the clock")
	me.focusBoard()
	me.keys("## Scope")
	me.until(`document.querySelector(".save-state").dataset.state === "saved"`)
	me.press("2")
	me.press("%")
	me.key(2, "+1")
	me.key(5, "−1")
	axe(me, "own pins, alone")
	me.fits("own pins, alone")
	me.shot("alone-light")
	me.narrow()
	me.run(chromedp.Click("#menu-button", chromedp.ByQuery), chromedp.Click(".menu__pins .pinkey:nth-child(4)", chromedp.ByQuery))
	me.until(`document.querySelector(".menu__pins .pinkey:nth-child(4) .tally").textContent === "+1"`)
	me.shot("alone-menu-light-narrow")
	me.keys(kb.Escape)
	me.wide()
	for i, phase := range []string{"High-level", "Deep dive", "Follow-up", "Scoring"} {
		s.Clock.Step([]interview.Duration{7, 16, 15, 7}[i] * interview.Minute)
		me.until(fmt.Sprintf(`document.querySelector(".clock b")?.innerText === %q`, phase))
	}
	scoreAll(me, "3")
	me.until(`location.pathname.endsWith("/review")`)
	me.text("Scope")
	me.clean()
}

// axe fails on findings that are serious or worse, in both themes.
func axe(b *browser, where string) {
	b.t.Helper()
	source, err := os.ReadFile("../../static/node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("MOCKROOM_BROWSER_TESTS") == "required" {
			b.t.Fatal(err)
		}
		return
	}
	// axe tries styles of its own on a page; what the policy says to that is not the page's.
	b.mu.Lock()
	b.examined = true
	b.mu.Unlock()
	b.eval(string(source) + ";0")
	defer b.eval(`delete document.documentElement.dataset.theme`)
	for _, theme := range []string{"light", "dark"} {
		b.eval(fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme))
		b.axeAs(where + ", " + theme)
	}
}

func (b *browser) axeAs(where string) {
	b.t.Helper()
	found := fmt.Sprint(b.eval(`axe.run(document, { resultTypes: ["violations"] }).then(r => r.violations.filter(v => ["serious", "critical"].includes(v.impact)).map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target + " " + n.failureSummary).join("; ")).join("\n"))`))
	if found != "" {
		b.t.Errorf("axe on %s:\n%s", where, found)
	}
}
