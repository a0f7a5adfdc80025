package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"mockroom/server/load"
	"mockroom/server/load/host"
)

// levels are the loads that the bench climbs, in edits a second.
const levels = "2000,4000,8000,12000,16000,20000,24000,28000,32000,36000,40000"

// bench measures the product and both floors side by side.
func bench(ctx context.Context, args []string) error {
	plan := load.DefaultPlan()
	plan.Check = 40
	flags := flag.NewFlagSet("mockload bench", flag.ContinueOnError)
	server := flags.String("server", beside("mockroom"), "the server's program, `FILE`")
	dir := flags.String("dir", "", "folder for the databases; it has to be on a real disk")
	list := flags.String("levels", levels, "loads to climb, in edits a second")
	only := flags.String("only", "ours,floor_a,floor_b", "what is measured")
	planFlags(flags, &plan)
	if err := flags.Parse(args); err != nil {
		return err
	}
	loads, err := parseLevels(*list)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	places := load.Apart()
	if places.Generator >= 0 {
		if err := host.PinSelf(places.Generator); err != nil {
			return err
		}
	}
	subjects := []load.Subject{
		{Name: "floor_a", Command: []string{self, "floor"}, Run: load.RunFloor},
		{Name: "floor_b", Command: []string{self, "floor", "-data", load.Data}, Run: load.RunFloor},
		{Name: "ours", Command: []string{*server, "serve", "-addr", "127.0.0.1:0", "-data", load.Data}, Run: load.Run},
	}
	best := map[string]float64{}
	load.PrintHead(os.Stdout)
	for _, s := range subjects {
		if !strings.Contains(","+*only+",", ","+s.Name+",") {
			continue
		}
		best[s.Name], err = s.Climb(ctx, *dir, places, plan, loads, func(l load.Level) { load.PrintLevel(os.Stdout, s.Name, l) })
		if err != nil {
			return err
		}
	}
	ratio := 0.0
	if best["floor_b"] > 0 {
		ratio = best["ours"] / best["floor_b"]
	}
	return json.NewEncoder(os.Stdout).Encode(struct {
		Ours   int     `json:"ours"`
		FloorA int     `json:"floor_a"`
		FloorB int     `json:"floor_b"`
		Ratio  float64 `json:"ratio_b"`
	}{int(best["ours"]), int(best["floor_a"]), int(best["floor_b"]), float64(int(ratio*100)) / 100})
}

// beside is a program in the same folder as this one.
func beside(name string) string {
	self, err := os.Executable()
	if err != nil {
		return name
	}
	return filepath.Join(filepath.Dir(self), name)
}

func parseLevels(list string) ([]float64, error) {
	var loads []float64
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
		if err != nil || n <= 0 || len(loads) > 0 && n <= loads[len(loads)-1] {
			return nil, fmt.Errorf("-levels %q: write rising numbers with commas between them", list)
		}
		loads = append(loads, n)
	}
	return loads, nil
}
