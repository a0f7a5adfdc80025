package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
)

// backup writes a backup: through the server where one is running, from the file otherwise.
func backup(ctx context.Context, args []string, out io.Writer) error {
	data, words, err := dataFlag("backup", args, 1)
	if err != nil {
		return ignoreHelp(err)
	}
	to := absolute(words[0])
	var answer struct {
		Bytes int64 `json:"bytes"`
	}
	switch err := operator.NewClient(data).Ask(ctx, "POST", "/backup", map[string]string{"to": to}, &answer); {
	case errors.Is(err, operator.ErrNotRunning):
		if answer.Bytes, err = backupFile(ctx, data, to); err != nil {
			return spoken(err)
		}
	case err != nil:
		return spoken(err)
	}
	fmt.Fprintf(out, "%s, %d bytes; mockroom verify -data %s checks it\n", to, answer.Bytes, to)
	return nil
}

func backupFile(ctx context.Context, data, to string) (bytes int64, err error) {
	if err := bolt.InUse(data); err != nil {
		return 0, err
	}
	store, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return operator.WriteBackup(ctx, store, to)
}

// restore puts a backup in a database's place.
func restore(ctx context.Context, args []string, out io.Writer) error {
	r := operator.Restoration{InUse: bolt.InUse}
	data, words, err := dataFlag("restore", args, 1, func(flags *flag.FlagSet) {
		flags.BoolVar(&r.Replace, "replace", false, "put it in the place of a database that exists, which is kept beside it")
	})
	if err != nil {
		return ignoreHelp(err)
	}
	r.From, r.To = words[0], data
	r.Verify = func(ctx context.Context, path string) error { return verifyFile(ctx, path, words[0], out) }
	kept, err := r.Run(ctx)
	if err != nil {
		return spoken(err)
	}
	if kept != "" {
		fmt.Fprintf(out, "the database that was there is %s now\n", kept)
	}
	fmt.Fprintf(out, "%s is restored\n", data)
	return nil
}
