package interview

import "maps"

// GoldScore is what the mentors of a group agree that a criterion is worth, why, and the moment (room
// time) that shows it.
type GoldScore struct {
	Score  int    `json:"score"`
	Reason string `json:"reason"`
	Moment Time   `json:"moment"`
}

// GoldProposed is a mentor's proposal of the agreed card, for a group that the pair has opened the
// session to; it replaces one that not enough have agreed to. Mentors who have locked their own card see it, and the
// pair after the reveal.
type GoldProposed struct {
	Group  Outsiders               `json:"group"`
	Scores map[Criterion]GoldScore `json:"scores"`
}

// GoldAgreed is another mentor's agreement to the proposal. GoldWithdrawn takes one's own back; a card
// to which nobody agrees any more is gone.
type (
	GoldAgreed struct {
		Group Outsiders `json:"group"`
	}
	GoldWithdrawn struct {
		Group Outsiders `json:"group"`
	}
)

func (GoldProposed) Kind() Kind  { return "gold.proposed" }
func (GoldAgreed) Kind() Kind    { return "gold.agreed" }
func (GoldWithdrawn) Kind() Kind { return "gold.withdrawn" }

// Actions of mentors. Whether somebody is a mentor of the group, the server has looked up.
type (
	// ProposeGold says what the agreed card is.
	ProposeGold struct {
		Group  Outsiders               `json:"group"`
		Scores map[Criterion]GoldScore `json:"scores"`
	}
	// AgreeGold agrees to the proposal that was made At, so that one that came in between is not meant.
	AgreeGold struct {
		Group Outsiders `json:"group"`
		At    Time      `json:"at"`
	}
	// WithdrawGold takes one's agreement back, to one's own proposal too.
	WithdrawGold struct {
		Group Outsiders `json:"group"`
	}
)

// Gold is an agreed card, or the proposal of one. Agreed has whoever agrees, its proposer first of all.
type Gold struct {
	By     ParticipantID           `json:"by"`
	At     Time                    `json:"at"`
	Scores map[Criterion]GoldScore `json:"scores"`
	Agreed map[ParticipantID]Time  `json:"agreed"`
}

// GoldLeast is how many mentors it takes to agree.
const GoldLeast = 2

// Settled says whether enough mentors agree for it to be the agreed card.
func (g Gold) Settled() bool { return len(g.Agreed) >= GoldLeast }

// checkGold refuses a card that is not whole: each criterion a score, and but for 0 a reason.
func checkGold(scores map[Criterion]GoldScore) error {
	card := Scorecard{Scores: map[Criterion]int{}}
	for k, g := range scores {
		card.Scores[k] = g.Score
		if err := checkText(g.Reason, MaxChat); err != nil {
			return err
		}
	}
	if err := card.Check(); err != nil {
		return err
	}
	for _, k := range Criteria() {
		switch g, ok := scores[k]; {
		case !ok:
			return Errorf(Invalid, "%s needs a score.", k.Title())
		case g.Score > 0 && g.Reason == "":
			return Errorf(Invalid, "%s needs the reason for its score.", k.Title())
		}
	}
	return nil
}

// seesGold says whether a participant may read a group's agreed card: whoever scored the session for
// that group or live, once their own card is locked, and the pair after the reveal.
func (s *State) seesGold(viewer ParticipantID, to Outsiders) bool {
	p := s.Participants[viewer]
	switch {
	case s.Acts(viewer) == Mentor:
		return s.Cards[viewer].locked() && (p.Through == "" || p.Through == to)
	case s.peer(viewer):
		return s.Phase == Review && s.Acts(viewer) != ""
	}
	return false
}

// MayGild says why a participant has no say in a group's agreed card; nil where they have one, if they
// are a mentor of the group.
func (s *State) MayGild(id ParticipantID, to Outsiders) error {
	if err := to.check(); err != nil {
		return err
	}
	p := s.Participants[id]
	_, group := to.Group()
	rates := s.Acts(id) == Mentor || s.peer(id) && p.Role == Interviewer
	switch {
	case !group:
		return Errorf(Invalid, "The mentors of a group agree on a card; say which group.")
	case !rates || p.Through != "" && p.Through != to:
		return Errorf(Forbidden, "The group's mentors who scored this session agree on its card.")
	case s.Phase != Review:
		return Errorf(Conflict, "A card is agreed on after the scores are open.")
	case !s.Cards[id].locked():
		return Errorf(Conflict, "Lock your own card first.")
	case !s.Agreed(to):
		return Errorf(Forbidden, "The two who held this session have not opened it to the group.")
	}
	return nil
}

func (a ProposeGold) decide(d *decision) error {
	if err := d.MayGild(d.by(), a.Group); err != nil {
		return err
	}
	if err := checkGold(a.Scores); err != nil {
		return err
	}
	for k, g := range a.Scores {
		if g.Score > 0 && (g.Moment < d.StartedAt || g.Moment > d.ScoringAt) {
			return Errorf(Invalid, "%s needs a moment of the interview.", k.Title())
		}
	}
	switch now := d.Golds[a.Group]; {
	case now.By == d.by() && maps.Equal(now.Scores, a.Scores):
		return nil
	case now.Settled():
		return Errorf(Conflict, "A card is agreed on. It can be replaced when those who agreed take it back.")
	}
	d.emit(ForRaters, GoldProposed(a))
	return nil
}

func (a AgreeGold) decide(d *decision) error {
	if err := d.MayGild(d.by(), a.Group); err != nil {
		return err
	}
	switch now, ok := d.Golds[a.Group]; {
	case !ok:
		return Errorf(Conflict, "Nothing is proposed any more.")
	case now.At != a.At:
		return Errorf(Conflict, "The proposal has changed. Read it before you agree.")
	case d.agreesAlready(now):
		return nil
	}
	d.emit(ForRaters, GoldAgreed{a.Group})
	return nil
}

// agreesAlready says whether the asker agrees, in this or in another part that they have here.
func (d *decision) agreesAlready(now Gold) bool {
	for id := range now.Agreed {
		if id == d.by() || d.Participants[id].Person == d.Participants[d.by()].Person {
			return true
		}
	}
	return false
}

func (a WithdrawGold) decide(d *decision) error {
	if err := d.MayGild(d.by(), a.Group); err != nil {
		return err
	}
	if d.Golds[a.Group].Agreed[d.by()] != 0 {
		d.emit(ForRaters, GoldWithdrawn(a))
	}
	return nil
}

// gold changes a group's card; it never writes into what a Clone may share.
func (s *State) gold(to Outsiders, with func(*Gold)) {
	g, ok := s.Golds[to]
	if !ok {
		return
	}
	g.Agreed = maps.Clone(g.Agreed)
	with(&g)
	s.Golds[to] = g
}

func (s *State) proposeGold(e Event, f GoldProposed) {
	s.Golds[f.Group] = Gold{e.By, e.At, f.Scores, map[ParticipantID]Time{e.By: e.At}}
	size := 0
	for _, g := range f.Scores {
		size += len(g.Reason) + 40
	}
	s.weigh(e, size)
}

func (s *State) withdrawGold(by ParticipantID, to Outsiders) {
	s.gold(to, func(g *Gold) { delete(g.Agreed, by) })
	if len(s.Golds[to].Agreed) == 0 {
		delete(s.Golds, to)
	}
}

// goldGroup is the group that a fact is about, for those that only some of the raters see.
func goldGroup(f Fact) Outsiders {
	switch f := f.(type) {
	case GoldProposed:
		return f.Group
	case GoldAgreed:
		return f.Group
	case GoldWithdrawn:
		return f.Group
	}
	return ""
}
