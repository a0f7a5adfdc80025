package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// wholeCard has a score for every criterion.
const wholeCard = `{scores: {communication: 3, "structured-approach": 3, "trade-offs": 2, scalability: 3, reliability: 2, "implementation-details": 3}, recommendation: "hire", confidence: "high", level: "senior", strengths: "s", fix: "f"}`

// sends gives commands in the page's own name, without its room.
func (b *browser) sends(role string, commands ...string) {
	b.t.Helper()
	var list []string
	for _, c := range commands {
		name, data, _ := strings.Cut(c, " ")
		list = append(list, fmt.Sprintf("[%q, %s]", name, data))
	}
	got := b.eval(fmt.Sprintf(`(async () => {
		const client = "client-" + crypto.getRandomValues(new Uint32Array(2)).join("-");
		let n = 0;
		for (const [command, data] of [%s]) {
			const answer = await fetch("/api/sessions/" + location.pathname.split("/")[2] + "/commands?role=%s", { method: "POST", body: JSON.stringify({ client, n: ++n, command, data }) });
			if (!answer.ok) return command + ": " + (await answer.text());
		}
		return "";
	})()`, strings.Join(list, ", "), role))
	if got != "" {
		b.t.Fatal(got)
	}
}

// held lets two windows hold an interview up to the review, by commands.
func held(t *testing.T, ben, ana *browser, url string) {
	t.Helper()
	links := openRoom(t, ben, url, "Ben")
	enter(ana, links["candidate"], "Ana")
	ben.sends("interviewer", `interview.start {anyway: true}`, `interview.end {}`)
	for role, b := range map[string]*browser{"interviewer": ben, "candidate": ana} {
		var commands []string
		for i, k := range interview.Criteria() {
			commands = append(commands, fmt.Sprintf(`pin.drop {id: "pin-for-%d", criterion: %q, sign: "for"}`, i, k))
		}
		b.sends(role, append(commands, `scorecard.save {card: `+wholeCard+`}`, `scorecard.lock {}`)...)
	}
	ben.sends("interviewer", `reveal.ready {}`)
	ana.sends("candidate", `reveal.ready {}`)
	for _, b := range []*browser{ben, ana} {
		b.until(`location.pathname.endsWith("/review") && document.activeElement?.id === "scores"`)
	}
}

// TestTwoChangeSeats suggests a return in one window and accepts it in the other: both are then in the
// new lobby, in exchanged seats, and the old review shows whose turn it is.
func TestTwoChangeSeats(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	ben, ana := newBrowser(t, false), newBrowser(t, true)
	held(t, ben, ana, w.URL)
	ana.enter("Swap roles")
	ana.text("Ben designs, you ask.")
	ana.until(`document.querySelector(".swap details[open]")`)
	axe(ana, "suggesting a swap")
	ana.shot("swap-offer-dark")
	ana.fits("suggesting a swap")
	ana.narrow()
	ana.shot("swap-offer-dark-narrow")
	ana.wide()
	ana.tabTo(`e.name === "problem"`)
	ana.keys(kb.ArrowDown + kb.Tab)
	chosen := fmt.Sprint(ana.eval(`document.querySelector(".swap input:checked").closest("label").querySelector("b").textContent`))
	ana.enter("Suggest it to Ben")
	ana.text("You suggested: Ben designs " + chosen + ", 45 minutes.")
	ana.shot("swap-waits-dark")

	// Ben's page is open and has not been loaded anew.
	ben.text("Ana suggests: you design " + chosen + ", 45 minutes.")
	axe(ben, "a suggested swap")
	ben.shot("swap-asked-light")
	ben.fits("a suggested swap")
	ben.narrow()
	ben.shot("swap-asked-light-narrow")
	ben.wide()
	review := fmt.Sprint(ben.eval(`location.href`))
	ben.enter("Accept")
	ana.eval(`document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))`)
	for role, b := range map[string]*browser{"candidate": ben, "interviewer": ana} {
		b.until(fmt.Sprintf(`document.querySelector(".lobby") && location.pathname.endsWith(%q)`, "/"+role))
		b.text("The return of TinyURL, 23 November 2026.")
		b.text(chosen + ", 45 minutes.")
	}
	if a, b := ana.eval(`location.pathname.split("/")[2]`), ben.eval(`location.pathname.split("/")[2]`); a != b {
		t.Fatalf("they are in %v and %v", a, b)
	}
	ben.text("You design, Ana asks.")
	ana.text("You ask, Ben designs.")
	ana.shot("swap-lobby-dark")

	ben.open(review)
	ben.text("It is your turn to design.")
	ben.text("The return is open: " + chosen)
	ben.shot("swap-return-light")
	ben.eval(`document.getElementById("pair").scrollIntoView()`)
	ben.shot("swap-pair-light")
	ben.fits("a review with its return")
	ben.eval(`scrollTo(0, 0)`)
	ben.narrow()
	ben.shot("swap-return-light-narrow")
	ben.wide()
	ben.enter("Go in")
	ben.until(`document.querySelector(".lobby")`)
	ben.clean()
	ana.clean()
}
