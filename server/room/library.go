package room

import (
	"context"
	"fmt"
	"sync"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Library finds the problem of a session in exactly the wording it began with: in the catalogue
// while that still has it, else among the files kept at the session's creation. Its methods may be
// called from any goroutine.
type Library struct {
	Catalogue func() *problems.Catalogue
	Blobs     journal.Blobs

	mu     sync.Mutex
	pinned map[string]*problems.Problem
}

// maxPinned bounds how many wordings that the catalogue no longer has are held in memory.
const maxPinned = 64

func blobName(hash string) string { return "problem/" + hash }

// Pin keeps a problem's files under their hash. It returns when they are on disk; a session may
// name the hash only after that.
func (l *Library) Pin(ctx context.Context, p *problems.Problem) error {
	archive, err := p.Archive()
	if err != nil {
		return err
	}
	if err := l.Blobs.PutBlob(ctx, blobName(p.Hash), archive); err != nil {
		return fmt.Errorf("keeping the files of %s: %w", p.Slug, err)
	}
	return nil
}

// Problem is a session's problem.
func (l *Library) Problem(ctx context.Context, ref interview.ProblemRef) (*problems.Problem, error) {
	inCatalogue, ok := l.Catalogue().Find(ref.Slug)
	if ok && (inCatalogue.Hash == ref.Hash || ref.Hash == "") {
		return inCatalogue, nil
	}
	l.mu.Lock()
	p := l.pinned[ref.Hash]
	l.mu.Unlock()
	if p != nil {
		return p, nil
	}
	archive, err := l.Blobs.Blob(ctx, blobName(ref.Hash))
	if err != nil {
		return nil, fmt.Errorf("the files of %s: %w", ref.Slug, err)
	}
	if p, err = problems.FromArchive(ref.Pack, ref.Slug, ref.Hash, archive); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pinned == nil || len(l.pinned) >= maxPinned {
		l.pinned = map[string]*problems.Problem{}
	}
	l.pinned[ref.Hash] = p
	return p, nil
}
