package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"

	"mockroom/server/load"
	"mockroom/server/load/host"
)

// idle measures the memory of rooms in which nobody types.
func idle(ctx context.Context, args []string) error {
	plan := load.DefaultPlan()
	plan.Rooms, plan.Rate, plan.Previews, plan.Board, plan.ChatEvery, plan.KitEvery, plan.ReconnectEvery = 5000, 0, 0, 0, 0, 0, 0
	flags := flag.NewFlagSet("mockload idle", flag.ContinueOnError)
	server := flags.String("server", beside("mockroom"), "the server's program, `FILE`")
	dir := flags.String("dir", "", "folder for the database")
	planFlags(flags, &plan)
	if err := flags.Parse(args); err != nil {
		return err
	}
	places := load.Apart()
	if places.Generator >= 0 {
		if err := host.PinSelf(places.Generator); err != nil {
			return err
		}
	}
	s := load.Subject{Name: "ours", Command: []string{*server, "serve", "-addr", "127.0.0.1:0", "-data", load.Data}, Run: load.Run}
	level, err := s.Measure(ctx, *dir, places, plan)
	if err != nil {
		return err
	}
	rooms := max(1, uint64(level.Rooms))
	return json.NewEncoder(os.Stdout).Encode(struct {
		Connections int     `json:"connections"`
		Idle        uint64  `json:"server_mb"`
		Loaded      uint64  `json:"with_connections_mb"`
		Room        uint64  `json:"kb_a_room"`
		CPU         float64 `json:"cpu"`
		Sound       bool    `json:"sound"`
	}{2 * level.Rooms, level.Idle >> 20, level.Loaded >> 20, (level.Loaded - min(level.Idle, level.Loaded)) / rooms >> 10, level.CPU, level.Sound()})
}
