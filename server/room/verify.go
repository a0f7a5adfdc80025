package room

import (
	"strings"

	"mockroom/problems"
	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// CheckStream gives the function that proves, event by event, that a session's or a group's stream
// opens; other streams have none.
func CheckStream(id journal.ID) func(journal.Event) error {
	switch kind, _, _ := strings.Cut(string(id), ":"); kind {
	case "session":
		return interview.NewFold().Apply
	case "group":
		return group.NewState().Apply
	}
	return nil
}

// CheckBlob holds a kept file against the hash in its name.
func CheckBlob(name string, data []byte) error {
	hash, ok := strings.CutPrefix(name, blobName(""))
	if !ok {
		return nil
	}
	return problems.CheckArchive(hash, data)
}
