package main

import (
	"flag"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"mockroom/server/web"
)

// config is how a server was asked to run. Each flag has an environment variable of its name.
type config struct {
	addr, data, publicURL string
	tlsCert, tlsKey       string
	trustedProxies        []netip.Prefix
	keep                  keepFlag
	operatorKey           string
	metricsAddr           string
	limits                web.Limits
	maxRooms              int
	createKey             string
	packs                 string
	verbose               bool
}

// minOperatorKey is the shortest key to the operator's page.
const minOperatorKey = 16

func parseConfig(args []string) (config, error) {
	var c config
	var proxies string
	flags := flag.NewFlagSet("mockroom", flag.ContinueOnError)
	flags.StringVar(&c.addr, "addr", "127.0.0.1:8080", "address to listen on, `HOST:PORT`; port 0 picks one")
	flags.StringVar(&c.data, "data", "./mockroom.db", "the database `FILE`")
	flags.StringVar(&c.publicURL, "public-url", "", "where people reach the server, for links, such as https://mock.example.org")
	flags.StringVar(&c.tlsCert, "tls-cert", "", "certificate `FILE`, to serve https")
	flags.StringVar(&c.tlsKey, "tls-key", "", "key `FILE` of the certificate")
	flags.StringVar(&c.packs, "packs", "", "`DIR` with packs of problems of your own, or one pack; mockroom check DIR says what is wrong with it")
	flags.StringVar(&c.operatorKey, "operator-key", "", "the `KEY` to the page /operator, at least 16 characters; better as MOCKROOM_OPERATOR_KEY")
	flags.StringVar(&c.metricsAddr, "metrics-addr", "", "address to serve /metrics for Prometheus on, `HOST:PORT`; none unless given")
	flags.Var(&c.keep, "keep", "erase sessions this long after their last event, in `DAYS` such as 365d; for ever unless given")
	flags.StringVar(&proxies, "trusted-proxy", "", "addresses or networks of reverse proxies whose X-Forwarded-Proto and -For count, comma separated")
	c.limits = web.DefaultLimits()
	c.limitFlags(flags)
	flags.BoolVar(&c.verbose, "verbose", false, "log every request (its route, never its content)")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("%q is not expected after the flags", flags.Arg(0))
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var fault error
	flags.VisitAll(func(f *flag.Flag) {
		name := "MOCKROOM_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value, ok := os.LookupEnv(name); ok && !given[f.Name] && fault == nil {
			if err := flags.Set(f.Name, value); err != nil {
				fault = fmt.Errorf("%s: %w", name, err)
			}
		}
	})
	if fault != nil {
		return c, fault
	}
	flags.Visit(func(f *flag.Flag) { c.limits.Local = c.limits.Local || limitNames[f.Name] })
	return c, c.check(proxies)
}

func (c *config) check(proxies string) error {
	if c.publicURL != "" {
		u, err := url.Parse(c.publicURL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("-public-url %q is no URL; write https://name", c.publicURL)
		}
		if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("-public-url has a path: mockroom needs a host name of its own, without a path behind it")
		}
	}
	if err := c.checkLimits(); err != nil {
		return err
	}
	if c.operatorKey != "" && len(c.operatorKey) < minOperatorKey {
		return fmt.Errorf("-operator-key is easy to guess; give %d characters or more", minOperatorKey)
	}
	if (c.tlsCert == "") != (c.tlsKey == "") {
		return fmt.Errorf("-tls-cert and -tls-key belong together; give both")
	}
	for _, p := range strings.FieldsFunc(proxies, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(p)
		if addr, bad := netip.ParseAddr(p); err != nil && bad == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return fmt.Errorf("-trusted-proxy %q is no address or network", p)
		}
		c.trustedProxies = append(c.trustedProxies, prefix)
	}
	return nil
}
