package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

//go:embed testdata/attacks.txt
var attackFile string

// attacks is the corpus, by where each is at home. away is the server that must never be asked.
func attacks(t *testing.T, away string) map[string][]string {
	t.Helper()
	fill := strings.NewReplacer("⏎", "\n", "AWAYHOST", strings.TrimPrefix(away, "http://"), "AWAY", away, "PWN", "pwned('1')")
	found, n := map[string][]string{}, 0
	for line := range strings.Lines(attackFile) {
		line = strings.TrimSuffix(line, "\n")
		kind, attack, ok := strings.Cut(line, ": ")
		if line == "" || line[0] == '#' || !ok {
			continue
		}
		n++
		found[kind] = append(found[kind], fill.Replace(attack))
	}
	if n < 200 {
		t.Fatalf("the corpus has %d attacks, want 200", n)
	}
	t.Logf("%d attacks", n)
	return found
}

func fenced(kind string, sources []string) string {
	var b strings.Builder
	for _, s := range sources {
		fmt.Fprintf(&b, "```%s\n%s\n```\n\n", kind, s)
	}
	return b.String()
}

// upTo joins as many texts as fit.
func upTo(limit int, texts []string) string {
	var b strings.Builder
	for _, s := range texts {
		if b.Len()+len(s)+1 <= limit {
			b.WriteString(s + "\n")
		}
	}
	return b.String()
}

func quote(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}

// TestNothingHostileRuns sends the corpus through every place where people or packs can write, and
// looks at every screen and export in a real browser: nothing of it runs, loads, leads away or acts.
func TestNothingHostileRuns(t *testing.T) {
	elsewhere := newAway(t)
	corpus := attacks(t, "http://"+host+elsewhere.URL[strings.LastIndex(elsewhere.URL, ":"):])
	texts := append(append([]string{}, corpus["text"]...), corpus["markdown"]...)
	everything := append(append(append([]string{}, texts...), corpus["mermaid"]...), corpus["calc"]...)
	catalogue := hostileProblem(t, texts, corpus["mermaid"], corpus["calc"])
	s := servertest.Configured(t, func(r *room.Config, c *web.Config) {
		now := func() *problems.Catalogue { return catalogue }
		c.Catalogue, r.Problems.Catalogue, c.Limits = now, now, web.Limits{}
	})
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"sample","name":`+quote(corpus["name"][0])+`,"role":"interviewer","minutes":45}`)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben")
	anaKey := tryJoin(t, s, one, "candidate", corpus["name"][1])
	ana := servertest.Dial(t, s.URL, one.ID, anaKey, "client-ana")
	miaKey := tryJoin(t, s, one, "mentor", corpus["name"][2])
	mia := servertest.Dial(t, s.URL, one.ID, miaKey, "client-mia")
	for _, c := range []*servertest.Client{ben, ana, mia} {
		c.KeepAlive()
	}
	taken := 3
	for _, name := range corpus["name"][3:] {
		if tryJoin(t, s, one, "observer", name) != "" {
			taken++
		}
	}
	if refused := len(corpus["name"]) - taken; refused < 4 || taken < 15 {
		t.Errorf("%d names were taken, %d refused", taken, refused)
	}
	for _, link := range append(corpus["url"], "https://example.org/?a=<img src=x onerror=pwned('1')>#\"onmouseover=\"pwned('1')") {
		if err := ana.Do("meeting.set", `{"url":`+quote(link)+`}`); err == nil && !strings.HasPrefix(link, "https://") {
			t.Errorf("a call at %q", link)
		}
	}
	for _, attack := range everything {
		ana.Must("chat.say", `{"text":`+quote(attack)+`}`)
	}
	for i, c := range []*servertest.Client{ben, ana, mia} {
		c.Must("note.write", `{"text":`+quote(upTo(16<<10, everything[i*40:]))+`}`)
	}
	b := newBrowserWith(t, false, chromedp.Flag("disable-features", "IsolateSandboxedIframes"))
	tr := newTrap(b, w.URL)
	seats := map[string]string{"interviewer": one.Key, "candidate": anaKey, "mentor": miaKey}
	for role, key := range seats {
		for _, path := range []string{"/s/" + one.ID + "/" + role, "/api/sessions/" + one.ID} {
			b.run(network.SetCookie("mockroom_"+role, key).WithURL(w.URL).WithPath(path))
		}
	}
	at := func(role, rest string) string { return w.URL + "/s/" + one.ID + "/" + role + rest }
	for _, role := range []string{"candidate", "interviewer"} {
		b.open(at(role, ""))
		b.until(`document.querySelector(".lobby")`)
		tr.look("the lobby of the " + role)
	}
	b.shot("attack-lobby")

	ben.Must("interview.start", `{"anyway":true}`)
	for i := range 60 {
		ben.Must("clarification.tell", fmt.Sprintf(`{"id":"c%d"}`, i))
	}
	for rung := 1; rung <= 3; rung++ {
		ben.Must("hint.give", fmt.Sprintf(`{"phase":"clarification","item":"item","rung":%d}`, rung))
	}
	board := fenced("mermaid", corpus["mermaid"]) + fenced("calc", corpus["calc"]) + strings.Join(texts, "\n\n")
	write(t, ana, board)
	for _, phase := range []string{"clarification", "high-level"} {
		ben.Must("phase.next", `{"from":"`+phase+`"}`)
	}
	for i := range 3 {
		ben.Must("probe.ask", fmt.Sprintf(`{"dive":"depth","index":%d}`, i))
	}
	ben.Must("phase.next", `{"from":"deep-dive"}`)
	for i := range 20 {
		ben.Must("followup.deal", fmt.Sprintf(`{"id":"card%d"}`, i))
	}
	for _, c := range []*servertest.Client{ben, ana, mia} {
		for _, words := range []int{0, 30, 60, 90, 120, 150, 180, 210} {
			c.Must("pin.drop", fmt.Sprintf(`{"id":"pin-attack-%d","sign":"later"}`, words))
			c.Must("pin.note", fmt.Sprintf(`{"pin":"pin-attack-%d","text":%s}`, words, quote(upTo(2<<10, everything[words:]))))
		}
	}
	b.open(at("candidate", ""))
	b.until(`document.querySelector(".room")`)
	drawn := fmt.Sprintf(`document.querySelectorAll("figure.diagram").length >= %d && [...document.querySelectorAll("figure.diagram")].every(f => f.querySelector("img")?.naturalWidth > 0 || f.querySelector("figcaption"))`, len(corpus["mermaid"]))
	b.until(drawn)
	if n := b.eval(`document.querySelectorAll("figure.diagram img").length`).(float64); n < 20 {
		t.Errorf("only %v diagrams were drawn: that is no test", n)
	}
	tr.look("the candidate's room")
	b.shot("attack-room")
	for _, role := range []string{"interviewer", "mentor"} {
		b.open(at(role, ""))
		b.until(`document.querySelector("#script")`)
		for _, tab := range []string{"Answers", "Dives", "Brief", "Now"} {
			b.eval(fmt.Sprintf(`[...document.querySelectorAll("#script [role=tab], #script button")].find(e => e.innerText.trim().startsWith(%q))?.click()`, tab))
			b.eval(`document.querySelectorAll("#script details").forEach(d => d.open = true)`)
			tr.look("the script of the " + role + ", " + tab)
		}
		b.until(`document.querySelectorAll(".pins .pin").length === 8 && document.querySelector(".pins").innerText.includes("pwned")`)
		b.eval(`document.querySelector(".pin__open").click()`)
		b.until(`document.querySelector("#pin-note")`)
		tr.look("the pins of the " + role)
		b.shot("attack-" + role)
	}
	ben.Must("interview.end", `{}`)
	card := fmt.Sprintf(`{"card":{"scores":%s,"recommendation":"hire","confidence":"low","level":"mid","strengths":%s,"fix":%s}}`, scores(), quote(upTo(16<<10, everything)), quote(upTo(16<<10, everything[100:])))
	for _, c := range []*servertest.Client{ben, ana, mia} {
		c.Must("scorecard.save", card)
		c.PinCriteria("said so")
	}
	b.open(at("candidate", ""))
	b.until(`document.querySelector(".criteria")`)
	tr.look("scoring")
	for _, c := range []*servertest.Client{ben, ana, mia} {
		c.Must("scorecard.lock", `{}`)
	}
	for _, c := range []*servertest.Client{ben, ana} {
		c.Must("reveal.ready", `{}`)
	}
	for _, words := range []int{0, 30, 60, 90, 120, 150, 180, 210} {
		ana.Must("interviewer.rate", `{"prepared":1,"listened":2,"fair":3,"again":false,"words":`+quote(upTo(2<<10, everything[words:]))+`}`)
	}
	// The page goes there by itself when the scores open.
	b.until(`location.pathname.endsWith("/review")`)
	b.run(chromedp.Reload())
	b.until(`[...document.querySelectorAll("figure.diagram")].filter(f => f.querySelector("img")?.naturalWidth > 0).length > 10`)
	b.until(`document.querySelector("#replay-stage")?.innerText.includes("pwned")`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	tr.look("the review and its replay")
	b.shot("attack-review")
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		pdf, _, err := page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		if err == nil && len(pdf) < 10_000 {
			err = fmt.Errorf("the print has %d bytes", len(pdf))
		}
		return err
	}))
	tr.look("the print")

	ana.Must("consent.give", `{"to":"share"}`)
	status, shared := servertest.Call(t, "POST", s.URL+"/api/sessions/"+one.ID+"/shares", one.Key, `{}`)
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, shared)
	}
	_, secret, _ := strings.Cut(shared["url"].(string), "#")
	b.open(w.URL + "/s/" + one.ID + "/shared#" + secret)
	b.until(`document.querySelector("#replay-stage")?.innerText.includes("pwned")`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	tr.look("what a link shows")
	lookAtGold(b, tr, s, one, anaKey, w.URL, everything)

	b.open(w.URL + "/problems/sample")
	b.until(`document.querySelector("details.study form")`)
	tr.look("the problem's page")
	b.eval(`document.querySelector("details.study form").submit()`)
	b.until(`document.querySelector("#kit")`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	tr.look("the problem's kit")
	b.open(w.URL + "/")
	b.until(`document.querySelector("#problems tbody tr")`)
	tr.look("the first page")
	b.open(w.URL + "/practice")
	b.until(`document.querySelector("main")`)
	tr.look("the history")
	lookAtGroups(b, tr, w.URL, corpus["name"])
	b.open(w.URL + "/s/" + one.ID + "/" + url.PathEscape(`"><script>pwned('1')<`) + "?x=" + url.QueryEscape(corpus["text"][0]))
	tr.look("an error")

	file := filepath.Join(t.TempDir(), "export.html")
	if err := os.WriteFile(file, []byte(export(t, s, one, anaKey, "html")), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open("file://" + file)
	b.until(`document.querySelector("main table")`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	b.until(`document.querySelector(".timeline__slider") && document.querySelector(".replay .blocks > *")`)
	b.until(`[...document.querySelectorAll("figure.diagram")].filter(f => f.querySelector("img")?.naturalWidth > 0).length > 10`)
	b.eval(`[...document.querySelectorAll(".replay__view button")].find((e) => e.innerText === "Source").click()`)
	tr.look("the file of the session")
	markdown := export(t, s, one, anaKey, "markdown")
	_, said, _ := strings.Cut(markdown, "\n## Chat")
	said, _, _ = strings.Cut(said, "\n## ")
	for _, line := range strings.Split(said, "\n") {
		if plain := strings.NewReplacer(`\\`, "", `\<`, "", `\[`, "").Replace(line); strings.HasPrefix(line, "- ") && strings.ContainsAny(plain, "<[") {
			t.Errorf("the Markdown has the line %q", line)
		}
	}

	targets, err := chromedp.Targets(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, g := range targets {
		if g.Type == "page" {
			pages++
		}
	}
	if pages != 1 {
		t.Errorf("%d pages are open: %v", pages, targets)
	}
	tr.mu.Lock()
	for _, what := range tr.sprung {
		t.Error(what)
	}
	for _, url := range tr.out {
		t.Errorf("a request to %s", url)
	}
	t.Logf("the policy of the diagrams' frame held back %d times", tr.stopped)
	tr.mu.Unlock()
	elsewhere.mu.Lock()
	if len(elsewhere.asked) > 0 {
		t.Errorf("%d requests went elsewhere: %v", len(elsewhere.asked), elsewhere.asked[:min(8, len(elsewhere.asked))])
	}
	elsewhere.mu.Unlock()
	b.mu.Lock()
	for _, fault := range b.faults {
		// Mermaid writes what it is given into its own frame; what acts there the frame's policy stops.
		if !strings.Contains(fault, "Content Security Policy") {
			t.Errorf("in the browser: %s", fault)
		}
	}
	b.mu.Unlock()
	// What was to be heard can be heard: the trap itself works.
	b.open(w.URL + "/")
	b.eval(`pwned("1"), 1`)
	heard := func() int { tr.mu.Lock(); defer tr.mu.Unlock(); return len(tr.sprung) }
	for range 200 {
		if heard() > 0 {
			return
		}
		b.eval("1")
	}
	t.Error("the trap is deaf")
}

// lookAtGroups makes groups of all the names that are taken, and opens them.
func lookAtGroups(b *browser, tr *trap, url string, names []string) {
	b.t.Helper()
	taken := 0
	for _, name := range names {
		id := b.eval(fmt.Sprintf(`fetch("/api/groups", { method: "POST", body: JSON.stringify({ name: %s, as: %s }) }).then(async (a) => (await a.json()).id ?? "")`, quote(name), quote(names[0])))
		if id == "" {
			continue
		}
		taken++
		b.open(fmt.Sprintf("%s/groups/%s", url, id))
		b.until(`document.querySelector("#rename:not([hidden])")`)
		tr.look("a group")
	}
	if taken < 15 {
		b.t.Errorf("%d names of groups were taken", taken)
	}
	b.shot("attack-group")
	b.open(url + "/practice")
	b.until(fmt.Sprintf(`document.querySelectorAll("[aria-labelledby=h-groups] li").length > %d`, taken))
	tr.look("the groups in the history")
	b.open(url + "/mentoring")
	b.until(fmt.Sprintf(`document.querySelectorAll(".mentor header a").length === %d`, taken))
	tr.look("the mentors' page")
}

// tryJoin comes in under a name, "" where it is refused with a sentence.
func tryJoin(t *testing.T, s *servertest.Server, one servertest.Session, role, name string) string {
	t.Helper()
	status, answer := servertest.Call(t, "POST", s.URL+"/api/sessions/"+one.ID+"/join", "", fmt.Sprintf(`{"role":%q,"key":%q,"name":%s}`, role, one.Invites[role], quote(name)))
	switch status {
	case http.StatusOK:
		return answer["key"].(string)
	case http.StatusBadRequest:
		return ""
	}
	t.Fatalf("%q: %d %v", name, status, answer)
	return ""
}

// write puts a text onto an empty board, by pieces that a frame can carry.
func write(t *testing.T, c *servertest.Client, text string) {
	t.Helper()
	length, k := 0, 0
	for len(text) > 0 {
		piece := text
		if len(piece) > 20_000 {
			piece = piece[:20_000]
			piece = piece[:strings.LastIndex(piece, "\n")]
		}
		text = text[len(piece):]
		k++
		raw, err := json.Marshal(map[string]any{"client": "editor-ana-1", "version": k - 1, "updates": []any{map[string]any{"client": "editor-ana-1", "k": k, "changes": changesAppending(length, piece)}}})
		if err != nil {
			t.Fatal(err)
		}
		c.Must("board.edit", string(raw))
		length = c.Board.Len()
	}
}

func scores() string {
	m := map[interview.Criterion]int{}
	for i, c := range interview.Criteria() {
		m[c] = 1 + i%4
	}
	raw, _ := json.Marshal(m)
	return string(raw)
}

func export(t testing.TB, s *servertest.Server, one servertest.Session, key, format string) string {
	t.Helper()
	_, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID+"/export?format="+format, key, "")
	raw, ok := answer["raw"].(string)
	if !ok {
		t.Fatalf("%v", answer)
	}
	return raw
}
