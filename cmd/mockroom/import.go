package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// importSession puts an export into a database as a new session and prints the new links.
func importSession(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockroom import", flag.ContinueOnError)
	data := flags.String("data", defaultData(), "the database `FILE`; no server may be using it")
	packs := flags.String("packs", os.Getenv("MOCKROOM_PACKS"), "a folder with packs of problems of your own, as the server has them")
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
	shelf, err := openShelf(*packs, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	made, err := prepare(export, shelf.Now())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	store, err := bolt.Open(*data, bolt.Options{})
	if err != nil {
		return err
	}
	links, err := database{store}.put(ctx, made, content)
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

// prepared is an export as it is to be stored; problem is nil where the program has it already.
type prepared struct {
	archive.Session
	problem *problems.Problem
}

// prepare makes an export a session. What cannot become one is refused before anything is stored.
func prepare(export archive.Export, known *problems.Catalogue) (p prepared, err error) {
	if p.problem, err = problemOf(export, known); err != nil {
		return p, err
	}
	if p.Session, err = archive.Build(export, secrets{}); err != nil {
		return p, err
	}
	for i, e := range p.Events {
		if b, err := e.AppendJSON(nil); err != nil || len(b) > maxImported {
			return p, fmt.Errorf("event %d, %s, is larger than a session's can be", i+1, e.Fact.Kind())
		}
	}
	return p, nil
}

// database is the file that an import goes into.
type database struct{ *bolt.Journal }

func (s database) put(ctx context.Context, session prepared, content string) ([]printedLink, error) {
	id, broken, err := s.place(ctx, content, len(session.Events))
	if err != nil {
		return nil, err
	}
	if session.problem != nil {
		if err := (&room.Library{Blobs: s}).Pin(ctx, session.problem); err != nil {
			return nil, err
		}
	}
	people := &room.People{Journal: s, Clock: room.NewSystemClock()}
	for person, name := range session.Persons {
		if err := people.CreateAs(ctx, person, name); err != nil {
			return nil, err
		}
	}
	if err := s.write(ctx, id, session.Events); err != nil {
		return nil, err
	}
	for _, half := range broken {
		if err := s.Erase(ctx, room.SessionStream(half)); err != nil {
			return nil, fmt.Errorf("erasing what an interrupted import left: %w", err)
		}
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

// maxImported is the most that one event takes, encoded: one batch, with room for what is around it.
const maxImported = journal.MaxBatch - 1<<10

// problemOf is the problem that an export brings along; nil where it brings none and the program has it.
func problemOf(export archive.Export, known *problems.Catalogue) (*problems.Problem, error) {
	if len(export.Files) <= 1 {
		if _, ok := known.Find(export.Problem.Slug); !ok {
			return nil, fmt.Errorf("the problem %q is unknown here, and this export does not bring it along; export the session again after its review, or name the folder with its pack by -packs", export.Problem.Slug)
		}
		return nil, nil
	}
	p, err := problems.FromFiles(export.Problem.Pack, export.Problem.Slug, export.Files)
	if err != nil {
		return nil, fmt.Errorf("the problem's files: %w", err)
	}
	if p.Hash != export.Problem.Hash {
		return nil, fmt.Errorf("the problem's files are not those that the session names")
	}
	return p, nil
}

// place is the id of the session that an export becomes. It comes from the content, so that the same
// export becomes one session. Where an import was interrupted, broken is the part of one that it left.
func (s database) place(ctx context.Context, content string, events int) (id string, broken []string, err error) {
	for attempt := 1; ; attempt++ {
		name := "imported " + content
		if attempt > 1 {
			name = fmt.Sprintf("%s, attempt %d", name, attempt)
		}
		id = room.Hash(name)[:26]
		last := 0
		for e, err := range s.Read(ctx, room.SessionStream(id), 1) {
			switch {
			case errors.Is(err, journal.ErrErased):
				return "", nil, fmt.Errorf("this export was imported before, and deleted")
			case err != nil:
				return "", nil, err
			}
			last = int(e.Number)
		}
		switch {
		case last == 0:
			return id, broken, nil
		case last >= events:
			return "", nil, fmt.Errorf("this export is in the database already; its links were printed then")
		}
		broken = append(broken, id)
	}
}

// write stores a session's events in as many batches as it takes.
func (s database) write(ctx context.Context, id string, events []interview.Event) error {
	for begin := 0; begin < len(events); {
		end := min(begin+200, len(events))
		err := s.Append(ctx, room.SessionStream(id), uint64(begin+1), events[begin:end])
		for errors.Is(err, journal.ErrTooLarge) && end-begin > 1 {
			end = begin + (end-begin)/2
			err = s.Append(ctx, room.SessionStream(id), uint64(begin+1), events[begin:end])
		}
		if err != nil {
			return err
		}
		begin = end
	}
	return nil
}
