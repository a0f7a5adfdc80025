package browsertest

import (
	"fmt"
	"testing"

	"mockroom/server/servertest"
)

// named makes a browser somebody, by a session alone.
func named(b *browser, url, name string) {
	b.t.Helper()
	b.open(url)
	b.eval(fmt.Sprintf(`fetch("/api/sessions", { method: "POST", body: JSON.stringify({ problem: "tinyurl", mode: "solo", minutes: 45, name: %q }) }).then((a) => a.status)`, name))
}

// TestAGroupByItsPage makes a group in one browser, and joins it by its links in others.
func TestAGroupByItsPage(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	ruth, max := newBrowser(t, false), newBrowser(t, true)
	named(ruth, w.URL, "Ruth")
	ruth.open(w.URL + "/practice")
	ruth.enter("Make one")
	ruth.tabTo(`e.id === "group-name"`)
	ruth.keys("Thursday group\r")
	ruth.until(`location.pathname.startsWith("/groups/")`)
	ruth.until(`document.querySelector("[data-for=mentor] [data-do=link]:not([hidden])")`)
	ruth.eval(`document.querySelector("[data-for=mentor] [data-do=link]").click()`)
	ruth.until(`document.querySelector("[data-for=mentor] code")`)
	link := fmt.Sprint(ruth.eval(`document.querySelector("[data-for=mentor] code").textContent`))

	max.open(link)
	max.until(`!document.querySelector("#join-group button").disabled && location.hash === ""`)
	axe(max, "joining a group")
	max.fits("joining a group")
	max.tabTo(`e.id === "as"`)
	max.keys("Max\r")
	max.until(`location.pathname.startsWith("/groups/") && !location.pathname.endsWith("/join")`)
	max.text("You are a mentor.")
	axe(max, "a group")
	max.fits("a group")

	ruth.open(fmt.Sprint(ruth.eval(`location.href`)))
	ruth.until(`document.querySelector(".group__do:not([hidden])")`)
	ruth.text("Max")
	axe(ruth, "a group that one runs")
	ruth.shot("group")
	ruth.fits("a group that one runs")
	ruth.narrow()
	ruth.shot("group-narrow")
	ruth.wide()
	max.shot("group-dark")
	ruth.eval(`document.querySelector("[data-do=hand]").click()`)
	ruth.until(`document.querySelector("header").innerText.includes("You are a mentor.")`)
	max.open(fmt.Sprint(max.eval(`location.href`)))
	max.text("and run it")
	max.open(w.URL + "/practice")
	max.until(`document.querySelector("[aria-labelledby=h-groups] li a")`)
	axe(max, "the groups of a history")
	max.shot("practice-groups-dark")
	ruth.clean()
	max.clean()
}
