package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// keepFlag reads how long sessions are kept: whole days such as 365d; "" is for ever.
type keepFlag struct{ time.Duration }

// mostDays is a thousand years; more would not fit a duration.
const mostDays = 100_000

// Set reads the flag's value.
func (k *keepFlag) Set(text string) error {
	if text == "" {
		k.Duration = 0
		return nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || !strings.HasSuffix(text, "d") || days < 1 || days > mostDays {
		return fmt.Errorf("write whole days, such as 365d")
	}
	k.Duration = time.Duration(days) * 24 * time.Hour
	return nil
}

// String is the flag's value as it is written.
func (k *keepFlag) String() string {
	if k == nil || k.Duration == 0 {
		return ""
	}
	return strconv.Itoa(int(k.Hours()/24)) + "d"
}
