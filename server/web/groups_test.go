package web_test

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// groupRoutes are rows of routeTable, in which nobody is in a group.
var groupRoutes = map[string]row{
	"GET /mentoring":                            {paths: []string{"/mentoring"}, cookie: true, member: 200, outsider: 200},
	"POST /mentoring":                           {paths: []string{"/mentoring"}, cookie: true, member: 404, outsider: 404},
	"GET /api/mentoring":                        {paths: []string{"/api/mentoring"}, member: 200, outsider: 200},
	"POST /api/sessions/:id/enter":              {paths: []string{"/api/sessions/{id}/enter"}, body: `{"group":"groupgroupgroupgroupgroup0"}`, member: 404, outsider: 404},
	"POST /groups":                              public(400, "/groups"),
	"GET /groups/:group":                        {paths: []string{"/groups/{id}"}, cookie: true, member: 404, outsider: 404},
	"GET /groups/:group/join":                   {paths: []string{"/groups/{id}/join"}, cookie: true, member: 200, outsider: 200},
	"GET /api/groups":                           {paths: []string{"/api/groups"}, member: 200, outsider: 200},
	"POST /api/groups":                          {paths: []string{"/api/groups"}, body: `{}`, member: 400, outsider: 400},
	"GET /api/groups/:group":                    {paths: []string{"/api/groups/{id}"}, member: 404, outsider: 404},
	"GET /api/groups/:group/agreement":          {paths: []string{"/api/groups/{id}/agreement"}, member: 404, outsider: 404},
	"PATCH /api/groups/:group":                  {paths: []string{"/api/groups/{id}"}, body: `{"name":"x"}`, member: 404, outsider: 404},
	"DELETE /api/groups/:group":                 {paths: []string{"/api/groups/{id}"}, member: 404, outsider: 404},
	"POST /api/groups/:group/join":              {paths: []string{"/api/groups/{id}/join"}, body: `{"key":"{key}","as":"Eve"}`, member: 403, outsider: 403},
	"POST /api/groups/:group/invites":           {paths: []string{"/api/groups/{id}/invites"}, body: `{"role":"member"}`, member: 404, outsider: 404},
	"DELETE /api/groups/:group/invites/:invite": {paths: []string{"/api/groups/{id}/invites/{invite}"}, member: 404, outsider: 404},
	"PATCH /api/groups/:group/members/:member":  {paths: []string{"/api/groups/{id}/members/m-1"}, body: `{"role":"mentor"}`, member: 404, outsider: 404},
	"DELETE /api/groups/:group/members/:member": {paths: []string{"/api/groups/{id}/members/m-1"}, member: 404, outsider: 404},
}

func init() { maps.Copy(routeTable, groupRoutes) }

func withoutLimits(t *testing.T) *servertest.Server {
	return servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{} })
}

// read is an answer's JSON.
func read(t *testing.T, text string) map[string]any {
	t.Helper()
	answer := map[string]any{}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return answer
}

// must asks and fails the test where it is refused.
func (p *person) must(method, path, body string) map[string]any {
	p.t.Helper()
	status, text := p.ask(method, path, body)
	if status >= 300 {
		p.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if text == "" {
		return nil
	}
	return read(p.t, text)
}

// makeGroup makes a group that the person runs.
func (p *person) makeGroup(name string) (id string) {
	p.t.Helper()
	return p.must("POST", "/api/groups", fmt.Sprintf(`{"name":%q}`, name))["id"].(string)
}

// joins lets another into the group by a fresh link.
func (p *person) lets(other *person, group, role string) (key string) {
	p.t.Helper()
	made := p.must("POST", "/api/groups/"+group+"/invites", fmt.Sprintf(`{"role":%q}`, role))
	_, key, _ = strings.Cut(made["url"].(string), "#")
	other.must("POST", "/api/groups/"+group+"/join", fmt.Sprintf(`{"key":%q}`, key))
	return key
}

// TestWhoIsAnsweredWhatOfAGroup asks every address of a group as everybody.
func TestWhoIsAnsweredWhatOfAGroup(t *testing.T) {
	s := withoutLimits(t)
	ruth, max, mo, other, eve := newPerson(t, s.URL, "Ruth"), newPerson(t, s.URL, "Max"), newPerson(t, s.URL, "Mo"), newPerson(t, s.URL, "Other"), newPerson(t, s.URL, "Eve")
	for _, row := range []struct {
		method, path, body                       string
		runner, mentor, member, stranger, nobody int
	}{
		{"GET", "/groups/{group}", "", 200, 200, 200, 404, 404},
		{"GET", "/groups/{group}/join", "", 200, 200, 200, 200, 200},
		{"GET", "/api/groups/{group}", "", 200, 200, 200, 404, 404},
		{"GET", "/api/groups/{group}/agreement", "", 200, 200, 403, 404, 404},
		{"PATCH", "/api/groups/{group}", `{"name":"Friday group"}`, 200, 403, 403, 404, 404},
		{"POST", "/api/groups/{group}/invites", `{"role":"mentor"}`, 201, 403, 403, 404, 404},
		{"DELETE", "/api/groups/{group}/invites/{invite}", "", 204, 403, 403, 404, 404},
		{"PATCH", "/api/groups/{group}/members/{other}", `{"role":"mentor"}`, 200, 403, 403, 404, 404},
		{"PATCH", "/api/groups/{group}/members/{other}", `{"runs":true}`, 200, 403, 403, 404, 404},
		{"PATCH", "/api/groups/{group}/members/{other}", `{}`, 400, 400, 400, 400, 400},
		{"DELETE", "/api/groups/{group}/members/{other}", "", 204, 403, 403, 404, 404},
		{"POST", "/api/groups/{group}/join", `{"key":"` + room.NewSecret() + `"}`, 403, 403, 403, 403, 403},
		{"DELETE", "/api/groups/{group}", "", 204, 403, 403, 404, 404},
	} {
		id := ruth.makeGroup("Thursday group")
		ruth.lets(max, id, "mentor")
		ruth.lets(mo, id, "member")
		key := ruth.lets(other, id, "member")
		view := ruth.must("GET", "/api/groups/"+id, "")
		invite := view["invites"].([]any)[0].(map[string]any)["id"].(string)
		otherID := ""
		for _, m := range view["members"].([]any) {
			if m := m.(map[string]any); m["name"] == "Other" {
				otherID = m["id"].(string)
			}
		}
		// Whoever runs it comes last: only they change anything.
		for _, as := range []string{"nobody", "stranger", "member", "mentor", "runner"} {
			p, want := map[string]*person{"nobody": {t, newBrowser(t, s.URL)}, "stranger": eve, "member": mo, "mentor": max, "runner": ruth}[as], 0
			switch as {
			case "nobody":
				want = row.nobody
			case "stranger":
				want = row.stranger
			case "member":
				want = row.member
			case "mentor":
				want = row.mentor
			default:
				want = row.runner
			}
			path := strings.NewReplacer("{group}", id, "{invite}", invite, "{other}", otherID).Replace(row.path)
			status, text := p.ask(row.method, path, row.body)
			if status != want {
				t.Errorf("%s gets %d from %s %s %s, want %d: %.200s", as, status, row.method, row.path, row.body, want, text)
			}
			if want >= 400 || strings.HasSuffix(row.path, "/join") {
				for _, secret := range []string{"Thursday", "Other", "Ruth", "Max"} {
					if strings.Contains(text, secret) && !(as == "mentor" && secret == "Max" || as == "runner" && secret == "Ruth") {
						t.Errorf("%s reads %q at %s", as, secret, row.path)
					}
				}
			}
			for _, secret := range []string{key, room.Hash(key), "person", "key_hash"} {
				if secret != "person" && strings.Contains(text, secret) || secret == "person" && strings.Contains(text, `"person"`) {
					t.Errorf("%s is shown what stays on the server at %s: %s", as, row.path, text)
				}
			}
		}
	}
}

// TestAGroupsLinks joins by links that are whole, broken, closed, and used again.
func TestAGroupsLinks(t *testing.T) {
	s := withoutLimits(t)
	ruth, ann := newPerson(t, s.URL, "Ruth"), newPerson(t, s.URL, "Ann")
	id := ruth.makeGroup("Thursday group")
	made := ruth.must("POST", "/api/groups/"+id+"/invites", `{"role":"member"}`)
	link, key, _ := strings.Cut(made["url"].(string), "#")
	if !strings.HasSuffix(link, "/groups/"+id+"/join") || len(key) < 26 {
		t.Errorf("the link is %s#%s", link, key)
	}
	for _, wrong := range []string{"", key[:25], key + "x", strings.ToUpper(key), room.Hash(key)} {
		if status, text := ann.ask("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q}`, wrong)); status != http.StatusForbidden {
			t.Errorf("%q: %d %s", wrong, status, text)
		}
	}
	if status, _ := ann.ask("POST", "/api/groups/"+room.NewSecret()+"/join", fmt.Sprintf(`{"key":%q}`, key)); status != http.StatusForbidden {
		t.Errorf("the key opens another group: %d", status)
	}
	nobody := &person{t, newBrowser(t, s.URL)}
	if status, text := nobody.ask("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q}`, key)); status != http.StatusBadRequest {
		t.Errorf("somebody without a name: %d %s", status, text)
	}
	nobody.must("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q,"as":"New"}`, key))
	ann.must("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q}`, key))
	ann.must("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q}`, key))
	view := ruth.must("GET", "/api/groups/"+id, "")
	if n := len(view["members"].([]any)); n != 3 {
		t.Errorf("%d people", n)
	}
	if used := view["invites"].([]any)[0].(map[string]any)["used"]; used != 2.0 {
		t.Errorf("used %v times", used)
	}
	ruth.must("DELETE", "/api/groups/"+id+"/invites/"+made["id"].(string), "")
	late := newPerson(t, s.URL, "Late")
	if status, text := late.ask("POST", "/api/groups/"+id+"/join", fmt.Sprintf(`{"key":%q}`, key)); status != http.StatusForbidden {
		t.Errorf("a closed link: %d %s", status, text)
	}
	if status, _ := ann.ask("GET", "/api/groups/"+id, ""); status != http.StatusOK {
		t.Errorf("who had come was put out: %d", status)
	}
}

// TestGroupsGoAlongWithAPerson moves, exports and erases people of a group.
func TestGroupsGoAlongWithAPerson(t *testing.T) {
	s := withoutLimits(t)
	ruth, ann := newPerson(t, s.URL, "Ruth"), newPerson(t, s.URL, "Ann")
	id := ruth.makeGroup("Thursday group")
	ruth.lets(ann, id, "member")

	eventually(t, "the export has the group", func() bool {
		text := zipped(t, ann, "history.json")
		return strings.Contains(text, `"Thursday group"`) && strings.Contains(text, `"role": "member"`)
	})

	// Ann's other browser takes her history: what that browser was in comes along.
	phone := newPerson(t, s.URL, "Phone")
	ruth.lets(phone, id, "mentor")
	words := ann.must("POST", "/api/me/key", "")["key"].(string)
	phone.must("POST", "/api/me/move", fmt.Sprintf(`{"key":%q}`, words))
	view := phone.must("GET", "/api/groups/"+id, "")
	if n := len(view["members"].([]any)); n != 2 || view["role"] != "mentor" {
		t.Errorf("%d people, %v", n, view["role"])
	}
	if status, _ := ann.ask("GET", "/api/groups/"+id, ""); status != http.StatusOK {
		t.Errorf("the first browser has lost the group: %d", status)
	}

	// Whoever runs the group erases herself; Ann runs it then. She goes too, and so does the group.
	ruth.must("DELETE", "/api/me", "")
	view = ann.must("GET", "/api/groups/"+id, "")
	if n := len(view["members"].([]any)); n != 1 || view["runs"] != true {
		t.Errorf("after the erasure: %v", view)
	}
	ann.must("DELETE", "/api/me", "")
	for _, err := range s.Journal.Read(t.Context(), journal.ID("group:"+id), 1) {
		if err == nil {
			t.Fatal("an empty group is still there")
		}
	}
	pending, err := s.Registry.Pending(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range pending {
		found = found || p.Group == id
	}
	if !found {
		t.Error("nobody is told that the group's bytes are still in the file")
	}
}

// TestAGroupIsAskedForAScore names groups in consents: one's own, a stranger's, one that is gone.
func TestAGroupIsAskedForAScore(t *testing.T) {
	s := withoutLimits(t)
	one := servertest.Open(t, s.URL, peer)
	ana, eve := newPerson(t, s.URL, "Ana"), newPerson(t, s.URL, "Eve")
	key := read(t, func() string {
		_, text := ana.ask("POST", "/api/sessions/"+one.ID+"/join", `{"role":"candidate","key":"`+one.Invites["candidate"]+`","name":"Ana"}`)
		return text
	}())["key"].(string)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben-1")
	ben.Must("interview.start", `{"anyway":true}`)
	ben.Must("interview.end", `{}`)
	own, strange := ana.makeGroup("Thursday & friends"), eve.makeGroup("Eve's")
	if err := command(t, s.URL, one.ID, key, "client-ana-a", "consent.give", `{"to":"`+strange+`"}`); err == nil || err.Code != interview.Forbidden {
		t.Errorf("a group that she is not in: %v", err)
	}
	if err := command(t, s.URL, one.ID, key, "client-ana-b", "consent.give", `{"to":"`+room.NewSecret()+`"}`); err == nil || err.Code != interview.Forbidden {
		t.Errorf("a group that is none: %v", err)
	}
	eventually(t, "her own group is offered", func() bool {
		_, text := ana.ask("GET", "/s/"+one.ID+"/candidate/review", "")
		return strings.Contains(text, "The mentors of Thursday &amp; friends")
	})
	if err := command(t, s.URL, one.ID, key, "client-ana-c", "consent.give", `{"to":"`+own+`"}`); err != nil {
		t.Fatal(err)
	}
	if _, text := page(t, s.URL+"/s/"+one.ID+"/interviewer/review", "interviewer", one.Key); !strings.Contains(text, "Ana asks the mentors of Thursday &amp; friends to score this session.") {
		t.Errorf("Ben does not read who is asked: %s", text)
	}
	ben.Must("consent.give", `{"to":"`+own+`"}`)
	ana.must("DELETE", "/api/groups/"+own, "")
	if _, text := page(t, s.URL+"/s/"+one.ID+"/interviewer/review", "interviewer", one.Key); !strings.Contains(text, "The mentors of a group that is no more") {
		t.Errorf("a group that went: %s", text)
	}
}

// TestGroupNames holds what a group may be called.
func TestGroupNames(t *testing.T) {
	s := withoutLimits(t)
	ruth := newPerson(t, s.URL, "Ruth")
	id := ruth.makeGroup("  Thursday   group ")
	if name := ruth.must("GET", "/api/groups/"+id, "")["name"]; name != "Thursday group" {
		t.Errorf("%q", name)
	}
	for _, name := range []string{"", " ", strings.Repeat("x", 41), "a\u202eb", "a\u0000b", "\u200b", "\xff"} {
		body, err := json.Marshal(map[string]string{"name": name})
		if err != nil {
			t.Fatal(err)
		}
		if status, text := ruth.ask("PATCH", "/api/groups/"+id, string(body)); status != http.StatusBadRequest {
			t.Errorf("%q: %d %s", name, status, text)
		}
		if status, text := ruth.ask("POST", "/api/groups", string(body)); status != http.StatusBadRequest {
			t.Errorf("a new one, %q: %d %s", name, status, text)
		}
	}
}

// zipped is a file of the person's export.
func zipped(t *testing.T, p *person, file string) string {
	t.Helper()
	status, answer := p.ask("GET", "/api/me/export", "")
	z, err := zip.NewReader(strings.NewReader(answer), int64(len(answer)))
	if status != http.StatusOK || err != nil {
		t.Fatal(status, err)
	}
	f, err := z.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
