package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// key is what a key of the pin bar says under its name, once the server has all pins.
func (b *browser) key(digit int, tally string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(k => k && k.querySelector("kbd").textContent === "%d" && k.querySelector(".tally").textContent === %q && !k.classList.contains("pinkey--waiting"))([...document.querySelectorAll(".pinkey")].find(k => k.querySelector("kbd").textContent === "%[1]d"))`, digit, tally))
}

// hold puts a finger on a place and takes it away when something holds.
func (b *browser) hold(selector, until string) {
	b.t.Helper()
	place := b.eval(fmt.Sprintf(`(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector(%q).getBoundingClientRect())`, selector)).([]any)
	finger := []*input.TouchPoint{{X: place[0].(float64), Y: place[1].(float64)}}
	touch := func(kind input.TouchType, points []*input.TouchPoint) {
		b.run(chromedp.ActionFunc(func(ctx context.Context) error { return input.DispatchTouchEvent(kind, points).Do(ctx) }))
	}
	touch(input.TouchStart, finger)
	b.until(until)
	touch(input.TouchEnd, []*input.TouchPoint{})
}

// TestPinsByKeyboard carries an interview in which evidence is kept with the eyes on the candidate: keys
// alone, nothing from a field or while a question stands, counted when it is on disk; kept while the
// line is down; by finger on a phone; a mentor's pins are hers, and the candidate gets nothing.
func TestPinsByKeyboard(t *testing.T) {
	s := servertest.New(t)
	wire := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	anaKey, olgaKey := one.Join(t, s.URL, "candidate", "Ana"), one.Join(t, s.URL, "observer", "Olga")
	ana := servertest.Dial(t, s.URL, one.ID, anaKey, "client-ana")
	olga := servertest.Dial(t, s.URL, one.ID, olgaKey, "client-olga")
	ana.KeepAlive()
	olga.KeepAlive()
	ben := newBrowser(t, false)
	enter(ben, wire.URL+"/s/"+one.ID+"/interviewer#"+one.Key, "Ben")
	ben.press("1")
	ana.Must("ready.set", `{"ready":true}`)
	ben.text("Ana is ready.")
	ben.enter("Start the clock")
	ben.until(`document.querySelectorAll(".pinkey").length === 7`)
	if ben.eval(`document.querySelector(".pins")`) != nil {
		t.Error("a key pinned in the lobby")
	}
	write(t, ana, "## Numbers\n\nreads 3,900 a second\n")
	ben.text("reads 3,900 a second")
	s.Clock.Step(90 * interview.Second)

	// For, against, later; the focus stays where it was.
	for digit, keys := range map[int][]string{3: {"3", "3", "#"}, 4: {"$"}, 0: {"0"}} {
		for _, key := range keys {
			ben.press(key)
		}
		ben.key(digit, map[int]string{3: "+2 −1", 4: "−1", 0: "1 to sort"}[digit])
	}
	ben.key(5, "none")
	if focus := ben.eval(`document.activeElement.tagName`); focus != "BODY" {
		t.Errorf("pinning moved the focus to %v", focus)
	}
	ben.text("No pin for Communication, Structured approach, Reliability or Implementation details.")

	// The note of the last one; Enter keeps it, and the keys are text there.
	ben.press("2")
	ben.key(2, "+1")
	ben.press(kb.Enter)
	ben.until(`document.activeElement?.id === "pin-note"`)
	ben.keys("3 figures before the picture")
	axe(ben, "an open pin")
	ben.shot("pins-note-light")
	ben.keys(kb.Enter)
	ben.until(`!document.querySelector("#pin-note") && [...document.querySelectorAll(".pin .what")].some(w => w.innerText.startsWith("3 figures before the picture") && /Structured approach/.test(w.innerText))`)
	ben.key(3, "+2 −1")
	// Escape keeps the pin without one, Backspace takes it back.
	ben.press("1")
	ben.key(1, "+1")
	ben.press(kb.Enter)
	ben.until(`document.activeElement?.id === "pin-note"`)
	ben.keys("never mind" + kb.Escape)
	ben.until(`!document.querySelector("#pin-note")`)
	ben.press("6")
	ben.key(6, "+1")
	ben.press(kb.Backspace)
	ben.key(6, "none")
	ben.key(1, "+1")
	if ben.eval(`document.body.innerText.includes("never mind")`) == true {
		t.Error("Escape kept a note")
	}

	// Nothing from a field, the editor, with Ctrl, or while a question stands.
	ben.press("m")
	ben.until(`document.activeElement?.id === "notes"`)
	ben.keys("55 requests")
	ben.press("v")
	ben.press("v")
	ben.focusBoard()
	ben.keys("555")
	ben.press("v")
	ben.run(chromedp.KeyEvent("5", chromedp.KeyModifiers(input.ModifierCtrl)))
	for _, question := range []string{"n", "h"} {
		ben.press(question)
		ben.until(`document.querySelector("#confirm-yes")`)
		ben.press("5")
		ben.run(chromedp.Click(".pinkey:nth-child(5)", chromedp.ByQuery))
		ben.keys(kb.Escape)
		ben.until(`!document.querySelector("#confirm-yes")`)
	}
	ben.press("?")
	ben.text("pin it against the criterion")
	ben.keys("5" + kb.Escape)
	ben.press("4")
	ben.key(4, "+1 −1")
	ben.key(5, "none")

	// One tab stop, arrows inside.
	ben.tabTo(`e.closest("[role=toolbar][aria-label='Pin this moment']")`)
	ben.keys(kb.End + kb.ArrowLeft + " ")
	ben.key(6, "+1")
	ben.keys(kb.Tab)
	if ben.eval(`document.activeElement.closest("[role=toolbar]")`) != nil {
		t.Error("the bar has more than one tab stop")
	}

	// What waits to be sorted gets its place.
	ben.tabTo(`e.matches(".pin__open") && e.innerText.startsWith("To sort later")`)
	ben.keys(kb.Enter)
	ben.until(`document.activeElement?.id === "pin-note"`)
	ben.tabTo(`e.matches(".pin select")`)
	ben.keys("Reli")
	ben.until(`/for or against/.test(document.querySelector(".pin .what:has([aria-expanded=true])").innerText)`)
	ben.enter("− Against")
	ben.key(5, "−1")
	ben.key(0, "none")
	ben.enter("Done")

	// A mistake of the brief is pinned in its own words, and shows where.
	ben.tabTo(`e.id === "tab-now"`)
	ben.keys(kb.ArrowLeft)
	ben.tabTo(`e.closest(".brief--list li") && e.innerText.startsWith("Pin")`)
	ben.keys(kb.Enter)
	ben.until(`/1:30/.test(document.querySelector(".brief--list .brief__pin")?.innerText)`)
	ben.key(0, "1 to sort")
	ben.shot("pins-brief-light")

	// Offline: shown dashed, not counted, kept over a closed tab, there on return.
	wire.pull()
	ben.until(`document.querySelector(".save-state").dataset.state !== "saved"`)
	ben.press("5")
	ben.until(`document.querySelectorAll(".pin--waiting").length === 1 && document.querySelector(".pinkey--waiting .tally").textContent === "−1"`)
	ben.press(kb.Enter)
	ben.until(`document.activeElement?.id === "pin-note"`)
	ben.keys("followed the lost cache" + kb.Enter)
	ben.shot("pins-offline-light")
	room := fmt.Sprint(ben.eval(`location.pathname`))
	ben.open("about:blank")
	s.Clock.Step(30 * interview.Second)
	wire.mend()
	ben.open(wire.URL + room)
	ben.key(5, "+1 −1")
	ben.text("followed the lost cache")
	ben.until(`document.querySelectorAll(".pin--waiting").length === 0`)

	// By finger on a phone.
	ben.narrow()
	ben.run(emulation.SetTouchEmulationEnabled(true))
	ben.eval(`window.buzzes = [], navigator.vibrate = n => buzzes.push(n)`)
	ben.until(`getComputedStyle(document.querySelector(".pinkey")).display === "grid"`)
	ben.hold(".pinkey:nth-child(1)", `document.querySelector(".pinkey:nth-child(1) .tally").textContent === "+1 −1"`)
	ben.until(`document.querySelector(".pinbar__last")`)
	axe(ben, "pins on a phone")
	ben.fits("pins on a phone")
	ben.narrow()
	ben.shot("pins-phone-light")
	ben.run(chromedp.Click(".pinkey:nth-child(2)", chromedp.ByQuery))
	ben.until(`document.querySelector(".pinkey:nth-child(2) .tally").textContent === "+2"`)
	if buzzes := fmt.Sprint(ben.eval(`buzzes.join()`)); !strings.HasPrefix(buzzes, "10") {
		t.Errorf("the phone buzzed %q", buzzes)
	}
	ben.run(emulation.SetTouchEmulationEnabled(false))
	ben.wide()

	// The pins as the server has them: the moment, and the board of then.
	_, session := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID+"?role=interviewer", one.Key, "")
	raw, _ := json.Marshal(session)
	for _, words := range []string{`"note":"3 figures before the picture"`, `"note":"followed the lost cache"`, `"sign":"against"`} {
		if !strings.Contains(string(raw), words) {
			t.Errorf("the session lacks %s: %s", words, raw)
		}
	}

	// A mentor pins for herself; candidate and observer receive nothing of it all.
	mia := newBrowser(t, true)
	enter(mia, wire.URL+"/s/"+one.ID+"/mentor#"+one.Invites["mentor"], "Mia")
	mia.key(3, "none")
	mia.press("3")
	mia.key(3, "+1")
	mia.press("%")
	mia.key(5, "−1")
	axe(mia, "the mentor's room")
	mia.shot("pins-mentor-dark")
	mia.narrow()
	mia.shot("pins-mentor-dark-narrow")
	mia.wide()
	mia.clean()
	ben.shot("pins-wide-light")
	ben.clean()
	for name, c := range map[string]*servertest.Client{"candidate": ana, "observer": olga} {
		c.Must("participant.leave", `{}`)
		for _, frame := range c.Frames {
			if text := string(frame); strings.Contains(text, "pin.") || strings.Contains(text, "figures before") || strings.Contains(text, `"pins":{"`) {
				t.Errorf("the %s received %s", name, text)
			}
		}
	}
}

// TestWhatToAskNext shows the interviewer in the deep dive which question fills the gap in the evidence,
// and how many minutes are left for it; asked, it makes room for the next; without a gap it is gone.
func TestWhatToAskNext(t *testing.T) {
	s := servertest.New(t)
	wire := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	anaKey := one.Join(t, s.URL, "candidate", "Ana")
	hand := servertest.Dial(t, s.URL, one.ID, one.Key, "client-hand")
	hand.Must("interview.start", `{"anyway":true}`)
	ben := newBrowser(t, true)
	ben.open(wire.URL + "/s/" + one.ID + "/interviewer#" + one.Key)
	ben.until(`document.querySelector("#name")`)
	ben.tabTo(`e.id === "name"`)
	ben.keys("Ben" + kb.Enter)
	for _, digit := range []int{1, 2, 3, 4, 6} {
		ben.until(`document.querySelectorAll(".pinkey").length === 7`)
		ben.press(fmt.Sprint(digit))
		ben.key(digit, "+1")
	}
	ben.text("No pin for Reliability.")
	ben.text("To ask in the deep dive")
	hand.Must("phase.next", `{"from":"clarification"}`)
	hand.Must("phase.next", `{"from":"high-level"}`)
	s.Clock.Step(11*interview.Minute + 30*interview.Second)
	ben.until(`document.querySelector(".clock b")?.innerText === "Deep dive"`)
	next := func() string {
		return fmt.Sprint(ben.eval(`document.querySelector("#h-next")?.closest("section").innerText ?? ""`))
	}
	ben.until(`/Ask next\s+3 min left/.test(document.querySelector("#h-next")?.innerText)`)
	first := next()
	if !strings.Contains(first, "We disable a phishing link.") || !strings.Contains(first, "For Reliability; about 2 min.") {
		t.Errorf("the advice is %q", first)
	}
	axe(ben, "what to ask next")
	ben.shot("ask-next-dark")
	ben.narrow()
	ben.run(chromedp.Click(`a[href="#evidence"]`, chromedp.ByQuery))
	ben.fits("what to ask next")
	ben.narrow()
	ben.shot("ask-next-dark-narrow")
	ben.run(chromedp.EmulateViewport(820, 1100))
	ben.shot("ask-next-dark-middle")
	ben.wide()

	ana := servertest.Dial(t, s.URL, one.ID, anaKey, "client-ana")
	ben.tabTo(`e.closest("section")?.querySelector("#h-next") && e.innerText.startsWith("Asked")`)
	ben.keys(kb.Enter)
	if probe := fmt.Sprint(ana.Until("events")); !strings.Contains(probe, "probe.asked") || !strings.Contains(probe, "We disable a phishing link.") || strings.Contains(probe, "reliability") {
		t.Errorf("the candidate received %s", probe)
	}
	ben.until(`!document.querySelector("#h-next").closest("section").innerText.includes("phishing")`)
	ben.press("5")
	ben.key(5, "+1")
	ben.until(`!document.querySelector("#h-next")`)

	// In the last third of the follow-up a criterion without a pin says that it is time.
	ben.press(kb.Backspace)
	ben.key(5, "none")
	hand.Must("phase.next", `{"from":"deep-dive"}`)
	ben.until(`document.querySelector(".clock b")?.innerText === "Follow-up"`)
	ben.text("The cache is gone")
	ben.key(5, "none")
	s.Clock.Step(5 * interview.Minute)
	ben.key(5, "none yet")
	ben.key(4, "+1")
	ben.clean()
}
