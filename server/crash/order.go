package crash

import (
	"encoding/json"
	"fmt"

	"mockroom/server/interview"
	"mockroom/server/load/peer"
)

// order is one command on its way: it keeps its number until it is answered.
type order struct {
	n       uint64
	command string
	frame   []byte
	claim   claim
	// answered is called when it was done or refused, then with the words.
	answered func(done bool, words string)
}

// order makes the next command of this client life. holds says how it shows in the file; nil means
// by an event that carries the command's id.
func (p *person) order(command string, data any, holds func(*audit) bool) *order {
	p.n++
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // the crowd's own data
	}
	return p.framed(command, peer.AppendDo(blank(), p.n, command, string(raw)), holds)
}

// blank is a buffer with space for a frame's head.
func blank() []byte { return make([]byte, peer.HeadRoom, 256) }

// id is what the next order will have.
func (p *person) id() interview.CommandID {
	return interview.CommandID(fmt.Sprintf("%s/%d", p.client, p.n+1))
}

func (p *person) framed(command string, frame []byte, holds func(*audit) bool) *order {
	id := interview.CommandID(fmt.Sprintf("%s/%d", p.client, p.n))
	if holds == nil {
		holds = func(a *audit) bool { return a.commands[id] > 0 }
	}
	return &order{n: p.n, command: command, frame: frame, claim: claim{command + " " + string(id), holds}}
}

// push offers an editor's unconfirmed updates.
func (p *person) push(editor string, e *peer.Editor, most int) *order {
	updates := e.Unconfirmed()
	updates = updates[:min(len(updates), most)]
	last := updates[len(updates)-1].K
	p.n++
	return p.framed("board.edit", peer.AppendPush(blank(), p.n, editor, e.Version(), updates), func(a *audit) bool {
		return a.editors[editor] >= last
	})
}
