package problems

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzProblemFiles puts anything into one file of a whole pack: it loads, or every fault names a
// file, a line that the file has, and what is wrong.
func FuzzProblemFiles(f *testing.F) {
	pack := wholePack(f)
	names := []string{}
	for name := range pack {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		f.Add(uint8(i), pack[name].Data)
	}
	for i, s := range []string{"", "---\n", "---\na: &a [*a]\n---\n", "## A `x`\n- `\n", "```calc\nx = ", "\xff\xfe", "- `a b c` |||\n  - hints: | | |\n", "<svg onload=x>", strings.Repeat("> ", 300), "## Phase `clarification`\n- `i must` x\n  - cues: /(/ + | ~"} {
		f.Add(uint8(i), []byte(s))
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		name := names[int(which)%len(names)]
		changed := fstest.MapFS{}
		for n, file := range pack {
			changed[n] = file
		}
		changed[name] = &fstest.MapFile{Data: content}
		_, err := Load(changed, "sample")
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("%s: %v", name, err)
		}
		for _, fault := range faults {
			if fault.File == "" || fault.Message == "" || fault.Line < 0 || fault.File == name && fault.Line > strings.Count(string(content), "\n")+1 {
				t.Fatalf("%s with %q: %+v", name, content, fault)
			}
		}
		if _, err := Check(changed, "pack"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	})
}
