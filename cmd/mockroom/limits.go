package main

import (
	"flag"
	"fmt"
	"math"

	"mockroom/server/room"
)

// minCreateKey is the shortest key for opening sessions.
const minCreateKey = 8

// limitNames are the flags that, set by hand, hold for this computer's own programs too.
var limitNames = map[string]bool{"max-connections-per-address": true, "create-rate": true, "key-rate": true}

// limitFlags are the bounds that an open server sets to strangers; 0 is none.
func (c *config) limitFlags(flags *flag.FlagSet) {
	flags.IntVar(&c.maxRooms, "max-rooms", room.DefaultMaxRooms, "how many interviews may be live at once")
	flags.IntVar(&c.limits.Connections, "max-connections-per-address", c.limits.Connections, "how many rooms one address may have open")
	flags.IntVar(&c.limits.CommandRate, "command-rate", c.limits.CommandRate, "commands a second of one connection, in the long run")
	flags.IntVar(&c.limits.CreateRate, "create-rate", c.limits.CreateRate, "sessions an hour that one address may open")
	flags.IntVar(&c.limits.KeyRate, "key-rate", c.limits.KeyRate, "wrong keys, and new people, a minute that one address may bring")
	flags.StringVar(&c.createKey, "create-key", "", "the `KEY` that opening a session asks for; better as MOCKROOM_CREATE_KEY")
}

// checkLimits refuses what is no limit, and settles what none means.
func (c *config) checkLimits() error {
	for _, l := range []struct {
		name  string
		value int
	}{
		{"max-rooms", c.maxRooms}, {"max-connections-per-address", c.limits.Connections}, {"command-rate", c.limits.CommandRate},
		{"create-rate", c.limits.CreateRate}, {"key-rate", c.limits.KeyRate},
	} {
		if l.value < 0 {
			return fmt.Errorf("-%s %d is below 0; 0 means no limit", l.name, l.value)
		}
	}
	if c.maxRooms == 0 {
		c.maxRooms = math.MaxInt
	}
	if c.createKey != "" && len(c.createKey) < minCreateKey {
		return fmt.Errorf("-create-key is easy to guess; give %d characters or more", minCreateKey)
	}
	return nil
}
