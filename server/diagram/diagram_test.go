package diagram

import (
	"reflect"
	"strings"
	"testing"
)

func TestFlowchartsAreRead(t *testing.T) {
	g := Read("%% the path\nflowchart LR\n  U[Browser] -->|GET /code| E(\"Load balancer<br/>[TLS]\"):::edge\n  E --> R & W[[Create service]]\n  R -- miss, once --> D[(Links store)]\n  R -.-> Q{{Log}} ==> S\n  subgraph zone\n  W -.->|every 5 s| D\n  end\n  style D fill:#fff\n  half [\n  A --> \n  D; S[Totals]\n")
	var names []string
	for _, b := range g.Boxes {
		names = append(names, b.ID+"="+b.Name)
	}
	if got, want := strings.Join(names, ", "), "U=Browser, E=Load balancer [TLS], R=R, W=Create service, D=Links store, Q=Log, S=Totals"; got != want {
		t.Errorf("boxes\n%s\nwant\n%s", got, want)
	}
	want := []Arrow{{"U", "E", "GET /code", 3}, {"E", "R", "", 4}, {"E", "W", "", 4}, {"R", "D", "miss, once", 5}, {"R", "Q", "", 6}, {"Q", "S", "", 6}, {"W", "D", "every 5 s", 8}}
	if !reflect.DeepEqual(g.Arrows, want) {
		t.Errorf("arrows %v", g.Arrows)
	}
	if !reflect.DeepEqual(g.Unread, []int{11, 12}) {
		t.Errorf("unread %v", g.Unread)
	}
}

func TestSequencesAreRead(t *testing.T) {
	g := Read("sequenceDiagram\n participant A as Rider app\n actor B\n A->>+B: POST /rides #quot;now#quot;; at once\n B-->>-A: 201\n Note over A,B: later\n loop each second\n end\n nonsense\n")
	if len(g.Boxes) != 2 || g.Boxes[0].Name != "Rider app" || g.Boxes[1].Name != "B" {
		t.Errorf("%+v", g.Boxes)
	}
	if len(g.Arrows) != 2 || g.Arrows[1] != (Arrow{"B", "A", "201", 5}) {
		t.Errorf("%+v", g.Arrows)
	}
	if !reflect.DeepEqual(g.Unread, []int{9}) {
		t.Errorf("%v", g.Unread)
	}
}

func TestOtherKindsHaveNoBoxes(t *testing.T) {
	for _, source := range []string{"", "\n", "%% nothing", "gantt\n a-->b", "graphic\nA-->B"} {
		if g := Read(source); len(g.Boxes)+len(g.Arrows) > 0 {
			t.Errorf("%q has %+v", source, g)
		}
	}
}

func TestSourcesAreFencedBlocks(t *testing.T) {
	text := "# A\n```mermaid\nflowchart LR\nA-->B\n```\n````\n```mermaid\nnot a block\n```\n````\n~~~mermaid left\nsequenceDiagram\n~~~\n```mermaid\ngraph TD\nopen"
	want := []string{"flowchart LR\nA-->B", "sequenceDiagram", "graph TD\nopen"}
	if got := Sources(text); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"flowchart LR\nA[a]-->B", "sequenceDiagram\nA->>B: x", "graph\nA[\"\nB{{", "flowchart TD;A-->B;B-->C"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		g := Read(source)
		known := map[string]bool{}
		for _, b := range g.Boxes {
			if b.Name == "" && b.ID == "" || known[b.ID] {
				t.Fatalf("a box without a name or twice: %+v", g.Boxes)
			}
			known[b.ID] = true
		}
		for _, a := range g.Arrows {
			if !known[a.From] || !known[a.To] {
				t.Fatalf("an arrow to nowhere: %+v", a)
			}
		}
	})
}
