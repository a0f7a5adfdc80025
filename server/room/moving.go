package room

import (
	"context"
	"errors"
	"fmt"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// keyStream is the stream of a personal key; whoever has the key finds it without an index.
func keyStream(hash string) journal.ID { return journal.ID("key:" + hash) }

// MakeKey gives a person a personal key, which opens their history in other browsers; an earlier one
// opens nothing any more. The key is kept nowhere.
func (p *People) MakeKey(ctx context.Context, id interview.PersonID) (string, error) {
	key := newPersonalKey()
	hash := Hash(key)
	err := p.Journal.Append(ctx, keyStream(hash), 1, []interview.Event{
		{Number: 1, At: p.Clock.Wall(), Audience: interview.ForNobody, Fact: interview.PersonKeyIssued{Person: id}},
	})
	if err != nil {
		return "", fmt.Errorf("making a personal key: %w", err)
	}
	before, err := p.read(ctx, id)
	if err != nil {
		return "", err
	}
	if err := p.add(ctx, id, interview.PersonKeyMade{KeyHash: hash}, func(f person) bool { return f.keyHash == hash }); err != nil {
		return "", fmt.Errorf("making a personal key: %w", err)
	}
	return key, p.closeKey(ctx, before.keyHash)
}

// RevokeKey lets a person's key open nothing any more.
func (p *People) RevokeKey(ctx context.Context, id interview.PersonID) error {
	before, err := p.read(ctx, id)
	if err != nil {
		return err
	}
	if err := p.closeKey(ctx, before.keyHash); err != nil {
		return err
	}
	return p.add(ctx, id, interview.PersonKeyRevoked{}, func(f person) bool { return f.keyHash == "" })
}

func (p *People) closeKey(ctx context.Context, hash string) error {
	if hash == "" {
		return nil
	}
	if err := p.Journal.Erase(ctx, keyStream(hash)); err != nil {
		return fmt.Errorf("closing a personal key: %w", err)
	}
	return nil
}

// KeyOpens is whose history a personal key opens. A key that is none, was replaced or taken back is
// refused.
func (p *People) KeyOpens(ctx context.Context, key string) (interview.PersonID, error) {
	written, err := ParsePersonalKey(key)
	if err != nil {
		return "", err
	}
	hash := Hash(written)
	for e, err := range p.Journal.Read(ctx, keyStream(hash), 1) {
		if errors.Is(err, journal.ErrErased) {
			return "", interview.Errorf(interview.Forbidden, "This key was replaced or taken back. Make a new one in the browser that has your history.")
		}
		if err != nil {
			return "", fmt.Errorf("reading a personal key: %w", err)
		}
		issued, ok := e.Fact.(interview.PersonKeyIssued)
		if !ok {
			break
		}
		found, err := p.read(ctx, issued.Person)
		if err != nil {
			return "", err
		}
		// A key that was made while another one was, and lost, opens nothing.
		if found.keyHash == hash {
			return p.merged(ctx, issued.Person, found)
		}
	}
	return "", interview.Errorf(interview.Forbidden, "This key opens nothing here. It may be from another server.")
}

// AddBrowser makes one more browser the person, and gives the secret that proves it.
func (p *People) AddBrowser(ctx context.Context, id interview.PersonID) (string, error) {
	secret := NewSecret()
	err := p.add(ctx, id, interview.PersonBrowserAdded{SecretHash: Hash(secret)}, func(person) bool { return false })
	if err != nil {
		return "", fmt.Errorf("adding a browser: %w", err)
	}
	return secret, nil
}

// CloseBrowsers takes the person from every browser, and lets the personal key open nothing any more.
// The secret that it gives proves the one browser that is left.
func (p *People) CloseBrowsers(ctx context.Context, id interview.PersonID) (string, error) {
	if err := p.RevokeKey(ctx, id); err != nil {
		return "", err
	}
	secret := NewSecret()
	err := p.add(ctx, id, interview.PersonBrowsersClosed{Keep: Hash(secret)}, func(person) bool { return false })
	if err != nil {
		return "", fmt.Errorf("closing browsers: %w", err)
	}
	return secret, nil
}

// Moves is what a person has open to other browsers.
type Moves struct {
	// Browsers is how many browsers are the person, HasKey whether a personal key opens more.
	Browsers int
	HasKey   bool
}

// Moves says what a person has open to other browsers.
func (p *People) Moves(ctx context.Context, id interview.PersonID) (Moves, error) {
	found, err := p.read(ctx, id)
	return Moves{len(found.secrets), found.keyHash != ""}, err
}

// takeOver notes that a person's history is part of another's, with what that person had studied.
func (p *People) takeOver(ctx context.Context, from, into interview.PersonID) error {
	other, err := p.read(ctx, from)
	if err != nil {
		return err
	}
	for problem := range other.studied {
		if err := p.Study(ctx, into, problem, ""); err != nil {
			return err
		}
	}
	err = p.add(ctx, into, interview.PersonTookOver{Person: from}, func(f person) bool {
		for _, id := range f.took {
			if id == from {
				return true
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	if err := p.closeKey(ctx, other.keyHash); err != nil {
		return err
	}
	return p.add(ctx, from, interview.PersonMerged{Into: into}, func(f person) bool { return f.into != "" })
}

// Merge makes one person's history part of another's: sessions, scores, groups and what was studied. It can
// be called again after it was broken off. It gives how many sessions came along.
func (g *Registry) Merge(ctx context.Context, from, into interview.PersonID) (int, error) {
	// Two browsers that take each other's history at once would leave it to nobody.
	g.merging.Lock()
	defer g.merging.Unlock()
	if from == into {
		return 0, interview.Errorf(interview.Conflict, "This browser has this history already.")
	}
	if err := g.indexAll(ctx); err != nil {
		return 0, fmt.Errorf("merging two histories: %w", err)
	}
	sessions := g.index.Of(from)
	for _, e := range sessions {
		if err := e.State.CheckMerge(from, into); err != nil {
			return 0, err
		}
	}
	for _, e := range sessions {
		if err := g.Do(ctx, e.Session, interview.Command{Do: interview.MergePersons{From: from, Into: into}}); err != nil {
			return 0, err
		}
	}
	if err := g.mergeGroups(ctx, from, into); err != nil {
		return 0, err
	}
	if err := g.People.takeOver(ctx, from, into); err != nil {
		return 0, fmt.Errorf("merging two histories: %w", err)
	}
	// The page that comes next lists what is merged.
	if err := g.indexAll(ctx); err != nil {
		return 0, fmt.Errorf("merging two histories: %w", err)
	}
	return len(sessions), nil
}

// eraseTraces takes away what else there is of a person: histories that are part of theirs, and keys.
func (p *People) eraseTraces(ctx context.Context, id interview.PersonID) error {
	found, err := p.read(ctx, id)
	if err != nil {
		return err
	}
	for _, hash := range found.keys {
		if err := p.closeKey(ctx, hash); err != nil {
			return err
		}
	}
	for _, other := range found.took {
		if err := p.eraseTraces(ctx, other); err != nil {
			return err
		}
		if err := p.Journal.Erase(ctx, personStream(other)); err != nil {
			return fmt.Errorf("erasing a person: %w", err)
		}
	}
	return nil
}
