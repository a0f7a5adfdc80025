package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

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
      if (n.startsWith("on") || n === "srcdoc" && !(OFFLINE && e.className === "diagram-frame") || n === "formaction" || n === "ping" || n === "background" || n === "accesskey") tell(e, n);
      if (n === "style" && /url\(|expression|@import|binding|fixed/.test(v)) tell(e, n);
      if ((n === "href" || n === "xlink:href" || loads.has(n)) && /^(javascript|vbscript|data|file|view-source|filesystem):/.test(v)) tell(e, n);
      if (n === "href" && v.startsWith("blob:")) tell(e, n);
      if (loads.has(n) && v !== "" && !v.startsWith("blob:" + (OFFLINE ? "null/" : location.origin)) && new URL(value, location.href).origin !== location.origin) tell(e, n);
    }
    switch (e.localName) {
      case "script": if (!(e.getAttribute("src") ?? "").startsWith("/static/") && !(e.type === "application/json" && e.id === "plans") && !(OFFLINE && e.parentNode === document.body && (e.type === "application/gzip" ? /^(replay-data|diagram-frame)$/.test(e.id) : e.type === "module" && e === document.body.querySelector("#diagram-frame").nextElementSibling))) tell(e, "script"); break;
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
