package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"mockroom/server/servertest"
)

// makeGroup makes a group of a browser's person, and gives its id and a link for each role.
func makeGroup(b *browser, name string) (id, member, mentor string) {
	b.t.Helper()
	id = fmt.Sprint(b.eval(fmt.Sprintf(`fetch("/api/groups", { method: "POST", body: JSON.stringify({ name: %q }) }).then(async (a) => (await a.json()).id)`, name)))
	for role, link := range map[string]*string{"member": &member, "mentor": &mentor} {
		*link = fmt.Sprint(b.eval(fmt.Sprintf(`fetch("/api/groups/%s/invites", { method: "POST", body: JSON.stringify({ role: %q }) }).then(async (a) => (await a.json()).url)`, id, role)))
	}
	return id, member, mentor
}

// joinGroup comes into a group by its link.
func joinGroup(b *browser, link string) {
	b.t.Helper()
	b.open(link)
	b.until(`document.querySelector("#join-group button") && !document.querySelector("#join-group button").disabled`)
	b.eval(`document.querySelector("#join-group").requestSubmit()`)
	b.until(`location.pathname.startsWith("/groups/") && !location.pathname.endsWith("/join")`)
}

// TestAMentorIsAskedAndScores asks a group for a score in two browsers, scores in a third from the
// mentoring page, and takes the consent back while the mentor is in the room.
func TestAMentorIsAskedAndScores(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	ana, ben, mia := newBrowser(t, false), newBrowser(t, false), newBrowser(t, true)
	named(mia, w.URL, "Mia")
	named(ana, w.URL, "Ana")
	_, member, _ := makeGroup(mia, "Thursday group")
	joinGroup(ana, member)

	ben.open(w.URL)
	opened := fmt.Sprint(ben.eval(`fetch("/api/sessions", { method: "POST", body: JSON.stringify({ problem: "tinyurl", minutes: 45, name: "Ben", role: "interviewer" }) }).then((a) => a.text())`))
	one := readOpened(t, opened)
	ana.open(w.URL + "/s/" + one.ID + "/candidate#" + one.Invites["candidate"])
	ana.until(`document.querySelector("#name")`)
	ana.tabTo(`e.id === "name"`)
	ana.keys(kb.Enter)
	ana.until(`document.querySelector(".lobby")`)
	bens := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	bens.Must("interview.start", `{"anyway":true}`)
	bens.Must("interview.end", `{}`)
	bens.PinCriteria("said so")
	bens.Must("scorecard.save", `{"card":{"scores":`+scores()+`,"recommendation":"hire","confidence":"high","level":"senior","strengths":"s","fix":"f"}}`)
	bens.Must("scorecard.lock", `{}`)
	bens.Close()

	review := w.URL + "/s/" + one.ID + "/candidate/review"
	ana.open(review)
	ana.until(`document.querySelector("#asking")`)
	ana.eval(`document.querySelector("#asking").scrollIntoView()`)
	ana.shot("asking")
	ana.eval(`[...document.querySelectorAll("#asking li")].find((li) => li.innerText.includes("Thursday group")).querySelector("[data-do]").click()`)
	ana.text("Ben has not agreed yet. Nothing opens before.")
	axe(ana, "asking for a score")
	ana.fits("asking for a score")

	mia.open(w.URL + "/mentoring")
	mia.text("Ben has not agreed yet. Nothing of it opens before.")
	axe(mia, "a mentor who waits")

	ben.open(w.URL + "/s/" + one.ID + "/interviewer/review")
	ben.until(`document.querySelector(".asked")`)
	axe(ben, "being asked")
	ben.shot("asked-of-you")
	ben.fits("being asked")
	ben.enter("Agree")
	ben.until(`!document.querySelector(".asked") && document.querySelector("#asking")`)

	mia.open(w.URL + "/mentoring")
	mia.text("Both asked you. One card is locked; you see it when yours is.")
	axe(mia, "what waits for a mentor")
	mia.shot("mentoring-dark")
	mia.fits("what waits for a mentor")
	mia.narrow()
	mia.shot("mentoring-dark-narrow")
	mia.wide()
	mia.enter("Score")
	mia.until(`location.pathname.endsWith("/mentor") && document.querySelector(".criteria")`)
	if text := fmt.Sprint(mia.eval(`document.body.innerText`)); strings.Contains(text, "said so") {
		t.Error("the mentor reads a pin before the own lock")
	}
	mia.until(`document.querySelector(".scoring .replay__pin")`)
	axe(mia, "a mentor's card")
	mia.shot("mentor-scoring-dark")
	scoreAll(mia, "3")
	mia.until(`document.querySelector(".reveal")`)

	mia.open(w.URL + "/mentoring")
	mia.text("You locked it on")
	axe(mia, "what a mentor has scored")
	mia.run(chromedp.EmulateViewport(1440, 900))
	mia.shot("mentoring-scored-dark")
	mia.enter("Score again")
	mia.until(`location.pathname.endsWith("/mentor") && document.querySelector(".criteria")`)
	mia.open(w.URL + "/mentoring")
	mia.text("Second round: your first card stays locked beside it.")
	mia.enter("Go on")
	mia.until(`document.querySelector(".criteria")`)

	ben.eval(`[...document.querySelectorAll("#asking li")].find((li) => li.innerText.includes("Thursday group")).querySelector("[data-do='consent.withdraw']").click()`)
	mia.until(`document.querySelector(".error-page h1")?.innerText === "Consent was taken back."`)
	mia.shot("taken-back-dark")
	mia.run(chromedp.Reload())
	mia.until(`document.querySelector("h1")?.innerText === "Consent was taken back."`)
	mia.open(w.URL + "/mentoring")
	mia.text("Ben has taken back consent for TinyURL")
	mia.eval(`document.documentElement.style.colorScheme = "light"`)
	mia.shot("mentoring-taken-back")
	ana.clean()
	ben.clean()
}

// readOpened reads what whoever opened a session was answered.
func readOpened(t *testing.T, answer string) servertest.Session {
	t.Helper()
	var opened struct {
		ID, Key string
		Invites map[string]string
	}
	if err := json.Unmarshal([]byte(answer), &opened); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	one := servertest.Session{ID: opened.ID, Key: opened.Key, Invites: map[string]string{}}
	for role, link := range opened.Invites {
		_, one.Invites[role], _ = strings.Cut(link, "#")
	}
	return one
}
