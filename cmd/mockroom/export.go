package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"

	"mockroom/problems"
	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
	"mockroom/server/room"
)

// exportSession prints a session as JSON lines, as one of its roles may see it.
func exportSession(ctx context.Context, args []string, out io.Writer) error {
	var as string
	data, words, err := dataFlag("export", args, 1, func(flags *flag.FlagSet) {
		flags.StringVar(&as, "as", "", "whose view it is, `ROLE`: interviewer or candidate; the interviewer's unless given, the candidate's alone")
	})
	if err != nil {
		return ignoreHelp(err)
	}
	if as != "" {
		if _, err := interview.ParseRole(as); err != nil {
			return spoken(err)
		}
	}
	session := words[0]
	if !room.ValidSession(session) {
		return fmt.Errorf("%q is no session's id; it is the 26 characters after /s/ in the room's address", session)
	}
	var raw []byte
	err = operator.NewClient(data).Ask(ctx, "GET", "/sessions/"+session+"/export?as="+url.QueryEscape(as), nil, &raw)
	if errors.Is(err, operator.ErrNotRunning) {
		raw, err = exportFromFile(ctx, data, session, interview.Role(as))
	}
	if err != nil {
		return spoken(err)
	}
	_, err = out.Write(raw)
	return err
}

func exportFromFile(ctx context.Context, data, session string, as interview.Role) (raw []byte, err error) {
	if err := bolt.InUse(data); err != nil {
		return nil, err
	}
	catalogue, err := problems.Core()
	if err != nil {
		return nil, fmt.Errorf("the problems: %w", err)
	}
	store, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	clock := room.NewSystemClock()
	exporter := room.NewExporter(room.Config{
		Journal: store, Clock: clock, People: &room.People{Journal: store, Clock: clock}, Problems: &room.Library{Catalogue: func() *problems.Catalogue { return catalogue }, Blobs: store},
	})
	export, key, err := exporter.Export(ctx, session, room.SeatOf(as), interview.Redaction{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = archive.Write(&b, export, key)
	return b.Bytes(), err
}
