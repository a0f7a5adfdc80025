package interview

import "slices"

// ByShare are all who have a link that shares the session: they read it, and do nothing else.
const ByShare Outsiders = "share"

// Limits of links that share a session.
const (
	MaxShares    = 50
	MaxShareTime = 366 * 24 * 60 * Minute
)

// ShareMade is a link by which others read what its maker may read of the session, without what Without
// leaves out, until Until. The pair sees it, without the key's hash.
type ShareMade struct {
	ID      string    `json:"id"`
	Without Redaction `json:"without"`
	Until   Time      `json:"until"`
	KeyHash string    `json:"key_hash,omitempty"`
}

// ShareRevoked closes such a link at once. Either of the pair may. The pair sees it.
type ShareRevoked struct {
	ID string `json:"id"`
}

func (ShareMade) Kind() Kind    { return "share.made" }
func (ShareRevoked) Kind() Kind { return "share.revoked" }

// Actions of the pair.
type (
	// MakeShare adds a link that shares the session, RevokeShare closes one.
	MakeShare   struct{ Share ShareMade }
	RevokeShare struct{ ID string }
)

// Share is a link that shares the session, made at At by By; RevokedAt is 0 while it is not revoked.
type Share struct {
	ID        string        `json:"id"`
	By        ParticipantID `json:"by"`
	At        Time          `json:"at"`
	Until     Time          `json:"until"`
	Without   Redaction     `json:"without"`
	RevokedAt Time          `json:"revoked_at"`
	KeyHash   string        `json:"-"`
}

// NeedsConsent says whether a link shows what is the other's of the pair too: everything but a copy
// without names, chat, notes and scores does.
func (r Redaction) NeedsConsent() bool { return !(r.Names && r.Chat && r.Notes && r.Scores) }

// ShareWaits is who of the pair has not agreed to links of somebody that show what is theirs, "" for
// nobody.
func (s *State) ShareWaits(by ParticipantID) ParticipantID {
	for _, id := range s.Lacking(ByShare) {
		if id != by {
			return id
		}
	}
	return ""
}

// errShareClosed says no more than that a link opens nothing: who has it need not know why.
var errShareClosed = Errorf(Gone, "This link is closed: it was taken back, or its time is over. Ask the person who sent it.")

// ShareOpen says why a link shows nothing at a moment; nil where it does.
func (s *State) ShareOpen(share Share, now Time) error {
	switch {
	case share.RevokedAt != 0 || now >= share.Until,
		s.Acts(share.By) == "" || !s.peer(share.By),
		share.Without.NeedsConsent() && s.ShareWaits(share.By) != "":
		return errShareClosed
	}
	return nil
}

func (a MakeShare) decide(d *decision) error {
	f := a.Share
	switch {
	case !d.peer(d.by()):
		return Errorf(Forbidden, "Only those who held the interview share it.")
	case d.Phase != Review:
		return Errorf(Conflict, "A session can be shared when its scores are open.")
	case f.Until <= d.now || f.Until > d.now+Time(MaxShareTime):
		return Errorf(Invalid, "Say for how many days the link is to open, 1 to 366.")
	case d.openShares() >= MaxShares:
		return Errorf(Conflict, "This session has %d open links; take some back.", MaxShares)
	}
	if waits := d.ShareWaits(d.by()); waits != "" && f.Without.NeedsConsent() {
		return Errorf(Forbidden, "The %s has not agreed that others see this. Ask for it on the review page, or leave out names, chat, notes and scores.", d.Participants[waits].Role)
	}
	d.emit(ForPair, f)
	return nil
}

func (d *decision) openShares() int {
	n := 0
	for _, share := range d.Shares {
		if share.RevokedAt == 0 && d.now < share.Until {
			n++
		}
	}
	return n
}

func (a RevokeShare) decide(d *decision) error {
	if !d.peer(d.by()) {
		return Errorf(Forbidden, "Only those who held the interview take its links back.")
	}
	i := slices.IndexFunc(d.Shares, func(s Share) bool { return s.ID == a.ID })
	switch {
	case i < 0:
		return Errorf(NotFound, "There is no such link.")
	case d.Shares[i].RevokedAt == 0:
		d.emit(ForPair, ShareRevoked(a))
	}
	return nil
}

// share and unshare never write into a list that a Clone may share.
func (s *State) share(e Event, f ShareMade) {
	s.Shares = append(slices.Clip(s.Shares), Share{ID: f.ID, By: e.By, At: e.At, Until: f.Until, Without: f.Without, KeyHash: f.KeyHash})
}

func (s *State) unshare(e Event, id string) {
	s.Shares = slices.Clone(s.Shares)
	for i := range s.Shares {
		if s.Shares[i].ID == id {
			s.Shares[i].RevokedAt = e.At
		}
	}
}

// outside takes out of a view what concerns only those who are in the session: its links, consents and
// invitations, where they meet, the pair's other sessions, and what groups make of it.
func outside(view *State) {
	view.Meeting, view.Swap, view.Links = "", nil, []Link{}
	view.Invites, view.Shares, view.Consents = []InviteUse{}, []Share{}, map[Outsiders]map[ParticipantID]Time{}
	view.Golds = map[Outsiders]Gold{}
}
