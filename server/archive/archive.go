// Package archive is the form in which a session leaves a server and comes into another: JSON, one
// object a line, chained by hash and signed, so that one changed byte is found. An export holds what
// one participant may see; what it withholds is there as a hash that the server can prove later.
package archive

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"mockroom/server/interview"
)

// Format is the version of the form; Name says what the file is.
const (
	Format = 1
	Name   = "session"
)

// Header is the first line.
type Header struct {
	Mockroom   string                             `json:"mockroom"`
	Format     int                                `json:"format"`
	ExportedAt interview.Time                     `json:"exported_at"`
	Viewer     interview.ParticipantID            `json:"viewer"`
	Role       interview.Role                     `json:"role"`
	People     map[interview.ParticipantID]string `json:"people"`
	Problem    interview.ProblemRef               `json:"problem"`
	// Redacted names what was left out on request: names, chat, notes, scores.
	Redacted []string `json:"redacted,omitempty"`
	// Key is the server's public key, in base64.
	Key string `json:"key"`
}

// Item is an event as the viewer may see it, or the hash of one that is withheld.
type Item struct {
	Event    *Event `json:"event,omitempty"`
	Withheld string `json:"withheld,omitempty"`
}

// Event is what an item shows of an event: no number, no command, no audience.
type Event struct {
	At   interview.Time          `json:"at"`
	By   interview.ParticipantID `json:"by,omitempty"`
	Kind interview.Kind          `json:"kind"`
	Data interview.Fact          `json:"data"`
}

// Export is a whole file.
type Export struct {
	Header
	// Files are the problem's files that the viewer may read, by name.
	Files map[string][]byte
	Items []Item
}

type headerLine struct {
	Prev string `json:"prev"`
	Header
}

type fileLine struct {
	Prev string `json:"prev"`
	File string `json:"file"`
	Data []byte `json:"data"`
}

type itemLine struct {
	Prev string `json:"prev"`
	Item
}

type endLine struct {
	Prev      string `json:"prev"`
	Lines     int    `json:"lines"`
	Signature []byte `json:"signature"`
}

func hashLine(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// Write writes an export, signed with the key. Every line names the hash of the one before; the last
// is the signature over that chain.
func Write(w io.Writer, e Export, key ed25519.PrivateKey) error {
	e.Mockroom, e.Format = Name, Format
	e.Key = base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	prev, lines := "", 0
	put := func(line any) error {
		b, err := json.Marshal(line)
		if err != nil {
			return fmt.Errorf("writing line %d of an export: %w", lines+1, err)
		}
		lines++
		prev = hashLine(b)
		_, err = w.Write(append(b, '\n'))
		return err
	}
	if err := put(headerLine{prev, e.Header}); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(e.Files)) {
		if err := put(fileLine{prev, name, e.Files[name]}); err != nil {
			return err
		}
	}
	for _, item := range e.Items {
		if err := put(itemLine{prev, item}); err != nil {
			return err
		}
	}
	return put(endLine{prev, lines, ed25519.Sign(key, []byte(prev))})
}

// Withhold is the hash that stands for an event that is not shown. It is keyed, so that short events
// cannot be guessed, and the same each time, so that the server can prove what it stands for.
func Withhold(key ed25519.PrivateKey, session string, e interview.Event) (string, error) {
	b, err := json.Marshal(e)
	if err != nil {
		return "", fmt.Errorf("withholding event %d: %w", e.Number, err)
	}
	mac := hmac.New(sha256.New, key.Seed())
	mac.Write([]byte(session + "\n"))
	mac.Write(b)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
