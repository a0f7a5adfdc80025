package disk

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// script is a little history: a file is made and synced, its folder too; then it is written to again.
func script() []Change {
	changes := []Change{
		{kind: link, file: 1, name: "a"},
		{kind: write, file: 1, data: []byte(strings.Repeat("1", 8192))},
		{kind: syncFile, file: 1},
		{kind: syncFolder},
		{kind: truncate, file: 1, size: 12288},
		{kind: write, file: 1, off: 4096, data: []byte(strings.Repeat("2", 4096))},
		{kind: write, file: 1, off: 8192, data: []byte(strings.Repeat("3", 4096))},
		{kind: syncFile, file: 1},
		{kind: link, file: 2, name: "b"},
		{kind: unlink, name: "a"},
	}
	for i := range changes {
		changes[i].At = moment(i)
	}
	return changes
}

func moment(i int) time.Time { return time.UnixMilli(int64(i)) }

func TestWhatIsSyncedStays(t *testing.T) {
	ones := strings.Repeat("1", 4096)
	for _, c := range []struct {
		name     string
		until    int
		unsynced bool
		holds    string
	}{
		{"before anything", -1, false, ""},
		{"the file but not its name", 2, true, ""},
		{"the file and its name", 3, false, ones + ones},
		{"two writes more", 6, true, ones},
		{"those synced", 7, false, ones + strings.Repeat("2", 4096) + strings.Repeat("3", 4096)},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDisk(script())
			d.Until(moment(c.until))
			if d.Unsynced() != c.unsynced {
				t.Errorf("unsynced: %v", d.Unsynced())
			}
			for seed := range uint64(200) {
				files, fate := d.Image(rand.New(rand.NewPCG(seed, 1)))
				if c.holds != "" && !strings.HasPrefix(string(files["a"]), c.holds) {
					t.Fatalf("%v: what was synced is not there", fate)
				}
			}
		})
	}
}

func TestWhatIsNotSyncedMayBeAnything(t *testing.T) {
	d := NewDisk(script())
	d.Until(moment(6))
	seen, torn := map[string]bool{}, false
	for seed := range uint64(400) {
		files, fate := d.Image(rand.New(rand.NewPCG(seed, 1)))
		a := string(files["a"])
		seen[fate.String()] = true
		switch {
		case fate == Dropped && a != strings.Repeat("1", 8192):
			t.Fatal("something is there that was dropped")
		case fate == Kept && !strings.HasSuffix(a, strings.Repeat("2", 4096)+strings.Repeat("3", 4096)):
			t.Fatal("something is not there that was kept")
		}
		if len(a) >= 8192 {
			second := a[4096:8192]
			torn = torn || strings.Contains(second, "1") && strings.Contains(second, "2")
		}
	}
	if len(seen) != int(fates) || !torn {
		t.Errorf("fates %v, torn %v", seen, torn)
	}
}

func TestANameMovesAtOnce(t *testing.T) {
	changes := append(script(), Change{At: moment(20), kind: syncFolder})
	d := NewDisk(changes)
	d.Until(moment(9))
	kept := 0
	for seed := range uint64(100) {
		files, _ := d.Image(rand.New(rand.NewPCG(seed, 1)))
		_, a := files["a"]
		_, b := files["b"]
		if !a && !b {
			t.Fatal("neither name is there")
		}
		if a {
			kept++
		}
	}
	if kept == 0 || kept == 100 {
		t.Errorf("the old name is there in %d of 100", kept)
	}
	d.Until(moment(20))
	if files, _ := d.Image(rand.New(rand.NewPCG(1, 1))); files["a"] != nil {
		t.Error("the old name is there after the folder was synced")
	}
}
