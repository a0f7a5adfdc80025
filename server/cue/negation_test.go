package cue

import "testing"

func TestNegationIsUnderstood(t *testing.T) {
	for _, test := range []struct {
		text string
		want bool
	}{
		{"no shards", false},
		{"no need for a shard", false},
		{"no sharding needed", false},
		{"we don't shard", false},
		{"we don’t need to shard yet", false},
		{"it doesn't use shards", false},
		{"w/o shards", false},
		{"without a cache or a shard", false},
		{"neither cache nor shard", false},
		{"kein eigener Cache, keine Shards", false},
		{"not yet sharded", false},
		{"sharding is not needed", false},
		{"sharding isn't needed", false},
		{"sharding not needed (6 TB)", false},
		{"sharding unnecessary", false},
		{"Sharding nicht nötig", false},
		{"sharding: no", false},
		{"sharding? no, 40/s", false},
		{"cache yes, sharding no.", false},
		{"no cache\nshard by code", true},
		{"no, shard by code", true},
		{"301? no -> shard", true},
		{"no cache; shards", true},
		{"no doubt: shards", true},
		{"never shard by time", true},
		{"it doesn't shard twice", true},
		{"not only a cache: shards", true},
		{"sharding: no hot part", true},
		{"sharding no later than 6 TB", true},
		{"sharding needed", true},
		{"shard or cache", true},
		{"| no | shard |", true},
		{"no shards at first\n10x: shards by code", true},
		{"Straße ohne Ampel: Shards", true},
	} {
		for _, cues := range []string{"shard", `/\bshard\w*/`} {
			set, fault := Compile(cues)
			if fault != nil {
				t.Fatal(fault)
			}
			if got := set.In(NewText(test.text)) != ""; got != test.want {
				t.Errorf("%q in %q: %v", cues, test.text, got)
			}
		}
	}
}

// TestADiagramIsAChain tells drawn arrows from those that people put between words.
func TestADiagramIsAChain(t *testing.T) {
	set, fault := Compile("@diagram")
	if fault != nil {
		t.Fatal(fault)
	}
	for _, test := range []struct {
		text string
		want bool
	}{
		{"app -> lb -> web -> db", true},
		{"phone → gateway → leader → phone", true},
		{"app -> web -> db\nweb -> queue -> worker", true},
		{"app --> web\nx\nweb --> queue --> worker --> db", true},
		{"```mermaid\nflowchart LR\n  A --> B\n```", true},
		{"12k/s -> 2 TB\nnode dies -> replica\nretry -> same key", false},
		{"a -> b -> c", false},
		{"no answer -> next", false},
	} {
		if got := set.In(NewText(test.text)) != ""; got != test.want {
			t.Errorf("%q: %v", test.text, got)
		}
	}
}
