package crash

import "sync"

// claim is something that the server acknowledged or showed, and that must be found again.
type claim struct {
	what  string
	holds func(*audit) bool
}

// account is what the server has acknowledged of one session.
type account struct {
	session string
	// keys are of everybody who was let in, the creator first.
	keys []string

	claims []claim
	// checked is how many of the claims were found already.
	checked int
	// shown is the newest version of the board that anybody saw.
	shown uint64
	// retired is set when nobody will do anything here any more.
	retired bool
	audit   *audit
}

// ledger is everything the server has acknowledged.
type ledger struct {
	mu       sync.Mutex
	accounts []*account
	total    int
}

// open notes that a session was opened, which the server said with 201.
func (l *ledger) open(session, key string) *account {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := &account{session: session, keys: []string{key}, audit: newAudit()}
	l.accounts = append(l.accounts, a)
	l.total++
	return a
}

// joined notes that somebody was let in.
func (l *ledger) joined(a *account, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.keys = append(a.keys, key)
	l.total++
}

// done notes that a command was acknowledged.
func (l *ledger) done(a *account, c claim) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.claims = append(a.claims, c)
	l.total++
}

// show notes that somebody saw a version of the board, or something else that happened. What is shown
// to anybody is on the disk, as what is acknowledged is.
func (l *ledger) show(a *account, version uint64, seen ...claim) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.shown = max(a.shown, version)
	a.claims = append(a.claims, seen...)
}

// page is what an account held at one moment.
type page struct {
	account *account
	claims  []claim
	shown   uint64
}

// copy is the ledger as of now.
func (l *ledger) copy() (pages []page, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.accounts {
		pages = append(pages, page{a, a.claims[:len(a.claims):len(a.claims)], a.shown})
	}
	return pages, l.total
}

// size is how much was acknowledged.
func (l *ledger) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}
