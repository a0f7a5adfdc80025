package room_test

import (
	"fmt"
	"strings"
	"testing"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/load/peer"
	"mockroom/server/servertest"
)

// tab is a socket that says hello by itself.
func tab(t *testing.T, s *servertest.Server, session, key, client string, attempt uint64, version *uint64) *peer.Socket {
	t.Helper()
	socket, err := peer.Dial(strings.TrimPrefix(s.URL, "http://"), "/api/sessions/"+session+"/live", key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(socket.Close)
	if err := socket.Send(peer.AppendHello(make([]byte, peer.HeadRoom), client, attempt, version)); err != nil {
		t.Fatal(err)
	}
	return socket
}

func next(t *testing.T, s *peer.Socket) peer.Frame {
	t.Helper()
	raw, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	var f peer.Frame
	if !f.Read(append([]byte(nil), raw...)) {
		t.Fatalf("%s", raw)
	}
	return f
}

// started opens a session whose board is open.
func started(t *testing.T, s *servertest.Server) (session servertest.Session, ben *servertest.Client, ana string) {
	t.Helper()
	session = servertest.Open(t, s.URL, `{"problem":"tinyurl","minutes":45,"name":"Ben","role":"interviewer"}`)
	ana = session.Join(t, s.URL, "candidate", "Ana")
	ben = servertest.Dial(t, s.URL, session.ID, session.Key, "client-ben")
	ben.Must("interview.start", `{"anyway":true}`)
	return session, ben, ana
}

// TestComingBackBringsOneWelcome lets a participant be noted as away and come back with an editor:
// the first welcome brings the missing updates and no text, which would throw that editor away.
func TestComingBackBringsOneWelcome(t *testing.T) {
	s := servertest.New(t)
	session, ben, ana := started(t, s)
	first := tab(t, s, session.ID, ana, "client-ana", 1, nil)
	if f := next(t, first); f.Type != "welcome" || f.Text == nil {
		t.Fatalf("%+v", f)
	}
	first.Close()
	for len(connected(ben.Until("presence"))) != 1 {
	}
	s.Clock.Step(30 * interview.Minute)
	for {
		items := ben.Until("events")["items"].([]any)
		if items[len(items)-1].(map[string]any)["kind"] == "participant.away" {
			break
		}
	}
	ben.Must("board.edit", `{"client":"editor-ben","version":0,"updates":[{"client":"editor-ben","k":1,"changes":[[0,"while you were away"]]}]}`)
	var zero uint64
	second := tab(t, s, session.ID, ana, "client-ana", 2, &zero)
	f := next(t, second)
	updates := 0
	if err := peer.Updates(f.Updates, func(string, uint64, board.ChangeSet) error { updates++; return nil }); err != nil {
		t.Fatal(err)
	}
	if f.Type != "welcome" || f.Text != nil || updates != 1 {
		t.Fatalf("the first frame is %s with text %t and %d updates", f.Type, f.Text != nil, updates)
	}
	if err := second.SendText(`{"type":"ping","id":9}`); err != nil {
		t.Fatal(err)
	}
	for f = next(t, second); f.Type != "pong"; f = next(t, second) {
		if f.Type == "welcome" {
			t.Fatal("a second welcome")
		}
	}
}

// TestAnOldSocketDoesNotReplaceTheNewest brings a first hello of a client life behind its second, and
// the second once more.
func TestAnOldSocketDoesNotReplaceTheNewest(t *testing.T) {
	s := servertest.New(t)
	session, _, ana := started(t, s)
	newest := tab(t, s, session.ID, ana, "client-ana", 2, nil)
	next(t, newest)
	for _, attempt := range []uint64{1, 2} {
		late := tab(t, s, session.ID, ana, "client-ana", attempt, nil)
		if _, err := late.Next(); err == nil || !strings.Contains(err.Error(), "4001") {
			t.Errorf("socket %d behind socket 2 got %v", attempt, err)
		}
	}
	if err := newest.SendText(`{"type":"ping","id":9}`); err != nil {
		t.Fatal(err)
	}
	for f := next(t, newest); f.Type != "pong"; f = next(t, newest) {
	}
	newer := tab(t, s, session.ID, ana, "client-ana", 3, nil)
	next(t, newer)
	for {
		if _, err := newest.Next(); err != nil {
			if !strings.Contains(err.Error(), "4001") {
				t.Error(err)
			}
			return
		}
	}
}

// TestMoreInOneBatchThanIsRemembered has fourteen editors push a hundred updates each while the room
// commits: the last of a batch are behind more updates than the state remembers, and none of those
// is in the journal yet.
func TestMoreInOneBatchThanIsRemembered(t *testing.T) {
	const editors, each = 14, 100
	s := servertest.New(t)
	session, ben, _ := started(t, s)
	by := interview.ParticipantID(ben.You)
	answers := make(chan error, editors)
	for i := range editors {
		push := interview.EditBoard{Client: fmt.Sprintf("editor-many-%d", i)}
		for k := range each {
			push.Updates = append(push.Updates, board.Update{Client: push.Client, K: uint64(k) + 1, Changes: board.Replace(k, 0, 0, "x")})
		}
		s.Registry.Submit(t.Context(), session.ID, interview.Command{By: by, Do: push}, func(err error) { answers <- err })
	}
	for range editors {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	if _, answer := servertest.Call(t, "GET", s.URL+"/api/sessions/"+session.ID, session.Key, ""); answer["board"].(map[string]any)["version"] != float64(editors*each) {
		t.Errorf("the board is at %v", answer["board"].(map[string]any)["version"])
	}
}
