package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// longSession is an interview with so many edits over 45 minutes, as far as the reveal, and the board
// after each of them.
func longSession(t testing.TB, s *servertest.Server, edits int) (one servertest.Session, ana string, boards []string) {
	t.Helper()
	one = servertest.Open(t, s.URL, `{"problem":"tinyurl","name":"Ben","role":"interviewer","minutes":45}`)
	ana = one.Join(t, s.URL, "candidate", "Ana")
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.Must("interview.start", `{"anyway":true}`)
	access, err := s.Registry.Authenticate(t.Context(), one.ID, ana)
	if err != nil {
		t.Fatal(err)
	}
	text := board.NewText("")
	boards = []string{""}
	r := rand.New(rand.NewPCG(1, uint64(edits)))
	answers := make(chan error, edits)
	for k := range edits {
		n := text.Len()
		at := r.IntN(n + 1)
		insert := []any{0, "x"}
		if k%60 == 59 {
			insert = []any{0, " a word of line", ""}
			at = n
		}
		changes := []any{insert}
		if at > 0 {
			changes = append([]any{at}, changes...)
		}
		if at < n {
			changes = append(changes, n-at)
		}
		raw, err := json.Marshal(changes)
		if err != nil {
			t.Fatal(err)
		}
		var set board.ChangeSet
		if err := json.Unmarshal(raw, &set); err != nil {
			t.Fatal(err)
		}
		if text, err = set.Apply(text); err != nil {
			t.Fatal(err)
		}
		boards = append(boards, text.String())
		s.Registry.Submit(context.Background(), one.ID, interview.Command{By: access.Participant, Do: interview.EditBoard{
			Client: "editor-ana-1", Version: uint64(k), Updates: []board.Update{{Client: "editor-ana-1", K: uint64(k + 1), Changes: set}},
		}}, func(err error) { answers <- err })
		if k%100 == 99 || k == edits-1 {
			for range k%100 + 1 {
				if err := <-answers; err != nil {
					t.Fatal(err)
				}
			}
			s.Clock.Step(interview.Duration(40*60*1000) / interview.Duration(max(1, edits/100)))
		}
	}
	ben.Must("interview.end", `{}`)
	anas := servertest.Dial(t, s.URL, one.ID, ana, "client-ana-1")
	for _, c := range []*servertest.Client{ben, anas} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior","strengths":"s","fix":"f"}}`)
		c.PinCriteria("said so")
		c.Must("scorecard.lock", `{}`)
	}
	ben.Must("reveal.ready", `{}`)
	anas.Must("reveal.ready", `{}`)
	bothAgree(ben, anas)
	ben.Close()
	anas.Close()
	return one, ana, boards
}

// bothAgree lets those in who come by a link after the interview.
func bothAgree(pair ...*servertest.Client) {
	for _, c := range pair {
		c.Must("consent.give", `{"to":"link"}`)
	}
}

// openReview brings a browser into a session's review by its role's link.
func openReview(b *browser, url string, one servertest.Session) {
	b.t.Helper()
	b.open(url + "/s/" + one.ID + "/observer#" + one.Invites["observer"])
	b.tabTo(`e.id === "name"`)
	b.keys("Otto\r")
	b.until(`location.pathname.endsWith("/review")`)
	b.until(`document.querySelector(".timeline__slider")`)
}

// replayed makes a stage of the server's own answer, in the page.
const replayed = `(async () => {
  const { codeStage } = await import("/static/js/replay/codestage.js"), { editsOf } = await import("/static/js/replay/moments.js");
  const answer = await (await fetch(location.pathname.replace(/^\/s\/(\w+)\/.*/, "/api/sessions/$1/replay") + "?role=observer")).json();
  window.stage = codeStage({ id: "x", role: "observer", nonce: document.querySelector('meta[name="csp-nonce"]').content }, editsOf(answer.items), { time: () => "", roleOf: () => "candidate" });
  return stage.history.length;
})()`

// TestReplayShowsTheBoardOfThen scrubs to random moments: the board there is the fold of the edits
// made by then, in the editor and in the algebra.
func TestReplayShowsTheBoardOfThen(t *testing.T) {
	s := servertest.New(t)
	w := newWire(t, s.URL)
	one, _, boards := longSession(t, s, 1500)
	otto := newBrowser(t, false)
	openReview(otto, w.URL, one)
	if n := otto.eval(replayed); n != float64(len(boards)-1) {
		t.Fatalf("%v edits are there, want %d", n, len(boards)-1)
	}
	r := rand.New(rand.NewPCG(2, 3))
	for range 200 {
		version := r.IntN(len(boards))
		if got := otto.eval(fmt.Sprintf(`(stage.go(%d, Math.max(0, %d - 20), %v), stage.text)`, version, version, r.IntN(4) == 0)); got != boards[version] {
			t.Fatalf("version %d is\n%q\nwant\n%q", version, got, boards[version])
		}
	}
	otto.eval(`location.hash = "#t=0"`)
	otto.until(`document.querySelector(".replay__view .push").innerText === "version 100 of 1500"`)
	otto.press(".")
	otto.until(`document.querySelector(".replay__view .push").innerText !== "version 100 of 1500"`)
	otto.press(" ")
	otto.until(`document.querySelector(".replay__controls [aria-label=Pause]")`)
	otto.press(" ")
	axe(otto, "the replay")
	otto.fits("the replay")
	otto.clean()
}

// BenchmarkReplay opens the replay of an hour with 20,000 edits and scrubs through it. It reports from
// the server's answer asked for to the first board shown, and from one moment to another.
func BenchmarkReplay(b *testing.B) {
	s := servertest.New(b)
	w := newWire(b, s.URL)
	one, _, boards := longSession(b, s, 20_000)
	otto := newBrowser(b, false)
	openReview(otto, w.URL, one)
	r := rand.New(rand.NewPCG(4, 5))
	var opened, jumped, stepped []float64
	for range b.N {
		opened = append(opened, otto.eval(`(async () => { const t = performance.now(); await `+replayed+`; stage.go(stage.history.length, stage.history.length - 200, false); return performance.now() - t })()`).(float64))
		for range 50 {
			jumped = append(jumped, otto.eval(fmt.Sprintf(`(() => { const t = performance.now(); stage.go(%d, %d, false); return performance.now() - t })()`, r.IntN(len(boards)-300)+300, 100)).(float64))
		}
		stepped = append(stepped, otto.eval(`(() => { stage.go(9000, 8900, false); const t = performance.now(); for (let v = 9001; v <= 9100; v++) stage.go(v, v - 100, false); return (performance.now() - t) / 100 })()`).(float64))
	}
	for name, list := range map[string][]float64{"open": opened, "jump": jumped, "step": stepped} {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name+"-p50-ms")
		b.ReportMetric(list[len(list)*95/100], name+"-p95-ms")
	}
	b.ReportMetric(0, "ns/op")
}
