package main

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"mockroom/server/crash"
)

func cutPower(t *testing.T, c crash.Cuts) crash.CutReport {
	t.Helper()
	c.Server = crash.Program{Command: []string{os.Args[0]}, Env: append(c.Server.Env, "MOCKROOM_CHILD=serve")}
	c.Dir, c.Sessions, c.Seed, c.Log = t.TempDir(), 3, rand.Uint64(), io.Discard
	report, err := c.Run(t.Context())
	if errors.Is(err, crash.ErrCannotRecord) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("recorded through %s: %d moments, %d with something unsynced, %v images of %d changes, %d acknowledged at the last",
		report.Recorder, report.Kills, report.Unsynced, report.Images, report.Changes, report.Acknowledged)
	return report
}

// TestPowerLossCostsNothingAcknowledged takes away what was not synced, at random moments.
func TestPowerLossCostsNothingAcknowledged(t *testing.T) {
	for name, trace := range map[string]bool{"file system": false, "trace": true} {
		t.Run(name, func(t *testing.T) {
			times := 60
			if testing.Short() || trace {
				times = 15
			}
			report := cutPower(t, crash.Cuts{Times: times, Images: 2, Trace: trace})
			if !report.Sound() || report.Kills != times || report.Acknowledged == 0 || report.Unsynced == 0 {
				t.Errorf("%+v", report)
			}
		})
	}
}

// TestPowerLossIsFoundWithoutSyncs is a test of the test: with a server that syncs nothing it must fail.
func TestPowerLossIsFoundWithoutSyncs(t *testing.T) {
	report := cutPower(t, crash.Cuts{Server: crash.Program{Env: []string{"MOCKROOM_CHILD_NOSYNC=1"}}, Times: 15, Images: 4})
	if report.Sound() || report.Lost+report.Unopened == 0 {
		t.Errorf("a server that syncs nothing lost nothing: %+v", report)
	}
	t.Log(report.Findings)
}
