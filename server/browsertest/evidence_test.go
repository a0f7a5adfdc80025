package browsertest

import (
	"fmt"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// TestAScoreOpensItsMoment clicks a score in the review: the replay opens at the pin, with the board that
// its rater saw, byte for byte, though the next edit has the same moment; its number opens it anew.
func TestAScoreOpensItsMoment(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	key := one.Join(t, s.URL, "candidate", "Ana")
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.Must("interview.start", `{"anyway":true}`)
	ana := servertest.Dial(t, s.URL, one.ID, key, "client-ana-1")
	boards := []string{"", "## Numbers\n40 writes a second\n", "## Numbers\n40 writes a second\nGrüße 😀: 6 TB\n", "## Numbers\n40 writes a second\nGrüße 😀: 6 TB\n## API\n"}
	units := []int{0, 30, 45}
	for k, text := range []string{`"## Numbers","40 writes a second",""`, `"Grüße 😀: 6 TB",""`, `"## API",""`} {
		keep := ""
		if units[k] > 0 {
			keep = fmt.Sprintf("%d,", units[k])
		}
		ana.Must("board.edit", fmt.Sprintf(`{"client":"editor-ana-1","version":%d,"updates":[{"client":"editor-ana-1","k":%d,"changes":[%s[0,%s]]}]}`, k, k+1, keep, text))
		if k == 1 {
			s.Clock.Step(8 * interview.Minute)
			ben.Must("pin.drop", `{"id":"pin-six-tb","criterion":"scalability","sign":"against","version":2}`)
			ben.Must("pin.note", `{"pin":"pin-six-tb","text":"6 TB of what?"}`)
		}
	}
	s.Clock.Step(20 * interview.Minute)
	ben.Must("interview.end", `{}`)
	for _, c := range []*servertest.Client{ben, ana} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":0,"structured-approach":0,"trade-offs":0,"scalability":2,"reliability":0,"implementation-details":0},"recommendation":"hire","confidence":"high","level":"senior","strengths":"At 8:00 you wrote it down.","fix":"f"}}`)
		if c == ana {
			c.Must("pin.drop", `{"id":"pin-of-ana","criterion":"scalability","sign":"for"}`)
		}
		c.Must("scorecard.lock", `{}`)
	}
	ben.Must("reveal.ready", `{}`)
	ana.Must("reveal.ready", `{}`)
	bothAgree(ben, ana)
	otto := newBrowser(t, false)
	openReview(otto, w.URL, one)
	shows := func(version int) {
		t.Helper()
		otto.until(fmt.Sprintf(`document.querySelector(".replay__view .push").innerText === "version %d of 3"`, version))
		otto.eval(`[...document.querySelectorAll(".replay__view button")].find(b => b.innerText === "Source").click()`)
		otto.until(fmt.Sprintf(`[...document.querySelectorAll(".replay__source .cm-line")].map(l => l.textContent).join("\n") === %q`, boards[version]))
	}
	shows(3)
	otto.tabTo(`e.matches("a[href^='#why-']") && e.innerText === "2" && document.getElementById(e.hash.slice(1)).innerText.includes("6 TB of what?")`)
	otto.keys("\r")
	shows(2)
	otto.until(`document.querySelector(".replay__evidence p").innerText === "6 TB of what?" && document.querySelector(".replay__controls .at").innerText === "8:00" && location.hash.includes("pin-six-tb")`)
	otto.eval(`document.querySelector(".timeline__slider").value = 0; document.querySelector(".timeline__slider").dispatchEvent(new Event("input"))`)
	shows(2)
	otto.press("]")
	otto.until(`document.querySelector(".replay__controls .at").innerText === "8:00"`)
	otto.eval(`[...document.querySelectorAll("a")].find(a => a.innerText === "8:00" && a.hash.startsWith("#t=")).click()`)
	otto.until(`location.hash.startsWith("#pin=") || document.querySelector(".replay__view .push").innerText === "version 3 of 3"`)
	axe(otto, "the review with evidence")
	otto.shot("review-evidence")
	otto.narrow()
	otto.shot("review-evidence-narrow")
	otto.fits("the review with evidence")
	otto.clean()
}

// TestALateEditIsInTheReplay lets an edit come in while somebody scores: the replay is loaded anew in its
// place, and goes on hearing keys and taking pins.
func TestALateEditIsInTheReplay(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	key := one.Join(t, s.URL, "candidate", "Ana")
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.Must("interview.start", `{"anyway":true}`)
	ana := servertest.Dial(t, s.URL, one.ID, key, "client-ana-1")
	write := func(k int) {
		t.Helper()
		keep := ""
		if k > 0 {
			keep = fmt.Sprintf("%d,", k)
		}
		ana.Must("board.edit", fmt.Sprintf(`{"client":"editor-ana-1","version":%d,"updates":[{"client":"editor-ana-1","k":%d,"changes":[%s[0,"x"]]}]}`, k, k+1, keep))
	}
	write(0)
	s.Clock.Step(interview.Minute)
	write(1)
	s.Clock.Step(20 * interview.Minute)
	ben.Must("interview.end", `{}`)
	ben.Close()
	b := newBrowser(t, false)
	b.open(w.URL + "/s/" + one.ID + "/interviewer#" + one.Key)
	b.tabTo(`e.id === "name"`)
	b.keys("Ben\r")
	b.until(`document.querySelector(".replay__view .push")?.innerText === "version 2 of 2"`)
	write(2)
	b.until(`document.querySelector(".replay__view .push")?.innerText.endsWith("of 3")`)
	b.press(",")
	b.until(`document.querySelector(".replay__view .push").innerText === "version 2 of 3"`)
	b.press("+")
	b.until(`document.querySelector("#c-communication .criterion__tally").innerText === "+1"`)
	b.clean()
}
