package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"mockroom/server/load/host"
)

// Subject is what is measured: the product, or a floor.
type Subject struct {
	Name string
	// Command starts it as a process; Data in it is replaced by a fresh file for each start.
	Command []string
	// Run drives it: Run or RunFloor.
	Run func(ctx context.Context, addr string, plan Plan, watch Watch) (Result, error)
}

// Data stands in a Subject's command for the path of its database.
const Data = "{data}"

// Level is a subject under one load.
type Level struct {
	Result
	// CPU is how much of one processor the server used, Own how much the generator did.
	CPU float64 `json:"cpu"`
	Own float64 `json:"own_cpu"`
	// Idle and Loaded are the server's own memory before the first room and after the load, in bytes.
	Idle   uint64 `json:"memory_idle"`
	Loaded uint64 `json:"memory_loaded"`
}

// Bar is the bound that a level has to hold: the 99th percentile of edit to partner, in ms.
const Bar = 100

// Held says that the level was within the bound, and that everything offered was done in time.
func (l Level) Held() bool {
	return l.Partner.P99 < Bar && l.Sound() && l.Edits >= 0.97*l.Offered
}

// Places is where server and generator run; -1 leaves it to the system.
type Places struct{ Server, Generator int }

// Apart gives server and generator a processor each, where there are two.
func Apart() Places {
	if all := host.Processors(); len(all) >= 2 {
		return Places{all[0], all[1]}
	}
	return Places{-1, -1}
}

// Measure starts a subject, drives it with a plan, and stops it. Its database lies in a new folder
// below dir, which is taken away afterwards.
func (s Subject) Measure(ctx context.Context, dir string, places Places, plan Plan) (Level, error) {
	var level Level
	folder, err := os.MkdirTemp(dir, "mockload-")
	if err != nil {
		return level, fmt.Errorf("a folder for the database: %w", err)
	}
	defer os.RemoveAll(folder)
	command := make([]string, len(s.Command))
	for i, arg := range s.Command {
		if command[i] = arg; arg == Data {
			command[i] = filepath.Join(folder, "load.db")
		}
	}
	server, err := host.Start(places.Server, command[0], command[1:]...)
	if err != nil {
		return level, err
	}
	defer server.Stop()
	level.Idle = host.UsageOf(server.Pid()).Memory
	var its, own [2]host.Usage
	result, err := s.Run(ctx, server.Addr, plan, func(begins bool) {
		i := 1
		if begins {
			i = 0
		}
		its[i], own[i] = host.UsageOf(server.Pid()), host.UsageOf(os.Getpid())
	})
	level.Result = result
	level.CPU, level.Own, level.Loaded = its[1].Share(its[0]), own[1].Share(own[0]), its[1].Memory
	return level, err
}

// Climb measures a subject at rising loads, in edits a second, until one is not held; it then looks
// once in the middle between the last that was and that one. show is called with each level.
func (s Subject) Climb(ctx context.Context, dir string, places Places, plan Plan, loads []float64, show func(Level)) (best float64, err error) {
	try := func(load float64) (bool, error) {
		p := plan
		p.Rooms = max(1, int(load/(2*p.Rate)))
		level, err := s.Measure(ctx, dir, places, p)
		if err != nil {
			return false, fmt.Errorf("%s at %.0f edits a second: %w", s.Name, load, err)
		}
		show(level)
		if level.Held() {
			best = max(best, level.Edits)
		}
		// The machine may owe the last level something: the disk, the sockets that wait to be forgotten.
		sleep(ctx, time.Second)
		return level.Held(), nil
	}
	last := 0.0
	for _, load := range loads {
		held, err := try(load)
		if err != nil {
			return best, err
		}
		if !held {
			_, err := try((last + load) / 2)
			return best, err
		}
		last = load
	}
	return best, nil
}
