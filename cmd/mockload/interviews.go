package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"

	"mockroom/server/load"
)

// planFlags lets a plan be changed by flags.
func planFlags(flags *flag.FlagSet, p *load.Plan) {
	flags.IntVar(&p.Rooms, "rooms", p.Rooms, "interviews at once, two typists each")
	flags.Float64Var(&p.Rate, "rate", p.Rate, "edits a second of each typist")
	flags.DurationVar(&p.Warm, "warm", p.Warm, "how long the load runs before it is measured")
	flags.DurationVar(&p.For, "for", p.For, "how long it is measured")
	flags.IntVar(&p.Board, "board", p.Board, "bytes that lie on each board before the typing begins")
	flags.IntVar(&p.Previews, "previews", p.Previews, "one in so many clients shows the preview; 0 for none")
	flags.IntVar(&p.Cursors, "cursors", p.Cursors, "cursor frames for each edit: 0 or 1")
	flags.DurationVar(&p.ChatEvery, "chat", p.ChatEvery, "how often a room says a line; 0 for never")
	flags.DurationVar(&p.KitEvery, "kit", p.KitEvery, "how often a room uses the kit: hints, clarifications, phases; 0 for never")
	flags.DurationVar(&p.ReconnectEvery, "reconnects", p.ReconnectEvery, "how often one of a room reconnects; 0 for never")
	flags.IntVar(&p.Check, "check", p.Check, "how many rooms are compared at the end; 0 for all")
	flags.Uint64Var(&p.Seed, "seed", p.Seed, "makes the typing repeatable")
}

// interviews runs one plan against a server that is there.
func interviews(ctx context.Context, args []string) error {
	plan := load.DefaultPlan()
	flags := flag.NewFlagSet("mockload", flag.ContinueOnError)
	at := flags.String("url", "http://127.0.0.1:8080", "the `URL` of the server, plain http")
	asJSON := flags.Bool("json", false, "print the result as JSON")
	planFlags(flags, &plan)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not expected; bench, idle and floor come first on the line", flags.Arg(0))
	}
	u, err := url.Parse(*at)
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return fmt.Errorf("-url %q: write http://HOST:PORT", *at)
	}
	r, err := load.Run(ctx, u.Host, plan, nil)
	if err != nil {
		return err
	}
	if *asJSON {
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			return err
		}
	} else {
		load.PrintResult(os.Stdout, r)
	}
	if !r.Sound() {
		return errors.New("the server did not keep its word; see above")
	}
	return nil
}
