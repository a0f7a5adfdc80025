package room_test

import (
	"testing"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
	"mockroom/server/room"
)

// TestAProblemOutlivesItsPack finds a session's wording after the catalogue has another one.
func TestAProblemOutlivesItsPack(t *testing.T) {
	store, err := bolt.Open(t.TempDir()+"/library.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	core, err := problems.Core()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := core.Find("tinyurl")
	files := map[string][]byte{}
	for name, content := range p.Files {
		files[name] = content
	}
	files["design.md"] = append([]byte("## Earlier\n\nAn earlier wording.\n\n"), files["design.md"]...)
	earlier, err := problems.FromFiles(p.Pack, p.Slug, files)
	if err != nil {
		t.Fatal(err)
	}
	library := &room.Library{Catalogue: func() *problems.Catalogue { return core }, Blobs: store}
	ref := interview.ProblemRef{Pack: p.Pack, Slug: p.Slug, Hash: earlier.Hash}
	if _, err := library.Problem(t.Context(), ref); err == nil {
		t.Fatal("files that nobody kept were found")
	}
	if err := library.Pin(t.Context(), earlier); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		found, err := library.Problem(t.Context(), ref)
		if err != nil || found.Hash != earlier.Hash || found.Kit.Design[0].Title != "Earlier" {
			t.Fatalf("the session's wording: %v", err)
		}
	}
	if now, err := library.Problem(t.Context(), interview.ProblemRef{Slug: "tinyurl", Hash: p.Hash}); err != nil || now != p {
		t.Errorf("the wording of now: %v", err)
	}
}
