package crash

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal/bolt"
)

// findings are what did not hold.
type findings struct {
	lost, duplicated, unopened, moved int
	words                             []string
}

func (f *findings) add(count *int, format string, args ...any) {
	*count++
	if len(f.words) < 20 {
		f.words = append(f.words, fmt.Sprintf(format, args...))
	}
}

func (f *findings) bad() bool { return f.lost+f.duplicated+f.unopened+f.moved > 0 }

// readFile holds a database's file against what was acknowledged. The file is copied first, so that
// looking at it changes nothing of what the server will open. With anew set everything is read from its
// first event on, otherwise what is new.
func readFile(ctx context.Context, data, scratch string, pages []page, anew bool, f *findings) error {
	if err := copyFile(data, scratch); err != nil {
		return err
	}
	j, err := bolt.Open(scratch, bolt.Options{})
	if err != nil {
		f.add(&f.unopened, "the database does not open: %v", err)
		return nil
	}
	defer j.Close()
	for _, p := range pages {
		a, before := p.account.audit, p.account.audit
		switch {
		case anew:
			a = newAudit()
			a.mark = before.state.Number
		case p.account.retired && p.account.checked == len(p.claims):
			continue
		}
		if err := a.readOn(ctx, j, p.account.session); err != nil {
			f.add(&f.unopened, "session %s cannot be folded: %v", p.account.session, err)
			continue
		}
		if anew && a.marked != before.chain {
			f.add(&f.lost, "the first %d events of session %s are not what they were", a.mark, p.account.session)
		}
		p.account.audit = a
		p.holds(f)
	}
	return nil
}

// holds compares a page of the ledger with what the file has.
func (p page) holds(f *findings) {
	a := p.account.audit
	for _, words := range a.faults {
		f.add(&f.duplicated, "session %s: %s", p.account.session, words)
	}
	a.faults = nil
	if a.state.Number == 0 {
		f.add(&f.lost, "session %s was opened, and is not there", p.account.session)
		return
	}
	if p.shown > a.state.BoardVersion {
		f.add(&f.lost, "session %s: version %d of the board was shown, the file has %d", p.account.session, p.shown, a.state.BoardVersion)
	}
	for _, c := range p.claims[p.account.checked:] {
		if !c.holds(a) {
			f.add(&f.lost, "session %s: %s is not there", p.account.session, c.what)
		}
	}
	p.account.checked = len(p.claims)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

// view is what a participant may see, as far as it is checked.
type view struct {
	Now   interview.Time
	Clock interview.Clock
	Board struct {
		Version uint64
		Text    string
	}
	// asked and answered are when, of this program's own clock.
	asked, answered time.Time
}

var asking = &http.Client{Timeout: 20 * time.Second}

func look(ctx context.Context, addr, session, key string) (v view, err error) {
	q, err := http.NewRequestWithContext(ctx, "GET", "http://"+addr+"/api/sessions/"+session, nil)
	if err != nil {
		return v, err
	}
	q.Header.Set("Authorization", "Bearer "+key)
	v.asked = time.Now()
	answer, err := asking.Do(q)
	if err != nil {
		return v, err
	}
	defer answer.Body.Close()
	v.answered = time.Now()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %.200s", answer.Status, raw)
	}
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(raw, &v)
}

// opens asks the server for a session as two of its participants see it, and compares both with the
// file.
func opens(ctx context.Context, addr string, a *account, f *findings) {
	keys := a.keys
	for _, key := range []string{keys[0], keys[len(keys)-1]} {
		v, err := look(ctx, addr, a.session, key)
		if err != nil {
			f.add(&f.unopened, "session %s does not open: %v", a.session, err)
			return
		}
		s := a.audit.state
		if v.Board.Text != s.Board.String() || v.Board.Version != s.BoardVersion {
			f.add(&f.lost, "session %s: the board is of version %d and %d bytes, the file has %d and %d",
				a.session, v.Board.Version, len(v.Board.Text), s.BoardVersion, s.Board.Bytes())
		}
		if c := s.ClockAt(v.Now); c.Deadline != v.Clock.Deadline || c.Phase != v.Clock.Phase {
			f.add(&f.moved, "session %s: the clock ends at %d, by the file at %d", a.session, v.Clock.Deadline, c.Deadline)
		}
	}
}
