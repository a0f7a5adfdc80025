package board

import (
	"math/rand/v2"
	"testing"
)

// editor is the client's side of the protocol: a document, and what of it is unconfirmed.
type editor struct {
	name        string
	doc         Text
	version     int
	k           uint64
	unconfirmed []Update
}

func (e *editor) edit(t *testing.T, r *rand.Rand) {
	c := randomChange(r, e.doc)
	doc, err := c.Apply(e.doc)
	if err != nil {
		t.Fatal(err)
	}
	e.doc, e.k = doc, e.k+1
	e.unconfirmed = append(e.unconfirmed, Update{e.name, e.k, c})
}

// receive takes accepted updates: own ones are confirmed, others are mapped over what is not.
func (e *editor) receive(t *testing.T, u Update) {
	e.version++
	if u.Client == e.name {
		if len(e.unconfirmed) == 0 || e.unconfirmed[0].K != u.K {
			t.Fatalf("%s got its update %d out of turn", e.name, u.K)
		}
		e.unconfirmed = e.unconfirmed[1:]
		return
	}
	theirs := u.Changes
	for i, mine := range e.unconfirmed {
		mapped, err := mine.Changes.Map(theirs, false)
		if err != nil {
			t.Fatal(err)
		}
		if theirs, err = theirs.Map(mine.Changes, true); err != nil {
			t.Fatal(err)
		}
		e.unconfirmed[i].Changes = mapped
	}
	doc, err := theirs.Apply(e.doc)
	if err != nil {
		t.Fatal(err)
	}
	e.doc = doc
}

// authority is the server's side.
type authority struct {
	doc  Text
	log  []Update
	last map[string]uint64
}

func (a *authority) push(t *testing.T, version int, updates []Update) {
	last := a.last[updates[0].Client]
	if updates[len(updates)-1].K <= last || updates[0].K > last+1 {
		return // done already, or a gap: the link lost or repeated something
	}
	rebased, err := Rebase(updates, a.log[version:])
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range rebased {
		if u.K != a.last[u.Client]+1 {
			continue
		}
		if a.doc, err = u.Changes.Apply(a.doc); err != nil {
			t.Fatal(err)
		}
		a.log = append(a.log, u)
		a.last[u.Client] = u.K
	}
}

type push struct {
	version int
	updates []Update
}

func TestFiveEditorsConvergeOverALossyLink(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		server := &authority{last: map[string]uint64{}}
		var editors []*editor
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			editors = append(editors, &editor{name: name})
		}
		var flight []push
		send := func(e *editor) {
			if len(e.unconfirmed) > 0 {
				flight = append(flight, push{e.version, append([]Update(nil), e.unconfirmed...)})
			}
		}
		for range 60 {
			e := editors[r.IntN(len(editors))]
			switch r.IntN(4) {
			case 0, 1:
				if e.doc.Len() < 400 {
					e.edit(t, r)
				}
			case 2:
				send(e)
			case 3:
				for range r.IntN(4) {
					if e.version < len(server.log) {
						e.receive(t, server.log[e.version])
					}
				}
			}
			if len(flight) > 0 && r.IntN(2) == 0 {
				i := r.IntN(len(flight)) // out of order
				p := flight[i]
				if r.IntN(3) > 0 { // or twice, or never
					flight = append(flight[:i], flight[i+1:]...)
				}
				if r.IntN(5) > 0 {
					server.push(t, p.version, p.updates)
				}
			}
		}
		for pending := true; pending; {
			pending = false
			for _, e := range editors {
				for e.version < len(server.log) {
					e.receive(t, server.log[e.version])
				}
				if len(e.unconfirmed) > 0 {
					pending = true
					server.push(t, e.version, append([]Update(nil), e.unconfirmed...))
				}
			}
		}
		for _, e := range editors {
			for e.version < len(server.log) {
				e.receive(t, server.log[e.version])
			}
			if e.doc != server.doc {
				t.Fatalf("seed %d: %s has %q, the server %q", seed, e.name, e.doc, server.doc)
			}
		}
	}
}
