package room

import (
	"strings"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// CheckStream gives the function that proves, event by event, that a session's stream opens; other
// streams have none.
func CheckStream(id journal.ID) func(journal.Event) error {
	if !strings.HasPrefix(string(id), "session:") {
		return nil
	}
	return interview.NewFold().Apply
}

// CheckBlob holds a kept file against the hash in its name.
func CheckBlob(name string, data []byte) error {
	hash, ok := strings.CutPrefix(name, blobName(""))
	if !ok {
		return nil
	}
	return problems.CheckArchive(hash, data)
}
