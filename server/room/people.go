package room

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// People are the persons of the journal: identity without account. A person's names live in their
// own stream, so that erasing it leaves "somebody" everywhere else.
type People struct {
	Journal journal.Journal
	Clock   Clock
}

// NewSecret is a fresh key of at least 128 bits, in lower-case letters and digits.
func NewSecret() string { return strings.ToLower(rand.Text()) }

// NewParticipant is a fresh id of somebody's part in a session.
func NewParticipant() interview.ParticipantID {
	return interview.ParticipantID("p-" + NewSecret()[:16])
}

// Hash is how keys are kept.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Matches compares a key with a kept hash in constant time.
func Matches(hash, secret string) bool {
	return subtle.ConstantTimeCompare([]byte(hash), []byte(Hash(secret))) == 1
}

func personStream(id interview.PersonID) journal.ID { return journal.ID("person:" + id) }

// Create makes a person with a name, which may still be empty, and gives the secret that proves it, which is kept nowhere.
func (p *People) Create(ctx context.Context, name string) (interview.PersonID, string, error) {
	id, secret := interview.PersonID(NewSecret()), NewSecret()
	at := p.Clock.Wall()
	events := []interview.Event{
		{Number: 1, At: at, Audience: interview.ForNobody, Fact: interview.PersonCreated{Person: id, SecretHash: Hash(secret)}},
	}
	if name != "" {
		events = append(events, interview.Event{Number: 2, At: at, Audience: interview.ForNobody, Fact: interview.PersonNamed{Name: name}})
	}
	if err := p.Journal.Append(ctx, personStream(id), 1, events); err != nil {
		return "", "", fmt.Errorf("creating a person: %w", err)
	}
	return id, secret, nil
}

// CreateAs makes a person with a given id and name whom nobody's browser is: who stands behind an
// imported participant until somebody comes by the link.
func (p *People) CreateAs(ctx context.Context, id interview.PersonID, name string) error {
	at := p.Clock.Wall()
	if clean, err := CheckName(name); err == nil {
		name = clean
	} else {
		name = "somebody"
	}
	err := p.Journal.Append(ctx, personStream(id), 1, []interview.Event{
		{Number: 1, At: at, Audience: interview.ForNobody, Fact: interview.PersonCreated{Person: id}},
		{Number: 2, At: at, Audience: interview.ForNobody, Fact: interview.PersonNamed{Name: name}},
	})
	if err != nil {
		return fmt.Errorf("creating a person: %w", err)
	}
	return nil
}

// Verify is who the secret of a person's cookie proves somebody to be: the person, or whom that
// person has become part of; "" for nobody.
func (p *People) Verify(ctx context.Context, id interview.PersonID, secret string) (interview.PersonID, error) {
	if len(id) < 20 || len(id) > 64 {
		return "", nil
	}
	found, err := p.read(ctx, id)
	if err != nil || !found.hasSecret(secret) {
		return "", err
	}
	return p.merged(ctx, id, found)
}

// Name is what a person goes by, "somebody" where that was erased.
func (p *People) Name(ctx context.Context, id interview.PersonID) (string, error) {
	found, err := p.read(ctx, id)
	if err == nil && found.name == "" {
		return "somebody", nil
	}
	return found.name, err
}

// Rename gives a person another name.
func (p *People) Rename(ctx context.Context, id interview.PersonID, name string) error {
	return p.add(ctx, id, interview.PersonNamed{Name: name}, func(found person) bool { return found.name == name })
}

// Study notes that a person opened what spoils a problem, "pack/slug" in that wording.
func (p *People) Study(ctx context.Context, id interview.PersonID, problem, hash string) error {
	return p.add(ctx, id, interview.PersonContentSeen{Problem: problem, Unit: "kit", Hash: hash}, func(found person) bool { return found.studied[problem] })
}

// Studied are the problems, as "pack/slug", that a person has studied.
func (p *People) Studied(ctx context.Context, id interview.PersonID) (map[string]bool, error) {
	found, err := p.read(ctx, id)
	return found.studied, err
}

// add appends a fact to a person's stream, unless it is so already or nobody is there.
func (p *People) add(ctx context.Context, id interview.PersonID, f interview.Fact, already func(person) bool) error {
	for {
		found, err := p.read(ctx, id)
		if err != nil || found.number == 0 || already(found) {
			return err
		}
		err = p.Journal.Append(ctx, personStream(id), found.number+1, []interview.Event{
			{Number: found.number + 1, At: p.Clock.Wall(), Audience: interview.ForNobody, Fact: f},
		})
		if !errors.Is(err, journal.ErrConflict) && !errors.Is(err, journal.ErrUnknown) {
			return err
		}
	}
}
