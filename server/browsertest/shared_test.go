package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"mockroom/server/servertest"
)

// TestASessionIsSharedByALink makes a link on the review page, opens it in another browser, asks the other
// to show more, and takes it back.
func TestASessionIsSharedByALink(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one, ana := keptSession(t, s)
	ben := newBrowser(t, false)
	ben.withKey(w.URL, one.ID, "interviewer", one.Key)
	ben.open(w.URL + "/s/" + one.ID + "/interviewer/review")
	ben.until(`document.querySelector("#share-form button:not([type]):not([disabled])")`)
	ben.text("Ana has not agreed that others see what is theirs.")
	ben.eval(`document.getElementById("share").scrollIntoView({ block: "center" })`)
	ben.shot("share")
	ben.atShares()
	ben.enter("Make a link")
	ben.until(`document.querySelector("#share-form code")`)
	link := strings.TrimSpace(fmt.Sprint(ben.eval(`document.querySelector("#share-form code").textContent`)))

	eve := newBrowser(t, true)
	eve.open(link)
	eve.text("Interviewer lets you read this session until")
	if at := eve.eval(`location.pathname + location.hash + document.title`); strings.Contains(fmt.Sprint(at), link[strings.Index(link, "#"):]) {
		t.Errorf("the key stays in %v", at)
	}
	eve.until(`document.querySelectorAll(".replay figure.diagram img").length === 2`)
	eve.eval(`(s => { s.value = 60_000 * 11; s.dispatchEvent(new Event("input")) })(document.querySelector(".timeline__slider"))`)
	eve.until(`document.querySelector(".replay__view .push").innerText === "version 2 of 4"`)
	eve.until(`document.querySelector(".replay .blocks table:not(.worksheet)")`)
	for _, word := range []string{"Ana", "Ben", "Is that deep enough?", "Calm", "Counts before"} {
		if eve.eval(fmt.Sprintf(`document.body.innerText.includes(%q)`, word)) == true {
			t.Errorf("the reader sees %q", word)
		}
	}
	eve.shot("shared")
	axe(eve, "what a link shows")
	eve.narrow()
	eve.fits("what a link shows")
	eve.wide()

	// More needs the other: asked on one page, agreed to on the other's.
	ben.atShares()
	ben.enter("Ask Ana to show more")
	ben.text("Ask Ana no more")
	anas := newBrowser(t, false)
	anas.withKey(w.URL, one.ID, "candidate", ana)
	anas.open(w.URL + "/s/" + one.ID + "/candidate/review")
	anas.text("Ben would like to show this session to others, by a link.")
	anas.shot("share-asked")
	anas.enter("Agree")
	anas.text("Show no more of what is mine")
	ben.open(w.URL + "/s/" + one.ID + "/interviewer/review")
	ben.until(`document.querySelector("#share-form button:not([type]):not([disabled])")`)
	ben.atShares()
	ben.enter("Make a link")
	ben.until(`document.querySelector("#share-form code")`)
	whole := fmt.Sprint(ben.eval(`document.querySelector("#share-form code").textContent`))
	eve.open(whole)
	eve.text("Ben lets you read this session until")
	eve.text("Is that deep enough?")
	anas.open(w.URL + "/s/" + one.ID + "/candidate/review")
	anas.until(`document.querySelectorAll("[data-share-do=revoke]").length === 2`)
	anas.eval(`document.getElementById("share").scrollIntoView({ block: "center" })`)
	anas.shot("share-links")
	anas.narrow()
	anas.fits("the review with links")
	anas.wide()
	anas.atShares()
	anas.enter("Take it back")
	anas.until(`document.querySelectorAll("[data-share-do=revoke]").length === 1`)
	anas.until(`document.querySelector("#share-form button:not([type]):not([disabled])")`)
	anas.atShares()
	anas.enter("Show no more of what is mine")
	anas.text("Closed: not both of you agree")
	eve.open(w.URL + "/s/" + one.ID + "/shared")
	eve.text("This link is closed: it was taken back")
	for _, b := range []*browser{ben, anas, eve} {
		b.clean()
	}
}

// withKey gives a browser somebody's key of a session, as opening their link does.
func (b *browser) withKey(url, session, role, key string) {
	b.t.Helper()
	for _, path := range []string{"/s/" + session + "/" + role, "/api/sessions/" + session} {
		b.run(network.SetCookie("mockroom_"+role, key).WithURL(url + path).WithPath(path).WithHTTPOnly(true))
	}
}

// atShares puts the focus on the heading of the sharing links; above it are more links than anybody counts.
func (b *browser) atShares() {
	b.t.Helper()
	b.eval(`(h => { h.tabIndex = -1; h.focus() })(document.getElementById("h-share"))`)
}
