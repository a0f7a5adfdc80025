package main

import (
	"testing"
	"time"
)

func TestKeepIsReadInDays(t *testing.T) {
	for _, c := range []struct {
		text string
		want time.Duration
		ok   bool
	}{
		{"365d", 365 * 24 * time.Hour, true}, {"1d", 24 * time.Hour, true}, {"", 0, true},
		{"0d", 0, false}, {"-3d", 0, false}, {"365", 0, false}, {"2h", 0, false}, {"9999999d", 0, false}, {"d", 0, false},
	} {
		config, err := parseConfig([]string{"-keep", c.text})
		if (err == nil) != c.ok || err == nil && config.keep.Duration != c.want {
			t.Errorf("%q: %v %v", c.text, config.keep.Duration, err)
		}
	}
	t.Setenv("MOCKROOM_KEEP", "30d")
	if config, err := parseConfig(nil); err != nil || config.keep.String() != "30d" {
		t.Errorf("from the environment: %v %v", config.keep.String(), err)
	}
}
