package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"mockroom/server/servertest"
)

// TestAHistoryMovesByItsLink makes a personal key in one browser, opens its link in another, and goes
// back into a room there, by keyboard alone.
func TestAHistoryMovesByItsLink(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	desk, phone := newBrowser(t, false), newBrowser(t, true)
	desk.open(w.URL + "/practice")
	axe(desk, "an empty history")
	desk.open(w.URL)
	desk.until(`document.querySelector("#filter:not([hidden])")`)
	desk.tabTo(`e.name === "role"`)
	desk.keys(kb.ArrowRight + kb.ArrowRight)
	desk.tabTo(`e.id === "f-name"`)
	desk.keys("Dana" + kb.Enter)
	desk.until(`document.querySelector(".lobby")`)
	desk.open(w.URL + "/practice")
	desk.enter("Make a personal key")
	desk.until(`document.querySelector("#copy-key:not([hidden])")`)
	axe(desk, "a personal key")
	desk.fits("a personal key")
	desk.shot("personal-key")
	words := fmt.Sprint(desk.eval(`document.getElementById("key-words").textContent`))

	phone.open(w.URL + "/practice/move#" + words)
	phone.until(fmt.Sprintf(`document.getElementById("key").value === %q && location.hash === ""`, words))
	axe(phone, "taking a history")
	phone.fits("taking a history")
	phone.enter("Take it")
	phone.until(`location.pathname === "/practice"`)
	phone.text("belongs to 2 browsers")
	phone.enter("Go back in")
	phone.text("You took part in another browser.")
	axe(phone, "coming back")
	phone.enter("Go in")
	phone.until(`document.querySelector(".lobby")`)
	phone.text("Dana")
	desk.clean()
	phone.clean()
}
