package web_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// stringsOf are all texts in a JSON value.
func stringsOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, e := range v {
			list = append(list, stringsOf(e)...)
		}
		return list
	case map[string]any:
		var list []string
		for _, e := range v {
			list = append(list, stringsOf(e)...)
		}
		return list
	}
	return nil
}

// kitTexts are the texts of a kit that a candidate reads only when they are given, by what they are.
func kitTexts(p *problems.Problem) map[string]string {
	texts := map[string]string{}
	add := func(what, text string) {
		// Short texts may stand anywhere.
		if text = strings.TrimSpace(text); len(text) >= 25 {
			texts[what] = text
		}
	}
	for _, c := range p.Kit.Clarifications {
		add("answer "+c.ID, c.Answer)
		add("silent "+c.ID, c.Silent)
	}
	for _, script := range p.Kit.Scripts {
		for _, item := range script.Items {
			for i, hint := range item.Hints {
				add(fmt.Sprintf("hint %s/%s %d", script.Phase, item.ID, i+1), hint)
			}
		}
	}
	for _, d := range p.Kit.Dives {
		for i, ask := range d.Asks {
			add(fmt.Sprintf("probe %s %d", d.ID, i), ask)
		}
		add("staff answer of "+d.ID, d.Levels.Staff)
	}
	for _, c := range p.Kit.Cards {
		add("card "+c.ID, c.Ask)
		add("then of "+c.ID, c.Then)
		add("senior answer of "+c.ID, c.Levels.Senior)
	}
	for _, chapter := range p.Kit.Design {
		add("design "+chapter.Title, chapter.Text)
	}
	for criterion, anchors := range p.Anchors {
		add("anchor of "+criterion, anchors[2])
	}
	return texts
}

// TestEveryProblemIsPlayedWhole leads an interview on each problem of the catalogue through the API, and
// uses every clarification, hint, probe and card: the candidate reads each when it is given, and nothing
// of the kit before.
func TestEveryProblemIsPlayedWhole(t *testing.T) {
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	s := servertest.Configured(t, func(_ *room.Config, pages *web.Config) { pages.Limits = web.Limits{} })
	// The sessions go on side by side and share the disk's commits.
	t.Run("problems", func(t *testing.T) {
		all := core.All()
		if testing.Short() {
			all = all[:1]
		}
		for _, p := range all {
			t.Run(p.Slug, func(t *testing.T) {
				t.Parallel()
				playWhole(t, s, p)
			})
		}
	})
}

func playWhole(t *testing.T, s *servertest.Server, p *problems.Problem) {
	one := servertest.Open(t, s.URL, fmt.Sprintf(`{"problem":%q,"name":"Ben","role":"interviewer","minutes":60}`, p.Slug))
	key := one.Join(t, s.URL, "candidate", "Ana")
	ben, ana := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben"), servertest.Dial(t, s.URL, one.ID, key, "client-ana")
	withheld := kitTexts(p)
	notes := 0
	// reads is what the candidate has read so far, by every way that their page asks.
	reads := func() string {
		t.Helper()
		notes++
		ana.Must("note.write", fmt.Sprintf(`{"text":"note %d"}`, notes))
		var all []string
		for _, frame := range ana.Frames {
			var v any
			if err := json.Unmarshal(frame, &v); err != nil {
				t.Fatal(err)
			}
			all = append(all, stringsOf(v)...)
		}
		for _, path := range []string{"", "/problem"} {
			_, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+one.ID+path, key, "")
			all = append(all, stringsOf(answer)...)
		}
		return strings.Join(all, "\n")
	}
	given := map[string]string{}
	give := func(what, command string, data any) {
		t.Helper()
		raw, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		ben.Must(command, string(raw))
		if text, ok := withheld[what]; ok {
			given[what] = text
			delete(withheld, what)
		}
	}
	check := func(when string) {
		t.Helper()
		text := reads()
		for what, words := range withheld {
			// What was given may hold the same words.
			if strings.Contains(text, words) && !anyHolds(given, words) {
				t.Errorf("%s: the candidate reads %s: %q", when, what, words)
			}
		}
		for what, words := range given {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the candidate lacks %s: %q", when, what, words)
			}
		}
	}
	check("lobby")
	ben.Must("interview.start", `{"anyway":true}`)
	check("start")
	for _, c := range p.Kit.Clarifications {
		give("answer "+c.ID, "clarification.tell", map[string]any{"id": c.ID})
	}
	check("all is told")
	for _, phase := range interview.TimedPhases() {
		script := p.Kit.Scripts[slices.IndexFunc(p.Kit.Scripts, func(s problems.Script) bool { return s.Phase == phase.String() })]
		for _, item := range script.Items {
			for rung := 1; rung <= len(item.Hints); rung++ {
				give(fmt.Sprintf("hint %s/%s %d", script.Phase, item.ID, rung), "hint.give", map[string]any{"phase": script.Phase, "item": item.ID, "rung": rung})
			}
		}
		if phase == interview.DeepDive {
			for _, d := range p.Kit.Dives {
				for i := range d.Asks {
					give(fmt.Sprintf("probe %s %d", d.ID, i), "probe.ask", map[string]any{"dive": d.ID, "index": i})
				}
			}
		}
		if phase == interview.FollowUp {
			for _, c := range p.Kit.Cards {
				give("card "+c.ID, "followup.deal", map[string]any{"id": c.ID})
			}
		}
		check(phase.Title())
		ben.Must("phase.next", fmt.Sprintf(`{"from":%q}`, phase.String()))
	}
	for what := range withheld {
		if strings.HasPrefix(what, "anchor of ") {
			delete(withheld, what) // one scores oneself against them
		}
	}
	check("scoring")
	for _, c := range []*servertest.Client{ben, ana} {
		c.Must("scorecard.save", `{"card":{"scores":{"communication":3,"structured-approach":3,"trade-offs":2,"scalability":3,"reliability":2,"implementation-details":3},"recommendation":"hire","confidence":"high","level":"senior"}}`)
		c.PinCriteria("said so")
		c.Must("scorecard.lock", `{}`)
	}
	ben.Must("reveal.ready", `{}`)
	ana.Must("reveal.ready", `{}`)
	text := reads()
	for what, words := range withheld {
		if strings.HasPrefix(what, "design ") && !strings.Contains(text, words) {
			t.Errorf("the review lacks %s", what)
		}
	}
}

// anyHolds says whether one of some texts has words in it.
func anyHolds(texts map[string]string, words string) bool {
	for _, text := range texts {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}
