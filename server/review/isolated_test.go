package review

import "testing"

func TestIsolated(t *testing.T) {
	for name, want := range map[string]string{"Ana": "Ana", "": "", "李": "李", "נועה": "\u2068נועה\u2069", "مریم B": "\u2068مریم B\u2069"} {
		if got := Isolated(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
