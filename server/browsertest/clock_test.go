package browsertest

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// shown is what the browser's clock shows, in seconds; negative in overtime.
func (b *browser) shown() float64 {
	b.t.Helper()
	words := fmt.Sprint(b.eval(`document.querySelector(".clock__left").innerText`))
	sign := 1.0
	if rest, over := strings.CutPrefix(words, "+"); over {
		words, sign = rest, -1
	}
	minutes, seconds, ok := strings.Cut(words, ":")
	m, err := strconv.Atoi(minutes)
	n, err2 := strconv.Atoi(seconds)
	if !ok || err != nil || err2 != nil {
		b.t.Fatalf("the clock shows %q", words)
	}
	return sign * float64(60*m+n)
}

// agrees waits until a browser shows the phase and the minute that the server has.
func (b *browser) agrees(s *servertest.Server, one servertest.Session, phase string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.querySelector(".clock b")?.innerText === %q && document.querySelector(".clock").dataset.state === "run" && !document.querySelector(".clock__words").innerText.includes("own clock")`, phase))
	_, view := servertest.Call(b.t, "GET", s.URL+"/api/sessions/"+one.ID, one.Key, "")
	clock := view["clock"].(map[string]any)
	// The stepped clock stands while the browser's goes on until it measures anew.
	left := (clock["deadline"].(float64) - clock["now"].(float64)) / 1000
	if apart := math.Abs(b.shown() - left); apart > 20 {
		b.t.Errorf("the browser shows %v s left of %s, the server has %v", b.shown(), phase, left)
	}
}

// TestWrongClocksAndSleepingLaptops shows the right phase and minute in a browser whose clock is an
// hour off, forward or back, and after half an hour of sleep.
func TestWrongClocksAndSleepingLaptops(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45,"pace":"strict"}`)
	w := newWire(t, s.URL)
	ana, otto := newBrowser(t, false), newBrowser(t, true)
	for b, off := range map[*browser]int{ana: 3600_000, otto: -3600_000} {
		script := fmt.Sprintf(`{ const now = Date.now.bind(Date); Date.now = () => now() + %d; }`, off)
		b.run(chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
			return err
		}))
	}
	enter(ana, w.URL+"/s/"+one.ID+"/candidate#"+one.Invites["candidate"], "Ana")
	enter(otto, s.URL+"/s/"+one.ID+"/observer#"+one.Invites["observer"], "Otto")
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.KeepAlive()
	ben.Must("interview.start", `{"anyway":true}`)
	s.Clock.Step(90 * interview.Second)
	ana.agrees(s, one, "Clarification")
	otto.agrees(s, one, "Clarification")

	// The lid is shut: no line, no timers. Otto and Ben stay.
	w.pull()
	ana.run(page.SetWebLifecycleState(page.SetWebLifecycleStateStateFrozen))
	for range 30 {
		s.Clock.Step(interview.Minute)
	}
	otto.agrees(s, one, "Deep dive")
	w.mend()
	ana.run(page.SetWebLifecycleState(page.SetWebLifecycleStateStateActive))
	ana.agrees(s, one, "Deep dive")
	ana.focusBoard()
	ana.keys("good morning")
	ana.until(`document.querySelector(".save-state").dataset.state === "saved"`)
	ana.clean()
}
