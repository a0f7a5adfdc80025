package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mockroom/server/room"
	"mockroom/server/servertest"
)

// asker is somebody who asks: what they are in the session, and with which key.
type asker struct{ name, role, key string }

// members are the askers who are in the session.
var members = []string{"interviewer", "candidate", "mentor", "observer", "unseated"}

func (a asker) in() bool { return slices.Contains(members, a.name) }

// row is what a route answers to whom. A route without a row fails the test.
type row struct {
	// paths are what is asked, with {id} and {role}; the first alone counts for the route.
	paths []string
	body  string
	// cookie says that the key comes as a page's cookie, not as a bearer's.
	cookie bool
	// member and outsider are the statuses, but for those in per.
	member, outsider int
	per              map[string]int
	// leave names askers who are not to ask, because it would be done.
	leave []string
	// public says that the answer is everybody's, and holds the prompt.
	public bool
}

// pairOnly are the statuses of the two who hold the interview, where nobody else may.
var pairOnly = map[string]int{"interviewer": 409, "candidate": 409}

func public(status int, paths ...string) row {
	return row{paths: paths, member: status, outsider: status, public: true}
}

// routeTable has every route of the server; those of groups stand in groups_test.go.
var routeTable = map[string]row{
	"GET /":                                    public(200, "/"),
	"POST /":                                   public(400, "/"),
	"GET /healthz":                             public(200, "/healthz"),
	"GET /static/*":                            public(200, "/static/js/theme.js", "/static/css/app.css"),
	"GET /diagram/frame":                       public(200, "/diagram/frame"),
	"GET /diagram/:file":                       public(200, "/diagram/frame.js"),
	"GET /problems/:slug":                      public(200, "/problems/tinyurl"),
	"POST /problems/:slug/study":               public(404, "/problems/nothing/study"),
	"GET /api/problems":                        public(200, "/api/problems"),
	"GET /api/problems/:slug":                  public(200, "/api/problems/tinyurl"),
	"POST /api/problems/:slug/study":           public(404, "/api/problems/nothing/study"),
	"GET /api/me":                              public(200, "/api/me"),
	"DELETE /api/me":                           public(404, "/api/me"),
	"POST /me/erase":                           public(404, "/me/erase"),
	"GET /concepts":                            public(200, "/concepts"),
	"GET /concepts/:id":                        public(200, "/concepts/back-of-envelope"),
	"GET /api/concepts":                        public(200, "/api/concepts"),
	"GET /api/concepts/:id":                    public(200, "/api/concepts/back-of-envelope"),
	"GET /practice":                            public(200, "/practice"),
	"POST /practice/key":                       public(404, "/practice/key"),
	"POST /practice/key/revoke":                public(404, "/practice/key/revoke"),
	"POST /practice/browsers/close":            public(404, "/practice/browsers/close"),
	"GET /practice/move":                       public(200, "/practice/move"),
	"POST /practice/move":                      public(400, "/practice/move"),
	"GET /api/me/export":                       public(404, "/api/me/export"),
	"POST /api/me/key":                         public(404, "/api/me/key"),
	"DELETE /api/me/key":                       public(404, "/api/me/key"),
	"DELETE /api/me/browsers":                  public(404, "/api/me/browsers"),
	"POST /api/me/move":                        {paths: []string{"/api/me/move"}, body: `{"key":"none"}`, member: 400, outsider: 400},
	"POST /api/sessions/:id/return":            {paths: []string{"/api/sessions/{id}/return"}, body: `{"role":"interviewer"}`, member: 403, outsider: 403},
	"POST /api/sessions":                       {paths: []string{"/api/sessions"}, body: `{}`, member: 400, outsider: 400},
	"GET /s/:id/:role":                         {paths: []string{"/s/{id}/{role}"}, cookie: true, member: 200, outsider: 200},
	"GET /s/:id/:role/review":                  {paths: []string{"/s/{id}/{role}/review"}, cookie: true, member: 303, outsider: 403, per: map[string]int{"nobody": 404}},
	"GET /api/sessions/:id":                    {paths: []string{"/api/sessions/{id}", "/api/sessions/{id}?role={role}"}, member: 200, outsider: 403},
	"GET /api/sessions/:id/problem":            {paths: []string{"/api/sessions/{id}/problem"}, member: 200, outsider: 403},
	"GET /api/sessions/:id/export":             {paths: []string{"/api/sessions/{id}/export?format=jsonl", "/api/sessions/{id}/export?format=markdown", "/api/sessions/{id}/export?format=html"}, member: 200, outsider: 403},
	"GET /api/sessions/:id/replay":             {paths: []string{"/api/sessions/{id}/replay"}, member: 409, outsider: 403},
	"POST /api/sessions/:id/preview":           {paths: []string{"/api/sessions/{id}/preview"}, body: `{}`, member: 200, outsider: 403},
	"POST /api/sessions/:id/commands":          {paths: []string{"/api/sessions/{id}/commands"}, body: `{"client":"client-table","n":1,"command":"make.coffee"}`, member: 400, outsider: 403},
	"POST /api/sessions/:id/join":              {paths: []string{"/api/sessions/{id}/join"}, body: `{"role":"mentor","key":"{key}","name":"Eve"}`, member: 403, outsider: 403, per: map[string]int{"nobody": 404}, leave: []string{"mentor"}},
	"POST /api/sessions/:id/invites":           {paths: []string{"/api/sessions/{id}/invites"}, body: `{"role":"candidate"}`, member: 403, outsider: 403, leave: []string{"interviewer"}},
	"DELETE /api/sessions/:id/invites/:invite": {paths: []string{"/api/sessions/{id}/invites/{invite}"}, member: 403, outsider: 403, leave: []string{"interviewer"}},
	"DELETE /api/sessions/:id":                 {paths: []string{"/api/sessions/{id}"}, member: 403, outsider: 403, leave: []string{"interviewer", "candidate"}},
	"GET /operator":                            {paths: []string{"/operator"}, cookie: true, member: 200, outsider: 200},
	"POST /operator/enter":                     {paths: []string{"/operator/enter"}, cookie: true, member: 403, outsider: 403},
	"POST /operator/leave":                     {paths: []string{"/operator/leave"}, cookie: true, member: 200, outsider: 200},
	"POST /operator/backup":                    {paths: []string{"/operator/backup"}, cookie: true, member: 403, outsider: 403},
	"POST /operator/compact":                   {paths: []string{"/operator/compact"}, cookie: true, member: 403, outsider: 403},
	"POST /operator/verify":                    {paths: []string{"/operator/verify"}, cookie: true, member: 403, outsider: 403},
	"POST /operator/erase":                     {paths: []string{"/operator/erase"}, cookie: true, member: 403, outsider: 403},
	"GET /api/operator":                        {paths: []string{"/api/operator"}, member: 403, outsider: 403},
	"POST /api/operator/backup":                {paths: []string{"/api/operator/backup"}, body: `{}`, member: 403, outsider: 403},
	"POST /api/operator/verify":                {paths: []string{"/api/operator/verify"}, member: 403, outsider: 403},
	"POST /api/operator/compact":               {paths: []string{"/api/operator/compact"}, member: 403, outsider: 403},
	"POST /api/operator/erase":                 {paths: []string{"/api/operator/erase"}, body: `{"session":"{id}"}`, member: 403, outsider: 403},
	"GET /api/operator/sessions/:id/export":    {paths: []string{"/api/operator/sessions/{id}/export"}, member: 403, outsider: 403},
	"POST /s/:id/:role/swap":                   {paths: []string{"/s/{id}/{role}/swap"}, cookie: true, member: 400, outsider: 403, per: map[string]int{"nobody": 404}},
	"GET /api/sessions/:id/swap":               {paths: []string{"/api/sessions/{id}/swap"}, member: 200, outsider: 403},
	"POST /api/sessions/:id/swap":              {paths: []string{"/api/sessions/{id}/swap"}, body: `{"problem":"nothing"}`, member: 400, outsider: 403},
	"DELETE /api/sessions/:id/swap":            {paths: []string{"/api/sessions/{id}/swap"}, body: `{"problem":"uber"}`, member: 403, outsider: 403, per: pairOnly},
	"POST /api/sessions/:id/swap/accept":       {paths: []string{"/api/sessions/{id}/swap/accept"}, body: `{"problem":"uber"}`, member: 403, outsider: 403, per: pairOnly},
	"POST /api/sessions/:id/swap/enter":        {paths: []string{"/api/sessions/{id}/swap/enter"}, member: 403, outsider: 403, per: pairOnly},
	"POST /s/:id/:role/gold":                   {paths: []string{"/s/{id}/{role}/gold"}, cookie: true, member: 400, outsider: 403, per: map[string]int{"nobody": 404}},
	"POST /api/sessions/:id/gold":              {paths: []string{"/api/sessions/{id}/gold"}, body: `{"group":"groupgroupgroupgroupgroup0","scores":{}}`, member: 403, outsider: 403},
	"POST /api/sessions/:id/gold/agree":        {paths: []string{"/api/sessions/{id}/gold/agree"}, body: `{"group":"groupgroupgroupgroupgroup0"}`, member: 403, outsider: 403},
	"DELETE /api/sessions/:id/gold":            {paths: []string{"/api/sessions/{id}/gold"}, body: `{"group":"groupgroupgroupgroupgroup0"}`, member: 403, outsider: 403},
	"GET /s/:id/shared":                        {paths: []string{"/s/{id}/shared"}, cookie: true, member: 200, outsider: 200},
	"GET /api/sessions/:id/shares":             {paths: []string{"/api/sessions/{id}/shares"}, member: 200, outsider: 403},
	"POST /api/sessions/:id/shares":            {paths: []string{"/api/sessions/{id}/shares"}, body: `{}`, member: 403, outsider: 403, leave: []string{"interviewer", "candidate"}},
	"DELETE /api/sessions/:id/shares/:share":   {paths: []string{"/api/sessions/{id}/shares/s-none"}, member: 403, outsider: 403, leave: []string{"interviewer", "candidate"}},
	"POST /api/sessions/:id/shared":            {paths: []string{"/api/sessions/{id}/shared"}, body: `{"key":"{key}"}`, member: 403, outsider: 403, per: map[string]int{"nobody": 404}},
	"GET /api/sessions/:id/shared/replay":      {paths: []string{"/api/sessions/{id}/shared/replay"}, member: 403, outsider: 403},
	"GET /api/sessions/:id/shared/problem":     {paths: []string{"/api/sessions/{id}/shared/problem"}, member: 403, outsider: 403},
	"POST /api/sessions/:id/shared/preview":    {paths: []string{"/api/sessions/{id}/shared/preview"}, body: `{"text":"a"}`, member: 403, outsider: 403},
	"GET /api/sessions/:id/shared/export":      {paths: []string{"/api/sessions/{id}/shared/export?format=html"}, member: 403, outsider: 403},
	"GET /api/sessions/:id/live":               {paths: []string{"/api/sessions/{id}/live"}, member: 101, outsider: 403},
}

// TestEveryRouteHasARow compares the table with the server's routes, both ways.
func TestEveryRouteHasARow(t *testing.T) {
	served := map[string]bool{}
	for _, r := range servertest.New(t).Site.Routes() {
		name := r.Method + " " + r.Path
		served[name] = true
		if _, ok := routeTable[name]; !ok {
			t.Errorf("%s has no row: who may ask what there?", name)
		}
	}
	for name := range routeTable {
		if !served[name] {
			t.Errorf("%s has a row and is not served", name)
		}
	}
}

// asked goes through all routes as one asker. It fails where a status is not the table's, and gives
// what was answered: what is everybody's, and what is this asker's.
func asked(t *testing.T, url, id, invite, when string, a asker) (everybodys, own string) {
	t.Helper()
	var open, closed strings.Builder
	for name, r := range routeTable {
		if slices.Contains(r.leave, a.name) {
			continue
		}
		method, _, _ := strings.Cut(name, " ")
		want := r.outsider
		if a.in() {
			want = r.member
		}
		if status, ok := r.per[a.name]; ok {
			want = status
		}
		// Review and replay are there when the scoring is.
		if late := when == "scoring" || when == "locked" || when == "revealed" || when == "the mentor has locked"; (want == 303 || want == 409 && strings.HasSuffix(name, "/replay")) && late {
			want = 200
		}
		fill := strings.NewReplacer("{id}", id, "{role}", a.role, "{key}", a.key, "{invite}", invite)
		for _, path := range r.paths {
			status, text := 0, ""
			if strings.HasSuffix(path, "/live") {
				status = dialStatus(t, url+fill.Replace(path), a.key)
			} else {
				status, text = askedOne(t, method, url+fill.Replace(path), fill.Replace(r.body), a, r.cookie)
			}
			if status != want {
				t.Errorf("%s: %s gets %d from %s %s, want %d: %.200s", when, a.name, status, method, path, want, text)
			}
			if r.public {
				open.WriteString(text)
			} else {
				closed.WriteString(text)
			}
		}
	}
	return open.String(), closed.String()
}

func askedOne(t *testing.T, method, url, body string, a asker, cookie bool) (int, string) {
	t.Helper()
	var headers []string
	switch {
	case a.key == "":
	case cookie:
		headers = []string{"Cookie", "mockroom_" + a.role + "=" + a.key}
	default:
		headers = []string{"Authorization", "Bearer " + a.key}
	}
	answer := ask(t, method, url, "", body, headers...)
	text := bodyOf(t, answer)
	csp := answer.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") && !strings.Contains(url, "/diagram/frame") {
		t.Fatalf("%s has the policy %q", url, csp)
	}
	for _, h := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"} {
		if answer.Header.Get(h) == "" {
			t.Fatalf("%s has no %s", url, h)
		}
	}
	if personal := strings.Contains(url, "/api/") || strings.Contains(url, "/s/"); personal && answer.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%s may be kept: %q", url, answer.Header.Get("Cache-Control"))
	}
	return answer.StatusCode, text
}

func dialStatus(t *testing.T, url, key string) int {
	t.Helper()
	h := http.Header{}
	if key != "" {
		h.Set("Authorization", "Bearer "+key)
	}
	ws, answer, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(url, "http"), h)
	if err == nil {
		_ = ws.Close()
		return http.StatusSwitchingProtocols
	}
	if answer == nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

// strangers are the askers who have no business in a session.
func strangers(t *testing.T, url string, one servertest.Session) []asker {
	t.Helper()
	status, made := servertest.Call(t, "POST", url+"/api/sessions/"+one.ID+"/invites", one.Key, `{"role":"mentor"}`)
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, made)
	}
	_, key, _ := strings.Cut(made["url"].(string), "#")
	once := servertest.Session{ID: one.ID, Invites: map[string]string{"mentor": key}}
	revoked := once.Join(t, url, "mentor", "Rita")
	if status, answer := servertest.Call(t, "DELETE", url+"/api/sessions/"+one.ID+"/invites/"+made["id"].(string), one.Key, ""); status != http.StatusNoContent {
		t.Fatalf("%d %v", status, answer)
	}
	return []asker{
		{"revoked", "mentor", revoked}, {"other", "interviewer", servertest.Open(t, url, peer).Key},
		{"guess", "candidate", room.NewSecret()}, {"nobody", "candidate", ""},
	}
}
