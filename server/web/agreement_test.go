package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// scores are what a mentor gives in a session: a digit a criterion.
func cardOf(scores string) string {
	var b strings.Builder
	for i, k := range interview.Criteria() {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "%q:%c", k, scores[i])
	}
	return `{"card":{"scores":{` + b.String() + `},"recommendation":"hire","confidence":"high","level":"senior","strengths":"s","fix":"f"}}`
}

// rates pins, scores and locks.
func rates(t *testing.T, url, session, key, name, scores string) {
	t.Helper()
	c := servertest.Dial(t, url, session, key, "client-"+name)
	defer c.Close()
	c.PinCriteria("said so")
	c.Must("scorecard.save", cardOf(scores))
	c.Must("scorecard.lock", `{}`)
}

// comesTo joins a session as somebody who is known.
func (p *person) comesTo(one servertest.Session, role, name string) (key string) {
	p.t.Helper()
	return p.must("POST", "/api/sessions/"+one.ID+"/join", fmt.Sprintf(`{"role":%q,"key":%q,"name":%q}`, role, one.Invites[role], name))["key"].(string)
}

// The cards of two mentors for twelve sessions, a digit a criterion; 0 is not observed.
var twelveSessions = [12][2]string{
	{"333312", "332312"}, {"223311", "223322"}, {"444413", "344443"}, {"321333", "331343"},
	{"122231", "222231"}, {"234333", "233343"}, {"443243", "434233"}, {"333333", "333233"},
	{"112223", "122213"}, {"334433", "344323"}, {"223303", "323313"}, {"432203", "332203"},
}

// defined is weighted kappa from its definition, over every pairing of one's scores with the other's.
func defined(x, y []float64) float64 {
	observed, chance, n := 0.0, 0.0, float64(len(x))
	for i := range x {
		observed += (x[i] - y[i]) * (x[i] - y[i]) / n
		for j := range y {
			chance += (x[i] - y[j]) * (x[i] - y[j]) / (n * n)
		}
	}
	return 1 - observed/chance
}

// TestTwoMentorsScoreTwelveSessions compares the figures that the server answers with an independent
// calculation; with the candidate's own cards in between, which do not count.
func TestTwoMentorsScoreTwelveSessions(t *testing.T) {
	s := withoutLimits(t)
	mia, max := newPerson(t, s.URL, "Mia"), newPerson(t, s.URL, "Max")
	group := mia.makeGroup("Thursday group")
	mia.lets(max, group, "mentor")
	agreement := func() map[string]any {
		t.Helper()
		return mia.must("GET", "/api/groups/"+group+"/agreement", "")
	}
	for i, cards := range twelveSessions {
		one := servertest.Open(t, s.URL, `{"problem":"tinyurl","mode":"solo","minutes":45,"name":"Ana"}`)
		miaKey, maxKey := mia.comesTo(one, "mentor", "Mia"), max.comesTo(one, "mentor", "Max")
		ana := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ana-1")
		ana.Must("interview.start", `{}`)
		ana.Must("interview.end", `{}`)
		ana.Close()
		rates(t, s.URL, one.ID, one.Key, "ana-2", "444444")
		rates(t, s.URL, one.ID, maxKey, "max-1", cards[1])
		if i == 11 {
			// Before Mia's own lock the twelfth session is in no figure.
			eventually(t, "the sessions are counted", func() bool { return rowOf(t, agreement(), "communication")["sessions"] == 11.0 })
		}
		rates(t, s.URL, one.ID, miaKey, "mia-1", cards[0])
		if i == 8 {
			eventually(t, "the sessions are counted", func() bool { return rowOf(t, agreement(), "communication")["sessions"] == 9.0 })
			text, _ := json.Marshal(agreement())
			for _, figure := range []string{"kappa", "same", "within_one", "mean", "leniency"} {
				if strings.Contains(string(text), `"`+figure+`"`) {
					t.Errorf("nine sessions have a figure: %s", text)
				}
			}
			if !strings.Contains(string(text), "Too few sessions. It takes 10 that you both scored; 1 more.") {
				t.Errorf("it does not say how many are missing: %s", text)
			}
		}
		s.Clock.Step(interview.Minute * 60 * 24)
	}
	eventually(t, "the sessions are counted", func() bool { return rowOf(t, agreement(), "communication")["sessions"] == 12.0 })
	answer := agreement()
	for k, criterion := range interview.Criteria() {
		var x, y []float64
		for _, cards := range twelveSessions {
			if a, b := cards[0][k]-'0', cards[1][k]-'0'; a > 0 && b > 0 {
				x, y = append(x, float64(a)), append(y, float64(b))
			}
		}
		row := rowOf(t, answer, string(criterion))
		if row["sessions"] != float64(len(x)) {
			t.Errorf("%s: %v sessions, want %d", criterion, row["sessions"], len(x))
		}
		same, within := 0.0, 0.0
		for i := range x {
			switch math.Abs(x[i] - y[i]) {
			case 0:
				same, within = same+1, within+1
			case 1:
				within++
			}
		}
		n := float64(len(x))
		figures := row["figures"].(map[string]any)
		kappa := figures["kappa"].(map[string]any)
		close := func(what string, got any, want float64) {
			t.Helper()
			if g := got.(float64); math.Abs(g-want) > 1e-9 {
				t.Errorf("%s: %s is %v, calculated %v", criterion, what, g, want)
			}
		}
		close("the same", figures["same"], same/n)
		close("within one", figures["within_one"], within/n)
		close("kappa", kappa["value"], defined(x, y))
		// The interval, by leaving out a session at a time.
		mean, squares := 0.0, 0.0
		var left []float64
		for i := range x {
			a, b := append(append([]float64{}, x[:i]...), x[i+1:]...), append(append([]float64{}, y[:i]...), y[i+1:]...)
			left = append(left, defined(a, b))
			mean += left[i] / n
		}
		for _, l := range left {
			squares += (l - mean) * (l - mean)
		}
		t95 := map[int]float64{10: 2.262157, 11: 2.228139, 12: 2.200985}[len(x)]
		half := t95 * math.Sqrt(squares*(n-1)/n) / (1 - defined(x, y)*defined(x, y))
		in := kappa["interval"].(map[string]any)
		for end, want := range map[string]float64{"low": math.Tanh(math.Atanh(defined(x, y)) - half), "high": math.Tanh(math.Atanh(defined(x, y)) + half)} {
			if got := in[end].(float64); math.Abs(got-want) > 1e-4 {
				t.Errorf("%s: the interval's %s is %v, calculated %v", criterion, end, got, want)
			}
		}
	}
	// Mia less Max, over the criteria of a session that both observed, then over the sessions.
	mild := 0.0
	for _, cards := range twelveSessions {
		sum, n := 0.0, 0.0
		for k := range 6 {
			if a, b := cards[0][k]-'0', cards[1][k]-'0'; a > 0 && b > 0 {
				sum, n = sum+float64(a)-float64(b), n+1
			}
		}
		mild += sum / n / 12
	}
	raters := answer["raters"].([]any)
	for i, want := range []float64{mild, -mild} {
		r := raters[i].(map[string]any)
		if got := r["leniency"].(map[string]any)["mean"].(float64); math.Abs(got-want) > 1e-9 || r["you"] != (i == 0) || r["sessions"] != 12.0 {
			t.Errorf("%v is %v milder, calculated %v", r["name"], got, want)
		}
	}
	_, text := mia.ask("GET", "/mentoring", "")
	for _, words := range []string{
		`<button name="with" value="` + raters[1].(map[string]any)["member"].(string) + `" aria-pressed="true">You and Max</button>`,
		`<th scope="row">Communication</th><td class="num">12</td><td class="num">67 %</td>`, "Mild or strict", ">12 sessions</small>",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("the page has no %q", words)
		}
	}
	if text, _ := json.Marshal(answer); strings.Contains(string(text), "person") {
		t.Errorf("persons are named: %s", text)
	}
	if status, _ := max.ask("GET", "/api/groups/"+group+"/agreement", ""); status != http.StatusOK {
		t.Errorf("the other mentor gets %d", status)
	}
}

// rowOf is a criterion's row of the reader with the only other mentor.
func rowOf(t *testing.T, answer map[string]any, criterion string) map[string]any {
	t.Helper()
	for _, r := range answer["pairs"].([]any)[0].(map[string]any)["rows"].([]any) {
		if r := r.(map[string]any); r["criterion"] == criterion {
			return r
		}
	}
	t.Fatalf("no row for %s", criterion)
	return nil
}
