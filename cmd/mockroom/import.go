package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// importSession puts an export into a database as a new session and prints the new links.
func importSession(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockroom import", flag.ContinueOnError)
	data := flags.String("data", defaultData(), "the database `FILE`; no server may be using it")
	publicURL := flags.String("public-url", "http://127.0.0.1:8080", "where people reach the server, for the links")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("name one export: mockroom import -data FILE EXPORT.jsonl")
	}
	path := flags.Arg(0)
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the export cannot be opened: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > archive.MaxFile {
		return fmt.Errorf("%s is over %d MiB, more than an export can be", path, archive.MaxFile>>20)
	}
	export, content, err := archive.Read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	store, err := bolt.Open(*data, bolt.Options{})
	if err != nil {
		return err
	}
	links, err := database{store}.put(ctx, export, content)
	if closeErr := store.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	fmt.Fprintf(out, "%s, imported with new links:\n", export.Problem.Title)
	for _, l := range links {
		fmt.Fprintf(out, "%-12s %-20s %s\n", l.role, l.name, strings.TrimSuffix(*publicURL, "/")+l.path)
	}
	return nil
}

// printedLink is a line of the answer.
type printedLink struct{ role, name, path string }

// database is the file that an import goes into.
type database struct{ *bolt.Journal }

func (s database) put(ctx context.Context, export archive.Export, content string) ([]printedLink, error) {
	if len(export.Files) > 1 {
		p, err := problems.FromFiles(export.Problem.Pack, export.Problem.Slug, export.Files)
		if err != nil {
			return nil, fmt.Errorf("the problem's files: %w", err)
		}
		if p.Hash != export.Problem.Hash {
			return nil, fmt.Errorf("the problem's files are not those that the session names")
		}
		if err := (&room.Library{Blobs: s}).Pin(ctx, p); err != nil {
			return nil, err
		}
	}
	session, err := archive.Build(export, secrets{})
	if err != nil {
		return nil, err
	}
	people := &room.People{Journal: s, Clock: room.NewSystemClock()}
	// The session's id comes from the content, so that the same export becomes one session.
	id := room.Hash("imported " + content)[:26]
	for person, name := range session.Persons {
		if err := people.CreateAs(ctx, person, name); err != nil {
			return nil, err
		}
	}
	for begin := 0; begin < len(session.Events); {
		end := min(begin+200, len(session.Events))
		err := s.Append(ctx, room.SessionStream(id), uint64(begin+1), session.Events[begin:end])
		for errors.Is(err, journal.ErrTooLarge) && end-begin > 1 {
			end = begin + (end-begin)/2
			err = s.Append(ctx, room.SessionStream(id), uint64(begin+1), session.Events[begin:end])
		}
		switch {
		case errors.Is(err, journal.ErrConflict) && begin == 0:
			return nil, fmt.Errorf("this export is in the database already; its links were printed then")
		case errors.Is(err, journal.ErrErased):
			return nil, fmt.Errorf("this export was imported before, and deleted")
		case err != nil:
			return nil, err
		}
		begin = end
	}
	var links []printedLink
	for _, l := range session.Links {
		name := l.Name
		if name == "" {
			name = "anybody new"
		}
		links = append(links, printedLink{string(l.Role), name, fmt.Sprintf("/s/%s/%s#%s", id, l.Role, session.Keys[l.Invite.ID])})
	}
	return links, nil
}
