package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// address is whom a request counts for where something is limited: one IPv4 address, or the /64 of
// an IPv6 one, because whoever has one address there has them all. It is what the connection comes
// from; a proxy's word counts only where the proxy is named. limited is false for a program on this
// computer that no proxy stands before, unless the limits hold for those too.
func (s *Server) address(r *http.Request) (from netip.Prefix, limited bool) {
	peer, ok := peerOf(r)
	if !ok {
		return netip.Prefix{}, true
	}
	if s.trusted(peer) {
		return network(s.forwardedFor(r, peer)), true
	}
	forwarded := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("Via") != ""
	return network(peer), !peer.IsLoopback() || forwarded || s.publicURL != "" || s.guard.limits.Local
}

// forwardedFor walks from the proxy that is connected towards the browser, as far as the hops are
// named proxies; what stands further left may be made up.
func (s *Server) forwardedFor(r *http.Request, peer netip.Addr) netip.Addr {
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	from := peer
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		from = hop
		if !s.trusted(hop) {
			break
		}
	}
	return from
}

// parseHop reads an address as proxies write it, some of them with a port.
func parseHop(hop string) (netip.Addr, bool) {
	if addr, err := netip.ParseAddr(strings.Trim(hop, "[]")); err == nil {
		return addr.Unmap().WithZone(""), true
	}
	if with, err := netip.ParseAddrPort(hop); err == nil {
		return with.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}

func peerOf(r *http.Request) (netip.Addr, bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	return parseHop(host)
}

func (s *Server) trusted(addr netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

func (s *Server) fromProxy(r *http.Request) bool {
	peer, ok := peerOf(r)
	return ok && s.trusted(peer)
}

func network(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
