package main

import (
	"strings"
	"testing"

	"mockroom/server/web"
)

func TestLimitsAreFlagsAndVariables(t *testing.T) {
	t.Setenv("MOCKROOM_CREATE_RATE", "7")
	t.Setenv("MOCKROOM_CREATE_KEY", "correct horse")
	c, err := parseConfig([]string{"-key-rate", "9", "-max-rooms", "0"})
	if err != nil {
		t.Fatal(err)
	}
	want := web.DefaultLimits()
	want.CreateRate, want.KeyRate, want.Local = 7, 9, true
	if c.limits != want || c.createKey != "correct horse" || c.maxRooms < 1<<30 {
		t.Errorf("%+v, %q, %d rooms", c.limits, c.createKey, c.maxRooms)
	}
}

func TestDefaultLimitsLeaveThisComputerOut(t *testing.T) {
	c, err := parseConfig(nil)
	if err != nil || c.limits != web.DefaultLimits() || c.limits.Local {
		t.Errorf("%+v, %v", c.limits, err)
	}
}

func TestLimitsThatAreNone(t *testing.T) {
	for args, words := range map[string]string{
		"-create-rate -1": "below 0", "-max-connections-per-address -5": "below 0", "-max-rooms -1": "below 0",
		"-create-key short": "easy to guess", "-key-rate many": "invalid value",
	} {
		if _, err := parseConfig(strings.Fields(args)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", args, err)
		}
	}
}
