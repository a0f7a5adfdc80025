package browsertest

import (
	"fmt"
	"net/http"
	"strings"

	"mockroom/server/interview"
	"mockroom/server/servertest"
)

// lookAtGold proposes an agreed card whose reasons are what is given, a piece each, and reads it in the
// reviews of the pair.
func lookAtGold(b *browser, tr *trap, s *servertest.Server, one servertest.Session, anaKey, url string, everything []string) {
	b.t.Helper()
	ctx := b.t.Context()
	access, err := s.Registry.Authenticate(ctx, one.ID, one.Key)
	if err != nil {
		b.t.Fatal(err)
	}
	person, err := s.Registry.SwapPerson(ctx, one.ID, access.Participant, access.Participant)
	if err != nil {
		b.t.Fatal(err)
	}
	group, err := s.Registry.MakeGroup(ctx, person, "Thursday group")
	if err != nil {
		b.t.Fatal(err)
	}
	post := func(path, key, body string, want int) {
		b.t.Helper()
		if status, answer := servertest.Call(b.t, "POST", s.URL+"/api/sessions/"+one.ID+path, key, body); status != want {
			b.t.Fatalf("%s: %d %v", path, status, answer)
		}
	}
	for i, key := range []string{one.Key, anaKey} {
		post("/commands", key, fmt.Sprintf(`{"client":"client-gold-%d","n":1,"command":"consent.give","data":{"to":%q}}`, i, group), http.StatusOK)
	}
	for turn := range 2 {
		var scores []string
		for i, k := range interview.Criteria() {
			from := (turn*6 + i) * len(everything) / 12
			scores = append(scores, fmt.Sprintf(`%q:{"score":2,"reason":%s,"moment":%d}`, k, quote(upTo(2<<10, everything[from:])), servertest.Start))
		}
		post("/gold", one.Key, fmt.Sprintf(`{"group":%q,"scores":{%s}}`, group, strings.Join(scores, ",")), http.StatusNoContent)
		for _, role := range []string{"candidate", "interviewer"} {
			b.open(url + "/s/" + one.ID + "/" + role + "/review")
			b.until(`document.querySelector(".gold .why")?.innerText.length > 100`)
			tr.look("the agreed card for the " + role)
		}
	}
	b.shot("attack-gold")
}
