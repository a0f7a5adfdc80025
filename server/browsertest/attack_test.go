package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
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

// away is a server of somebody else, which notes who asks it.
type away struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newAway(t *testing.T) *away {
	a := &away{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.asked = append(a.asked, r.Method+" "+r.URL.String())
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	t.Cleanup(a.Close)
	return a
}

// trap hears whatever runs that should not: a call that any script of any frame can make, dialogs,
// windows, and pages that lead elsewhere.
type trap struct {
	*browser
	mu     sync.Mutex
	sprung []string
	// out are requests to other servers, stopped are those, and handlers, that a policy held back.
	out     map[network.RequestID]string
	stopped int
}

func newTrap(b *browser, home string) *trap {
	b.t.Helper()
	tr := &trap{browser: b, out: map[network.RequestID]string{}}
	spring := func(format string, args ...any) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		tr.sprung = append(tr.sprung, fmt.Sprintf(format, args...))
	}
	chromedp.ListenTarget(b.ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventBindingCalled:
			spring("a script ran: pwned(%s)", e.Payload)
		case *page.EventJavascriptDialogOpening:
			spring("a dialog: %s", e.Message)
		case *page.EventFrameNavigated:
			if u := e.Frame.URL; e.Frame.ParentID == "" && !strings.HasPrefix(u, home) && !strings.HasPrefix(u, "file://") && u != "about:blank" {
				spring("the page leads to %s", u)
			}
		case *page.EventWindowOpen:
			spring("a window: %s", e.URL)
		case *network.EventRequestWillBeSent:
			if strings.HasPrefix(e.Request.URL, "http") && !strings.HasPrefix(e.Request.URL, home+"/") {
				tr.mu.Lock()
				tr.out[e.RequestID] = e.Request.URL
				tr.mu.Unlock()
			}
		case *network.EventLoadingFailed:
			tr.mu.Lock()
			if _, ok := tr.out[e.RequestID]; ok && e.BlockedReason == network.BlockedReasonCsp {
				tr.stopped++
				delete(tr.out, e.RequestID)
			}
			tr.mu.Unlock()
		case *cdplog.EventEntryAdded:
			if strings.Contains(e.Entry.Text, "Content Security Policy") {
				tr.mu.Lock()
				tr.stopped++
				tr.mu.Unlock()
			}
		}
	})
	b.run(runtime.AddBinding("pwned"), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`addEventListener("securitypolicyviolation", (e) => { (window.__violations ??= []).push(e.violatedDirective + " " + e.blockedURI); });`).Do(ctx)
		return err
	}))
	return tr
}

// audit lists what no page of ours has: handlers, styles and addresses that act, elements that load or
// run and are not the product's own.
const audit = `(() => {
  const bad = [];
  const tell = (e, why) => bad.push(why + " on " + e.outerHTML.slice(0, 160));
  const loads = new Set(["src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest"]);
  for (const e of document.querySelectorAll("*")) {
    for (const { name, value } of e.attributes) {
      const n = name.toLowerCase();
      const v = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
      if (n.startsWith("on") || n === "srcdoc" || n === "formaction" || n === "ping" || n === "background" || n === "accesskey") tell(e, n);
      if (n === "style" && /url\(|expression|@import|binding|fixed/.test(v)) tell(e, n);
      if ((n === "href" || n === "xlink:href" || loads.has(n)) && /^(javascript|vbscript|data|file|view-source|filesystem):/.test(v)) tell(e, n);
      if (n === "href" && v.startsWith("blob:")) tell(e, n);
      if (loads.has(n) && v !== "" && !v.startsWith("blob:" + location.origin) && new URL(value, location.href).origin !== location.origin) tell(e, n);
    }
    switch (e.localName) {
      case "script": if (!(e.getAttribute("src") ?? "").startsWith("/static/") && !(e.type === "application/json" && e.id === "plans")) tell(e, "script"); break;
      case "iframe": if (e.className !== "diagram-frame") tell(e, "iframe"); break;
      case "link": if (e.parentNode !== document.head || !e.getAttribute("href").startsWith("/static/")) tell(e, "link"); break;
      case "meta": if (e.parentNode !== document.head || (e.httpEquiv && !OFFLINE)) tell(e, "meta"); break;
      case "style": if (!e.nonce && !OFFLINE) tell(e, "style"); break;
      case "object": case "embed": case "base": case "frame": case "frameset": case "portal": case "fencedframe": case "video": case "audio": case "source": case "track": case "math": case "template": case "marquee": case "area": case "foreignobject": case "animate": case "set": case "use": case "image": case "dialog": tell(e, e.localName);
    }
  }
  for (const a of document.querySelectorAll(".prose a[href^=http], .spoken a[href^=http]")) if (!/noreferrer/.test(a.rel) || !/nofollow/.test(a.rel)) tell(a, "a link that tells where it comes from");
  if (document.body.nodeName !== "BODY" || document.forms.constructor !== HTMLCollection) bad.push("the document was clobbered");
  return [...bad, ...(window.__violations ?? []).map((v) => "the policy had to stop " + v)];
})()`

// look examines the page that is shown.
func (tr *trap) look(where string) {
	tr.t.Helper()
	offline := strings.HasPrefix(where, "the file")
	list, _ := tr.eval(strings.ReplaceAll(audit, "OFFLINE", fmt.Sprint(offline))).([]any)
	for i, found := range list {
		if i == 8 {
			tr.t.Errorf("%s: and %d more", where, len(list)-i)
			break
		}
		tr.t.Errorf("%s: %v", where, found)
	}
}

// hostileProblem is a problem whose every text is an attack, past all that the pack's check refuses.
func hostileProblem(t *testing.T, texts, diagrams, sheets []string) *problems.Catalogue {
	t.Helper()
	catalogue, err := problems.Load(os.DirFS("../../problems/testdata/pack"), "sample")
	if err != nil {
		t.Fatal(err)
	}
	p, _ := catalogue.Find("sample")
	at := 0
	next := func() string { at++; return texts[at%len(texts)] }
	whole := fenced("mermaid", diagrams[:3]) + fenced("calc", sheets) + strings.Join(texts, "\n\n")
	p.Prompt, p.Title, p.ShortName, p.Summary = whole, next(), next(), next()
	p.Aliases, p.Concepts, p.Authors, p.License = []string{next(), next()}, []string{next(), next(), next()}, []string{next()}, next()
	for k := range p.Anchors {
		p.Anchors[k] = [4]string{next(), next(), next(), next()}
	}
	k := &p.Kit
	k.Brief, k.Opening, k.Worksheet = whole, whole, strings.Join(sheets, "\n")
	for range 4 {
		k.Guide = append(k.Guide, problems.Chapter{Title: next(), Text: whole})
		k.Capacity = append(k.Capacity, problems.Chapter{Title: next(), Text: whole})
		k.Design = append(k.Design, problems.Chapter{Title: next(), Text: whole})
	}
	k.Clarifications, k.Cards, k.Mistakes = nil, nil, nil
	for i := range 60 {
		k.Clarifications = append(k.Clarifications, problems.Clarification{ID: fmt.Sprintf("c%d", i), Kind: "scope", Must: i%2 == 0, Question: next(), Answer: next(), Silent: next(), Words: next()})
		k.Cards = append(k.Cards, problems.Card{ID: fmt.Sprintf("card%d", i), Title: next(), Ask: next(), Then: next()})
		k.Mistakes = append(k.Mistakes, problems.Entry{ID: fmt.Sprintf("m%d", i), Text: next()})
	}
	for i := range k.Dives {
		d := &k.Dives[i]
		d.Title, d.Asks, d.Table, d.Concepts = next(), []string{next(), next(), next()}, whole, []string{next()}
		d.Levels = problems.Levels{Mid: next(), Senior: next(), Staff: next()}
	}
	for i := range k.Scripts {
		k.Scripts[i].Goal = next()
		for j := range k.Scripts[i].Items {
			k.Scripts[i].Items[j].Text, k.Scripts[i].Items[j].Hints = next(), [3]string{next(), next(), next()}
		}
	}
	for name := range p.Files {
		if strings.HasSuffix(name, ".md") {
			p.Files[name] = append(p.Files[name], "\n\n"+whole...)
		}
	}
	return catalogue
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
		c.Catalogue, r.Problems.Catalogue, c.Limits = catalogue, catalogue, web.Limits{}
	})
	w := newWire(t, s.URL)
	one := servertest.Open(t, s.URL, `{"problem":"sample","name":`+quote(corpus["name"][0])+`,"role":"interviewer","minutes":45}`)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben")
	anaKey := tryJoin(t, s, one, "candidate", corpus["name"][1])
	ana := servertest.Dial(t, s.URL, one.ID, anaKey, "client-ana")
	miaKey := tryJoin(t, s, one, "mentor", corpus["name"][2])
	mia := servertest.Dial(t, s.URL, one.ID, miaKey, "client-mia")
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
		b.shot("attack-" + role)
	}
	ben.Must("interview.end", `{}`)
	card := fmt.Sprintf(`{"card":{"scores":%s,"recommendation":"hire","confidence":"low","level":"mid","strengths":%s,"fix":%s}}`, scores(), quote(upTo(16<<10, everything)), quote(upTo(16<<10, everything[100:])))
	for _, c := range []*servertest.Client{ben, ana, mia} {
		c.Must("scorecard.save", card)
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
	b.open(at("candidate", "/review"))
	b.until(`[...document.querySelectorAll("figure.diagram")].filter(f => f.querySelector("img")?.naturalWidth > 0).length > 10`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	tr.look("the review")
	b.shot("attack-review")
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		pdf, _, err := page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		if err == nil && len(pdf) < 10_000 {
			err = fmt.Errorf("the print has %d bytes", len(pdf))
		}
		return err
	}))
	tr.look("the print")

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
	b.open(w.URL + "/s/" + one.ID + "/" + url.PathEscape(`"><script>pwned('1')<`) + "?x=" + url.QueryEscape(corpus["text"][0]))
	tr.look("an error")

	file := filepath.Join(t.TempDir(), "export.html")
	if err := os.WriteFile(file, []byte(export(t, s, one, anaKey, "html")), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open("file://" + file)
	b.until(`document.querySelector("main table")`)
	b.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
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

func export(t *testing.T, s *servertest.Server, one servertest.Session, key, format string) string {
	t.Helper()
	_, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID+"/export?format="+format, key, "")
	raw, ok := answer["raw"].(string)
	if !ok {
		t.Fatalf("%v", answer)
	}
	return raw
}
