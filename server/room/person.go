package room

import (
	"context"
	"errors"
	"fmt"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// person is the fold of a person's stream.
type person struct {
	name   string
	number uint64
	// secrets are the hashes that prove the cookies of the person's browsers.
	secrets []string
	// studied are the problems, "pack/slug", whose kit the person opened outside of a session.
	studied map[string]bool
	// keyHash is the personal key's, "" if there is none.
	keyHash string
	// keys are the hashes of all personal keys there ever were, took the persons whose histories are
	// part of this one, into whose part this history is, "" for nobody's.
	keys []string
	took []interview.PersonID
	into interview.PersonID
}

func (f person) hasSecret(secret string) bool {
	for _, hash := range f.secrets {
		if Matches(hash, secret) {
			return true
		}
	}
	return false
}

func (f *person) apply(e interview.Event) {
	f.number = e.Number
	switch fact := e.Fact.(type) {
	case interview.PersonCreated:
		if fact.SecretHash != "" {
			f.secrets = append(f.secrets, fact.SecretHash)
		}
	case interview.PersonNamed:
		f.name = fact.Name
	case interview.PersonContentSeen:
		if f.studied == nil {
			f.studied = map[string]bool{}
		}
		f.studied[fact.Problem] = true
	case interview.PersonKeyMade:
		f.keyHash = fact.KeyHash
		f.keys = append(f.keys, fact.KeyHash)
	case interview.PersonKeyRevoked:
		f.keyHash = ""
	case interview.PersonBrowserAdded:
		f.secrets = append(f.secrets, fact.SecretHash)
	case interview.PersonBrowsersClosed:
		f.secrets = []string{fact.Keep}
	case interview.PersonTookOver:
		f.took = append(f.took, fact.Person)
	case interview.PersonMerged:
		f.into = fact.Into
	}
}

// read folds a person's stream; of one who was erased, or never was, nothing is found.
func (p *People) read(ctx context.Context, id interview.PersonID) (person, error) {
	var found person
	for e, err := range p.Journal.Read(ctx, personStream(id), 1) {
		if errors.Is(err, journal.ErrErased) {
			return person{}, nil
		}
		if err != nil {
			return person{}, fmt.Errorf("reading a person: %w", err)
		}
		found.apply(e)
	}
	return found, nil
}

// maxMerges bounds how many histories in a row have become part of another.
const maxMerges = 32

// merged follows a history to the one that it is part of now.
func (p *People) merged(ctx context.Context, id interview.PersonID, found person) (interview.PersonID, error) {
	for range maxMerges {
		if found.into == "" {
			if found.number == 0 {
				return "", nil
			}
			return id, nil
		}
		id = found.into
		var err error
		if found, err = p.read(ctx, id); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("person: more than %d histories are part of one another", maxMerges)
}
