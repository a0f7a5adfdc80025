package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"mockroom/server/servertest"
)

// TestTheOperatorByKeyboard gives the key, backs up, and erases a session after having been asked.
func TestTheOperatorByKeyboard(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ana","mode":"solo"}`)
	b := newBrowser(t, false)
	b.open(w.URL + "/operator")
	axe(b, "the operator's door")
	b.tabTo(`e.id === "f-key"`)
	b.keys(servertest.OperatorKey + kb.Enter)
	b.text("The server can save.")
	b.enter("Back up")
	b.enter("Write it now")
	b.text("The backup is written.")
	b.tabTo(`e.id === "f-session"`)
	b.keys(one.ID + kb.Enter)
	b.text("Its board, chat, times and scores go")
	axe(b, "the operator's page")
	b.narrow()
	if b.eval(`document.documentElement.scrollWidth > innerWidth`) == true {
		t.Error("the page scrolls sideways on a phone")
	}
	b.wide()
	b.tabTo(`e.innerText === "Erase it"`)
	b.keys(kb.Enter)
	b.text("It is erased.")
	b.text(one.ID)
	if code, _ := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, ""); code != 410 {
		t.Errorf("the session answers %d", code)
	}
	b.clean()
}

// TestAnErasedPersonIsSomebody erases Ana from another page of her browser while Ben is in the room
// with her: he reads "somebody", and both go on with the board as it is.
func TestAnErasedPersonIsSomebody(t *testing.T) {
	s := servertest.New(t)
	bensWire, anasWire := newWire(t, s.URL), newWire(t, s.URL)
	ben, ana := newBrowser(t, false), newBrowser(t, false)
	links := openRoom(t, ben, bensWire.URL, "Ben")
	enter(ana, anasWire.URL+links["candidate"][strings.Index(links["candidate"], "/s/"):], "Ana-Canary")
	ana.press("r")
	ben.text("Ana-Canary is ready.")
	ben.enter("Start the clock")
	ana.until(`document.activeElement?.classList.contains("cm-content")`)
	ben.focusBoard()
	ben.keys("before ")
	same(ana, ben, "before")
	here := fmt.Sprint(ana.eval(`location.href`))
	ana.open(anasWire.URL + "/practice")
	ana.enter("Delete everything")
	ana.enter("Delete them now")
	ana.until(`location.pathname === "/"`)
	// What was said aloud before stays said.
	ben.until(`!document.querySelector("#app").innerText.includes("Ana-Canary")`)
	ben.focusBoard()
	ben.keys("after ")
	ben.until(`document.querySelector(".save-state").dataset.state === "saved"`)
	ana.open(here)
	ana.until(`document.querySelector(".cm-content")`)
	same(ana, ben, "before", "after")
	ana.clean()
	ben.clean()
}
