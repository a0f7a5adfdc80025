package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"mockroom/server/crash"
)

// killed cuts a server's power and kills it, again and again, under load, and ends with one line of JSON.
func killed(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("mockload crash", flag.ContinueOnError)
	server := flags.String("server", beside("mockroom"), "the server's program, `FILE`")
	times := flags.Int("kills", 200, "how often it is killed")
	cuts := flags.Int("cuts", 100, "how often the power goes before that")
	sessions := flags.Int("sessions", 4, "how many interviews are under way at once")
	seed := flags.Uint64("seed", 0, "where chance begins; 0 takes one from the clock")
	keep := flags.String("dir", "", "folder for the database, kept; without it one is made and removed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	dir := *keep
	if dir == "" {
		made, err := os.MkdirTemp("", "mockroom-crash-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		dir = made
	}
	fmt.Printf("seed %d\n", *seed)
	program := crash.Program{Command: []string{*server, "serve"}}
	power, err := crash.Cuts{
		Server: program, Dir: dir, Times: *cuts, Images: 3, Sessions: *sessions, Seed: *seed, Log: os.Stdout,
	}.Run(ctx)
	switch {
	case errors.Is(err, crash.ErrCannotRecord):
		fmt.Println("power loss was left out:", err)
	case err != nil:
		return fmt.Errorf("cutting the power: %w", err)
	default:
		fmt.Printf("%d power cuts, %d of them with something unsynced, %v disks of %d changes; %d acknowledged before the last, %d lost, %d duplicated, %d unopened\n",
			power.Kills, power.Unsynced, power.Images, power.Changes, power.Acknowledged, power.Lost, power.Duplicated, power.Unopened)
	}
	report, err := crash.Kills{
		Server: program, Dir: dir, Times: *times, Sessions: *sessions, Seed: *seed, Log: os.Stdout,
	}.Run(ctx)
	report.Lost += power.Lost
	report.Duplicated += power.Duplicated
	report.Unopened += power.Unopened
	report.Findings = append(power.Findings, report.Findings...)
	for _, words := range report.Findings {
		fmt.Println(words)
	}
	fmt.Printf("%d sessions in %s; listening again after %s (median), %s (longest); clocks moved by at most %s; %d unopened\n",
		report.Sessions, report.Took.Round(time.Second), report.Restart[0].Round(time.Millisecond), report.Restart[1].Round(time.Millisecond),
		report.Clock.Round(10*time.Microsecond), report.Unopened)
	if jsonErr := json.NewEncoder(os.Stdout).Encode(report); jsonErr != nil {
		return jsonErr
	}
	switch {
	case err != nil:
		return fmt.Errorf("the run did not end: %w", err)
	case !report.Sound():
		return errors.New("the server did not keep what it acknowledged")
	case report.Kills < *times:
		return fmt.Errorf("only %d of %d kills were made", report.Kills, *times)
	}
	return nil
}
