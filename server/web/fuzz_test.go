package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"testing"

	"mockroom/server/interview"
)

// FuzzFrames reads whatever comes over a websocket: the answer is a frame or a refusal with words.
func FuzzFrames(f *testing.F) {
	for _, s := range []string{
		`{"type":"hello","protocol":1,"client":"k3v9x0q2","board":17}`, `{"type":"do","n":4,"command":"chat.say","data":{"text":"Shall we start?"}}`,
		`{"type":"ping","id":9}`, `{"type":"cursor","version":17,"anchor":120,"head":128}`, `{"type":"do","n":18446744073709551615,"command":"board.edit","data":{"updates":[{"changes":[[0,"\ud83d\ude00"]]}]}}`,
		`{"type":"do","type":"ping","n":1,"N":2}`, `{"type":"do","n":1,"data":"\ud83d"}`, `null`, `[]`, `{"type":{}}`, "\x00", `{"anchor":-1,"head":1e9}`, `{"board":-1}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got frame
		err := decode(raw, &got)
		var refusal *interview.Error
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Message == "" || len(refusal.Message) > 1000 {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if !json.Valid(raw) {
			t.Fatalf("%q was read and is not JSON", raw)
		}
		if _, err := interview.ParseAction(got.Command, got.Data); err != nil && !errors.As(err, &refusal) {
			t.Fatalf("%q: %v", raw, err)
		}
	})
}

// FuzzAddresses believes nobody but named proxies: an address that only a client wrote never counts.
func FuzzAddresses(f *testing.F) {
	f.Add("203.0.113.7, 10.1.1.1", "198.51.100.1")
	f.Add("[2001:db8::1]:99,nonsense", "2001:db8::5")
	f.Add(" , ,", "::ffff:1.2.3.4")
	s := &Server{proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, guard: newGuard(Limits{})}
	f.Fuzz(func(t *testing.T, written, real string) {
		seen, err := netip.ParseAddr(real)
		if err != nil {
			return
		}
		seen = seen.Unmap().WithZone("")
		direct := &http.Request{RemoteAddr: netip.AddrPortFrom(seen, 4711).String(), Header: http.Header{"X-Forwarded-For": {written}}}
		if from, _ := s.address(direct); !s.trusted(seen) && from != network(seen) {
			t.Fatalf("%s counts as %s because it wrote %q", seen, from, written)
		}
		proxied := &http.Request{RemoteAddr: "10.0.0.1:80", Header: http.Header{"X-Forwarded-For": {written, seen.String()}}}
		if from, limited := s.address(proxied); !s.trusted(seen) && (from != network(seen) || !limited) {
			t.Fatalf("%s behind the proxy counts as %s because it wrote %q", seen, from, written)
		}
	})
}
