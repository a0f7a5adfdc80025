package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"mockroom/server/interview"
	"mockroom/server/operator"
)

// dataFlag reads a command's -data, and most of what follows it.
func dataFlag(command string, args []string, most int, more ...func(*flag.FlagSet)) (data string, rest []string, err error) {
	flags := flag.NewFlagSet("mockroom "+command, flag.ContinueOnError)
	flags.StringVar(&data, "data", defaultData(), "the database `FILE`")
	for _, add := range more {
		add(flags)
	}
	if err := flags.Parse(args); err != nil {
		return "", nil, err
	}
	if most > 0 && flags.NArg() != most {
		return "", nil, fmt.Errorf("%d words are expected after the flags, not %d; mockroom help shows how", most, flags.NArg())
	}
	return data, flags.Args(), nil
}

// defaultData is the database of the server's own environment, as in a container.
func defaultData() string {
	if data := os.Getenv("MOCKROOM_DATA"); data != "" {
		return data
	}
	return "./mockroom.db"
}

// ignoreHelp is nil where somebody asked for the flags.
func ignoreHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

// spoken leaves the code of a refusal out, which is for programs.
func spoken(err error) error {
	var refused *interview.Error
	if errors.As(err, &refused) {
		return errors.New(refused.Message)
	}
	if errors.Is(err, operator.ErrNotRunning) {
		return fmt.Errorf("%w; start it first", err)
	}
	return err
}

// compact has a running server write its database anew.
func compact(ctx context.Context, args []string, out io.Writer) error {
	data, _, err := dataFlag("compact", args, 0)
	if err != nil {
		return ignoreHelp(err)
	}
	var answer struct {
		Saved int64 `json:"saved"`
	}
	if err := operator.NewClient(data).Ask(ctx, "POST", "/compact", nil, &answer); err != nil {
		return spoken(err)
	}
	fmt.Fprintf(out, "%s is written anew and %d bytes smaller; what was erased is gone from it\n", data, answer.Saved)
	return nil
}

// erase has a running server erase a session or a person.
func erase(ctx context.Context, args []string, out io.Writer) error {
	data, words, err := dataFlag("erase", args, 2)
	if err != nil {
		return ignoreHelp(err)
	}
	if words[0] != "session" && words[0] != "person" {
		return fmt.Errorf("write mockroom erase -data FILE session ID, or person ID")
	}
	var answer struct {
		Message string `json:"message"`
	}
	if err := operator.NewClient(data).Ask(ctx, "POST", "/erase", map[string]string{words[0]: words[1]}, &answer); err != nil {
		return spoken(err)
	}
	fmt.Fprintln(out, answer.Message, "The bytes leave the file within a day; mockroom compact does it now.")
	return nil
}

// status prints how a running server is.
func status(ctx context.Context, args []string, out io.Writer) error {
	data, _, err := dataFlag("status", args, 0)
	if err != nil {
		return ignoreHelp(err)
	}
	var s operator.Status
	if err := operator.NewClient(data).Ask(ctx, "GET", "", nil, &s); err != nil {
		return spoken(err)
	}
	health := "can save"
	if !s.Healthy {
		health = "cannot save: " + s.Reason
	}
	at := func(t interview.Time) string { return time.UnixMilli(int64(t)).Format(time.DateTime) }
	backup := "none by this server"
	if s.Backup.At != 0 {
		backup = fmt.Sprintf("%s, %d bytes", at(s.Backup.At), s.Backup.Bytes)
	}
	fmt.Fprintf(out, "%s since %s\n%s\n%d bytes, %d sessions, %d rooms open, %d connections\nlast backup: %s\n",
		s.Version, at(s.StartedAt), health, s.Bytes, s.Sessions, s.Rooms, s.Connections, backup)
	for _, p := range s.Pending {
		what, id := "session", p.Session
		if p.Person != "" {
			what, id = "person", string(p.Person)
		}
		fmt.Fprintf(out, "erased %s, bytes still in the file: %s %s\n", at(p.At), what, id)
	}
	return nil
}
