package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mockroom/server/room"
	"mockroom/server/servertest"
	"mockroom/server/web"
)

// raw sends bytes as they are, and reads the answer.
func raw(t *testing.T, s *servertest.Server, request string) (*http.Response, string) {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(servertest.Patience))
	go func() { _, _ = io.WriteString(c, request) }()
	a, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	b, _ := io.ReadAll(a.Body)
	_ = a.Body.Close()
	return a, string(b)
}

// TestNobodyWalksOutOfTheFolders asks for files beside and above what is served.
func TestNobodyWalksOutOfTheFolders(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	for _, path := range []string{
		"/static/../embed.go", "/static/..%2fembed.go", "/static/%2e%2e/embed.go", "/static/js/../../embed.go", "/static/js/..%5c..%5cembed.go", "/static//etc/passwd",
		"/static/....//....//etc/passwd", "/static/css/%00.css", "/static/js/theme.js%00.png", "/static/%252e%252e/embed.go", "/static/", "/static/js", "/static/js/", "/static/package.json",
		"/static/js/session/clock.test.js", "/static/js/session/testdata/views.json", "/static/vendor/build.mjs", "/static/node_modules/lit-html/package.json", "/static/.prettierrc.json",
		"/diagram/..%2fvendor%2flit.js", "/diagram/mermaid.js%2f..%2flit.js", "/diagram/lit.js", "/diagram/../static/embed.go",
		"/problems/..%2f..%2fgo.mod", "/problems/tinyurl%2f..%2fuber", "/problems/%2e%2e", "/api/problems/..%2ftinyurl", "/api/problems/tinyurl%2fdesign.md",
		"/api/sessions/..%2f..%2fproblems", "/api/sessions/" + one.ID + "%2f..%2f" + one.ID, "/s/..%2f..%2f/candidate", "/s/" + one.ID + "/..%2fcandidate", "/s/" + strings.ToUpper(one.ID) + "/candidate",
		"/api/sessions/" + one.ID + "/invites/..%2f..%2f" + one.ID, "/api/sessions/" + one.ID + "/export/../../" + one.ID,
	} {
		a, body := raw(t, s, "GET "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "+one.Key+"\r\n\r\n")
		if a.StatusCode != 404 && a.StatusCode != 400 && a.StatusCode != 405 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		for _, leak := range []string{"package static", "root:", "module mockroom", "\"devDependencies\"", "shortens web addresses", "blocklist"} {
			if strings.Contains(body, leak) {
				t.Errorf("%s shows %q", path, leak)
			}
		}
	}
	for _, format := range []string{"../../etc/passwd", "jsonl%0d%0aX-Evil:1", "markdown%00", "jsonl%2f.."} {
		if a, _ := raw(t, s, "GET /api/sessions/"+one.ID+"/export?format="+format+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "+one.Key+"\r\n\r\n"); a.StatusCode != 400 {
			t.Errorf("format %s: %d", format, a.StatusCode)
		}
	}
}

// TestHeadersAreTheServersOwn puts line breaks and quotes wherever something of a stranger's comes
// near a header.
func TestHeadersAreTheServersOwn(t *testing.T) {
	s := servertest.New(t)
	name := `Ana\" filename=evil.html; <script>`
	one := servertest.Open(t, s.URL, strings.Replace(peer, `"Ben"`, `"`+name+`"`, 1))
	for _, format := range []string{"jsonl", "markdown", "html"} {
		a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID+"/export?format="+format, "", "", "Authorization", "Bearer "+one.Key)
		d := a.Header.Get("Content-Disposition")
		if !strings.HasPrefix(d, `attachment; filename="mockroom-`+one.ID[:6]) || strings.Contains(d, "evil") || strings.Count(d, `"`) != 2 {
			t.Errorf("%s is saved as %q", format, d)
		}
		if strings.Contains(a.Header.Get("Content-Type"), "html") && format != "html" {
			t.Errorf("%s is %s", format, a.Header.Get("Content-Type"))
		}
	}
	for _, path := range []string{"/problems/tinyurl%0d%0aSet-Cookie:a=b", "/s/%0d%0aLocation:https:%2f%2fevil.example/candidate", "//evil.example/%2e%2e", "/problems/tinyurl/study%0d%0aX-Evil:1"} {
		for _, method := range []string{"GET", "POST"} {
			a, _ := raw(t, s, method+" "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			if a.Header.Get("X-Evil") != "" || a.Header.Get("Set-Cookie") != "" || strings.Contains(a.Header.Get("Location"), "evil") {
				t.Errorf("%s %s: %v", method, path, a.Header)
			}
		}
	}
	// Where a redirect leads is a path of this server, whatever the Host said.
	form := "problem=tinyurl&role=candidate&minutes=45&name=Ana"
	a, _ := raw(t, s, fmt.Sprintf("POST / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form))
	if to := a.Header.Get("Location"); a.StatusCode != 303 || !strings.HasPrefix(to, "/s/") {
		t.Errorf("%d to %q", a.StatusCode, to)
	}
}

// TestHostsAreNotBelieved opens rooms under other names.
func TestHostsAreNotBelieved(t *testing.T) {
	links := func(s *servertest.Server, host string, headers string) (int, string) {
		a, body := raw(t, s, fmt.Sprintf("POST /api/sessions HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s", host, headers, len(peer), peer))
		return a.StatusCode, body
	}
	named := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.PublicURL = "https://mock.example.org" })
	for _, host := range []string{"evil.example", "127.0.0.1", "mock.example.org.evil.example", "mock.example.org@evil.example"} {
		status, body := links(named, host, "X-Forwarded-Host: evil.example\r\n")
		if status == 201 && (strings.Contains(body, "evil.example") || !strings.Contains(body, "https://mock.example.org/s/")) {
			t.Errorf("Host %s makes links of %s", host, body)
		}
	}
	open := servertest.New(t)
	if status, body := links(open, "192.168.1.20:8080", "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"); status != 201 || !strings.Contains(body, "http://192.168.1.20:8080/s/") {
		t.Errorf("without a public URL links follow the Host: %d %s", status, body)
	}
	for _, host := range []string{`a"><script>`, "a b", "a\x00b", "a;script-src *"} {
		a, _ := raw(t, open, "GET / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		if csp := a.Header.Get("Content-Security-Policy"); strings.Contains(csp, "script-src *") || strings.Contains(csp, "<") {
			t.Errorf("Host %q writes the policy %q", host, csp)
		}
	}
	// A foreign name that leads to this address has its own pages' origin, and is still foreign.
	for _, test := range []struct {
		host, headers string
		status        int
	}{
		{"evil.example", "Origin: http://evil.example\r\n", 403}, {"mock.example.org", "Origin: https://mock.example.org\r\n", 201},
		{"10.0.0.1:8080", "Origin: https://mock.example.org\r\n", 201}, {"127.0.0.1:8080", "Origin: https://127.0.0.1:8080\r\n", 201},
		{"mock.example.org", "Origin: http://mock.example.org\r\n", 403}, {"mock.example.org", "Origin: null\r\n", 403}, {"mock.example.org", "Origin: https://mock.example.org.evil.example\r\n", 403},
		{"mock.example.org", "Sec-Fetch-Site: same-site\r\n", 403}, {"mock.example.org", "Sec-Fetch-Site: cross-site\r\n", 403}, {"mock.example.org", "Sec-Fetch-Site: same-origin\r\n", 201},
	} {
		if status, body := links(named, test.host, test.headers); status != test.status {
			t.Errorf("%s %s: %d %s", test.host, test.headers, status, body)
		}
	}
}

// TestForeignPagesPostNothing tries every route that changes something as another site's page does.
func TestForeignPagesPostNothing(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	tried := 0
	for name := range routeTable {
		method, path, _ := strings.Cut(name, " ")
		if method == "GET" {
			continue
		}
		fill := strings.NewReplacer(":id", one.ID, ":role", "candidate", ":slug", "tinyurl", ":invite", "i-1")
		for _, headers := range [][]string{{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://127.0.0.1:1"}} {
			tried++
			a := ask(t, method, s.URL+fill.Replace(path), "", "{}", append(headers, "Cookie", "mockroom_interviewer="+one.Key, "Content-Type", "text/plain")...)
			if a.StatusCode != 403 || len(a.Cookies()) > 0 {
				t.Errorf("%s with %v: %d", name, headers, a.StatusCode)
			}
		}
	}
	if tried < 40 {
		t.Errorf("only %d were tried", tried)
	}
	if a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID, "", "", "Authorization", "Bearer "+one.Key); a.StatusCode != 200 {
		t.Errorf("the session: %d", a.StatusCode)
	}
}

// TestNobodyChoosesAnothersIdentity brings cookies that somebody else has chosen to every act.
func TestNobodyChoosesAnothersIdentity(t *testing.T) {
	s := servertest.Configured(t, behindProxy(web.Limits{}))
	one := servertest.Open(t, s.URL, peer)
	chosen := room.NewSecret() + "." + room.NewSecret()
	seat := room.NewSecret()
	joined := ask(t, "POST", s.URL+"/api/sessions/"+one.ID+"/join", "", fmt.Sprintf(`{"role":"candidate","key":%q,"name":"Ana"}`, one.Invites["candidate"]),
		"Cookie", "mockroom_person="+chosen+"; mockroom_candidate="+seat)
	var answer struct{ Key string }
	if err := json.Unmarshal([]byte(bodyOf(t, joined)), &answer); err != nil || answer.Key == seat || len(answer.Key) < 26 {
		t.Errorf("%v: the key is %q", err, answer.Key)
	}
	fresh := map[string]bool{}
	for _, c := range joined.Cookies() {
		fresh[c.Name] = true
		if strings.Contains(c.Value, seat) || strings.Contains(c.Value, chosen) || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%s is %s", c.Name, c)
		}
	}
	if !fresh["mockroom_person"] || !fresh["mockroom_candidate"] {
		t.Errorf("the join sets %v", fresh)
	}
	if a := ask(t, "GET", s.URL+"/api/sessions/"+one.ID+"?role=candidate", "", "", "Cookie", "mockroom_candidate="+seat); a.StatusCode != 403 {
		t.Errorf("the chosen key: %d", a.StatusCode)
	}
	// Under https a cookie without the prefix, which a neighbouring site may have set, is nobody's.
	person := ""
	open := ask(t, "POST", s.URL+"/api/sessions", "203.0.113.1", peer, "X-Forwarded-Proto", "https")
	for _, c := range open.Cookies() {
		if c.Name == "__Host-mockroom_person" {
			person = c.Value
			if !c.Secure || c.Path != "/" || c.Domain != "" {
				t.Errorf("%s", c)
			}
		}
	}
	for cookie, name := range map[string]string{"__Host-mockroom_person": "Ben", "mockroom_person": ""} {
		a := ask(t, "GET", s.URL+"/api/me", "203.0.113.1", "", "X-Forwarded-Proto", "https", "Cookie", cookie+"="+person)
		if text := bodyOf(t, a); !strings.Contains(text, fmt.Sprintf(`"name":%q`, name)) {
			t.Errorf("%s: %s", cookie, text)
		}
	}
	// A proxy that is not named does not make http https.
	plain := servertest.New(t)
	for _, c := range ask(t, "POST", plain.URL+"/api/sessions", "", peer, "X-Forwarded-Proto", "https").Cookies() {
		if c.Secure {
			t.Errorf("%s is secure on the word of a stranger", c.Name)
		}
	}
}

// TestBombsAndGiants sends too much of everything; the server answers and goes on.
func TestBombsAndGiants(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) { c.Limits = web.Limits{} })
	one := servertest.Open(t, s.URL, peer)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 50<<20))
	_ = z.Close()
	deep := strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_000)
	arrays := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	bearer := []string{"Authorization", "Bearer " + one.Key}
	for name, test := range map[string]struct {
		path, body string
		headers    []string
		status     int
	}{
		"gzip":             {"/api/sessions", bomb.String(), []string{"Content-Encoding", "gzip"}, 415},
		"deflate":          {"/", "x", []string{"Content-Encoding", "deflate"}, 415},
		"two encodings":    {"/api/sessions", "x", []string{"Content-Encoding", "identity, gzip"}, 415},
		"body":             {"/api/sessions", `{"name":"` + strings.Repeat("x", 600_000) + `"}`, nil, 413},
		"form":             {"/", "name=" + strings.Repeat("x", 600_000), []string{"Content-Type", "application/x-www-form-urlencoded"}, 413},
		"deep object":      {"/api/sessions", deep[:500_000], nil, 400},
		"deep data":        {"/api/sessions/" + one.ID + "/commands", `{"client":"client-deep","n":1,"command":"chat.say","data":` + arrays + `}`, bearer, 400},
		"deep preview":     {"/api/sessions/" + one.ID + "/preview", `{"known":` + arrays + `}`, bearer, 400},
		"behind":           {"/api/sessions", peer + `{"name":"x"}`, nil, 400},
		"huge number":      {"/api/sessions", strings.Replace(peer, "45", "1e400", 1), nil, 400},
		"long number":      {"/api/sessions", strings.Replace(peer, "45", strings.Repeat("9", 400_000), 1), nil, 400},
		"negative":         {"/api/sessions", strings.Replace(peer, "45", "-45", 1), nil, 400},
		"many fields":      {"/api/sessions/" + one.ID + "/join", "{" + strings.TrimSuffix(strings.Repeat(`"a":1,`, 80_000), ",") + "}", nil, 404},
		"null":             {"/api/sessions", "null", nil, 400},
		"number":           {"/api/sessions/" + one.ID + "/commands", "4", bearer, 400},
		"UTF-16":           {"/api/sessions", "\xff\xfe{\x00}\x00", nil, 400},
		"NUL":              {"/api/sessions", strings.Replace(peer, "Ben", `a\u0000b`, 1), nil, 400},
		"control in chat":  {"/api/sessions/" + one.ID + "/commands", `{"client":"client-nul1","n":1,"command":"chat.say","data":{"text":"a\u001b[2Jb"}}`, bearer, 400},
		"C1 in a note":     {"/api/sessions/" + one.ID + "/commands", `{"client":"client-nul2","n":1,"command":"note.write","data":{"text":"a\u009bb"}}`, bearer, 400},
		"long client":      {"/api/sessions/" + one.ID + "/commands", `{"client":"` + strings.Repeat("c", 41) + `","n":1,"command":"chat.say","data":{"text":"x"}}`, bearer, 400},
		"n beyond":         {"/api/sessions/" + one.ID + "/commands", `{"client":"client-big","n":18446744073709551616,"command":"chat.say","data":{"text":"x"}}`, bearer, 400},
		"link with a trap": {"/api/sessions/" + one.ID + "/commands", `{"client":"client-url","n":1,"command":"meeting.set","data":{"url":"https://a.example/\u0000javascript:"}}`, bearer, 400},
		"long key":         {"/api/sessions/" + one.ID + "/join", `{"key":"` + strings.Repeat("k", 100_000) + `","name":"Eve"}`, nil, 404},
	} {
		t.Run(name, func(t *testing.T) {
			a := ask(t, "POST", s.URL+test.path, "", test.body, test.headers...)
			if text := bodyOf(t, a); a.StatusCode != test.status || len(text) > 5_000 {
				t.Errorf("%d, %d bytes, %.300s", a.StatusCode, len(text), text)
			}
		})
	}
	for name, request := range map[string]string{
		"long URL":     "GET /" + strings.Repeat("a", 200_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"long query":   "GET /?" + strings.Repeat("a=b&", 50_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"long header":  "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 200_000) + "\r\n\r\n",
		"many headers": "GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: b\r\n", 20_000) + "\r\n",
		"long cookie":  "GET / HTTP/1.1\r\nHost: x\r\nCookie: mockroom_person=" + strings.Repeat("a", 200_000) + "\r\n\r\n",
		"long bearer":  "GET /api/sessions/" + one.ID + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + strings.Repeat("a", 200_000) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_ = c.SetDeadline(time.Now().Add(servertest.Patience))
			go func() { _, _ = io.WriteString(c, request) }()
			// The server may cut the line before its answer is read.
			if a, err := http.ReadResponse(bufio.NewReader(c), nil); err == nil && a.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
				t.Errorf("%d", a.StatusCode)
			}
		})
	}
	// Of a key that stands twice the last counts, everywhere, before anything is decided on it.
	a := ask(t, "POST", s.URL+"/api/sessions/"+one.ID+"/join", "", fmt.Sprintf(`{"role":"interviewer","role":"candidate","key":"x","key":%q,"name":"\u202e","name":"Ana"}`, one.Invites["candidate"]))
	if text := bodyOf(t, a); a.StatusCode != 200 || !strings.Contains(text, `"role":"candidate"`) {
		t.Errorf("%d %s", a.StatusCode, text)
	}
	if a := ask(t, "GET", s.URL+"/healthz", "", ""); a.StatusCode != 200 {
		t.Errorf("the server is at %d", a.StatusCode)
	}
}

// TestHostileSockets speaks the websocket wrongly in every way; the room goes on.
func TestHostileSockets(t *testing.T) {
	s := servertest.New(t)
	one := servertest.Open(t, s.URL, peer)
	ben := servertest.Dial(t, s.URL, one.ID, one.Key, "client-ben")
	for name, speak := range map[string]func(ws *websocket.Conn){
		"a giant frame":  func(ws *websocket.Conn) { _ = ws.WriteMessage(1, bytes.Repeat([]byte("x"), 300<<10)) },
		"a binary hello": func(ws *websocket.Conn) { _ = ws.WriteMessage(2, []byte{0, 1, 2, 0xff}) },
		"no hello":       func(ws *websocket.Conn) { _ = ws.WriteMessage(1, []byte(`{"type":"do","n":1,"command":"chat.say"}`)) },
		"a foreign name": func(ws *websocket.Conn) { _ = ws.WriteMessage(1, []byte(`{"type":"hello","client":"../../etc"}`)) },
		"another protocol": func(ws *websocket.Conn) {
			_ = ws.WriteMessage(1, []byte(`{"type":"hello","protocol":9,"client":"client-x1"}`))
		},
		"a future board": func(ws *websocket.Conn) {
			_ = ws.WriteMessage(1, []byte(`{"type":"hello","protocol":1,"client":"client-x2","board":18446744073709551615}`))
			_ = ws.WriteMessage(1, []byte(`{"type":"cursor","version":18446744073709551615,"anchor":-9,"head":1}`))
			_ = ws.WriteMessage(1, []byte(`{"type":"hello","client":"client-x2"}`))
			_ = ws.WriteMessage(1, bytes.Repeat([]byte("x"), 300<<10))
		},
		"deep nesting": func(ws *websocket.Conn) {
			_ = ws.WriteMessage(1, []byte(`{"type":"hello","protocol":1,"client":"client-x3"}`))
			_ = ws.WriteMessage(1, []byte(`{"type":"do","n":1,"command":"chat.say","data":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)+`}`))
			_ = ws.WriteMessage(1, []byte(`{"type":"do","n":2,"command":"board.edit","data":{"client":"client-x3","version":0,"updates":[{"client":"client-x3","k":1,"changes":`+strings.Repeat("[", 50_000)+`}]}}`))
			_ = ws.WriteControl(8, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
		},
		"an unmasked frame": func(ws *websocket.Conn) { _, _ = ws.NetConn().Write([]byte("\x81\x05hello")) },
		"a reserved bit":    func(ws *websocket.Conn) { _, _ = ws.NetConn().Write([]byte("\xf1\x85\x00\x00\x00\x00hello")) },
		"a long control":    func(ws *websocket.Conn) { _, _ = ws.NetConn().Write([]byte("\x89\xfe\x01\x00\x00\x00\x00\x00")) },
		"a length of 2^63": func(ws *websocket.Conn) {
			_, _ = ws.NetConn().Write([]byte("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := http.Header{"Authorization": {"Bearer " + one.Key}}
			ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.URL, "http")+"/api/sessions/"+one.ID+"/live", h)
			if err != nil {
				t.Fatal(err)
			}
			defer ws.Close()
			if ws.Subprotocol() != "" {
				t.Error("a subprotocol was agreed on")
			}
			speak(ws)
			_ = ws.SetReadDeadline(time.Now().Add(servertest.Patience))
			for {
				if _, _, err := ws.ReadMessage(); err != nil {
					var late net.Error
					if errors.As(err, &late) && late.Timeout() {
						t.Error("it is still open")
					}
					break
				}
			}
		})
	}
	ben.Must("chat.say", `{"text":"the room goes on"}`)
	h := http.Header{"Authorization": {"Bearer " + one.Key}, "Sec-WebSocket-Extensions": {"permessage-deflate"}}
	dialer := websocket.Dialer{EnableCompression: true}
	ws, a, err := dialer.Dial("ws"+strings.TrimPrefix(s.URL, "http")+"/api/sessions/"+one.ID+"/live", http.Header{"Authorization": h["Authorization"]})
	if err != nil {
		t.Fatal(err)
	}
	_ = ws.Close()
	if e := a.Header.Get("Sec-WebSocket-Extensions"); e != "" {
		t.Errorf("the server unpacks frames: %s", e)
	}
}

// TestTrustedProxiesAreNamed is only about who is believed that a request came by https.
func TestTrustedProxiesAreNamed(t *testing.T) {
	s := servertest.Configured(t, func(_ *room.Config, c *web.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	})
	a := ask(t, "GET", s.URL+"/", "10.0.0.1", "", "X-Forwarded-Proto", "https")
	if a.Header.Get("Strict-Transport-Security") != "" {
		t.Error("a stranger is taken for a proxy")
	}
}
