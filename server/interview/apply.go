package interview

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Apply folds one event into the state. It accepts everything that Decide produced against the
// same state; an error means that the stream is damaged, and the state is then not to be used.
// It also folds the events of a view, whose numbers, commands and audiences are empty.
func (s *State) Apply(e Event) error {
	if err := s.applyFact(e); err != nil {
		return fmt.Errorf("applying event %d, %s: %w", e.Number, e.Fact.Kind(), err)
	}
	s.Number = e.Number
	if e.Command != "" {
		if client, n, ok := e.Command.split(); ok && n > s.Clients[client] {
			s.Clients[client] = n
		}
	}
	if e.Audience != "" {
		s.shown.add(e)
		s.At = max(s.At, e.At)
	}
	return nil
}

// split reads "client/n"; ids of the clock have no n.
func (c CommandID) split() (client string, n uint64, ok bool) {
	client, digits, found := strings.Cut(string(c), "/")
	if !found || client == "due" {
		return "", 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	return client, n, err == nil
}

func (s *State) applyFact(e Event) error {
	switch f := e.Fact.(type) {
	case SessionCreated:
		s.Problem, s.Mode, s.Help, s.Pace = f.Problem, f.Mode, f.Help, f.Pace
		s.Plan, s.Planned, s.Creator, s.CreatedAt = f.Plan, f.Plan, f.Creator, e.At
		for _, i := range f.Invites {
			s.addInvite(i)
		}
	case SessionLinked:
		s.link(e, f)
	case ShareMade:
		s.share(e, f)
	case ShareRevoked:
		s.unshare(e, f.ID)
	case SwapSuggested:
		s.Swap = &Swap{By: e.By, At: e.At, Problem: f.Problem}
	case SwapDeclined:
		if s.Swap != nil {
			declined := *s.Swap
			declined.DeclinedAt, declined.DeclinedBy = e.At, e.By
			s.Swap = &declined
		}
	case GoldProposed:
		s.proposeGold(e, f)
	case GoldAgreed:
		s.gold(f.Group, func(g *Gold) { g.Agreed[e.By] = e.At })
	case GoldWithdrawn:
		s.withdrawGold(e.By, f.Group)
	case SessionClosed:
		s.Closed = f.Reason
	case MeetingSet:
		s.Meeting = f.URL
	case InviteMade:
		s.addInvite(f.Invite)
	case InviteRevoked:
		s.revoke(f.ID)
	case ParticipantJoined:
		s.join(e.At, f)
	case ParticipantMerged:
		s.change(f.Participant, func(p *Participant) { p.Person = f.Person })
	case ParticipantRemoved:
		s.change(f.Participant, func(p *Participant) { p.Revoked, p.Ready, p.Tokens = true, false, nil })
	case ParticipantLeft:
		s.change(f.Participant, func(p *Participant) { p.Left, p.Ready, p.AwaySince = true, false, e.At })
	case ParticipantAway:
		s.change(f.Participant, func(p *Participant) {
			p.AwaySince, p.Ready = f.Since, false
			p.Absences++
		})
	case ParticipantBack:
		s.change(f.Participant, func(p *Participant) {
			p.AwaySince, p.Left = 0, false
			p.Absences++
		})
	case SeatTaken:
		s.Seats[f.Role] = f.Participant
		s.seatPeer(f)
		delete(s.SeatAsks, f.Role)
		if f.From != "" {
			s.change(f.From, func(p *Participant) { p.Ready = false })
		}
	case SeatAsked:
		s.SeatAsks[f.Role] = SeatAsk{f.Participant, e.At}
	case SeatKept:
		delete(s.SeatAsks, f.Role)
	case ReadySet:
		s.change(f.Participant, func(p *Participant) { p.Ready = f.Ready })
	case PhaseStarted:
		s.startPhase(e.At, f)
	case ClockPaused:
		s.pause(e, f)
	case ClockResumed:
		p := s.OpenPause()
		if p == nil {
			return fmt.Errorf("the clock does not stand")
		}
		p.To = f.From
	case ClockExtended:
		s.extend(f)
	case PauseAsked:
		s.PauseAsked = &Wish{e.By, e.At}
	case PauseDeclined:
		s.PauseAsked = nil
	case ClarificationAnswered:
		s.Told = append(s.Told, Told{e.At, f.ID, f.Question, f.Answer})
	case HintAsked:
		s.HintAsked = &Wish{e.By, e.At}
	case HintDeclined:
		s.HintAsked = nil
	case HintGiven:
		s.Hints = append(s.Hints, GivenHint{e.At, f.Phase, f.Item, f.Rung, f.Text})
		s.HintAsked = nil
	case DiveChosen:
		s.Dives = f.Dives
	case ProbeAsked:
		s.Probes = append(s.Probes, AskedProbe{e.At, f.Dive, f.Title, f.Index, f.Text})
	case FollowupDealt:
		s.Dealt = append(s.Dealt, DealtCard{e.At, f.ID, f.Text})
	case ChecklistSeen:
		for _, item := range f.Items {
			s.Seen[item] = e.At
		}
	case ContentSeen:
		s.KitReaders[f.Participant] = true
	case InterviewerRated:
		s.Rating = &f
	case ConsentGiven:
		s.consent(e, f.To)
	case ConsentWithdrawn:
		s.withdraw(e.By, f.To)
	case BoardEdited:
		return s.edit(e, f)
	case ChatSaid:
		if e.Audience == ForAll {
			s.openChat = len(s.Chat) + 1
		}
		s.Chat = append(s.Chat, ChatLine{e.At, e.By, f.Text})
		s.weigh(e, len(f.Text))
	case NoteWritten:
		if e.Audience == "" {
			s.Note = f.Text
		} else {
			s.Notes[e.By] = f.Text
		}
		s.weigh(e, len(f.Text))
	case PinDropped:
		s.dropPin(e, f)
	case PinNoted:
		s.changePin(e.By, f.Pin, func(p *Pin) { p.Note = f.Text })
		s.weigh(e, len(f.Text))
	case PinLinked:
		s.changePin(e.By, f.Pin, func(p *Pin) {
			p.Criterion = f.Criterion
			if f.Sign != "" {
				p.Sign = f.Sign
			}
		})
	case PinWithdrawn:
		s.withdrawPin(e.By, f.Pin)
	case ScorecardSaved:
		c := s.Cards[e.By]
		c.Content, c.Scored, c.SavedAt = f.Card, f.Scored, e.At
		s.Cards[e.By] = c
		if f.Card != nil {
			s.weigh(e, len(f.Card.Strengths)+len(f.Card.Fix)+200)
		}
	case ScorecardLocked:
		c := s.Cards[e.By]
		c.LockedAt, c.NotBlind = e.At, f.NotBlind
		s.Cards[e.By] = c
		s.open(f.Opened, f.Earlier)
		maps.Copy(s.Pins, f.Pins)
	case ScorecardBegun:
		s.beginRound(e.By)
	case RevealReady:
		c := s.Cards[e.By]
		c.ReadyAt = e.At
		s.Cards[e.By] = c
	case ScoresRevealed:
		s.Revealed = &Reveal{e.At, f.Without, f.Unanswered}
		s.open(f.Opened, f.Earlier)
		maps.Copy(s.Pins, f.Pins)
	default:
		return fmt.Errorf("%s does not belong in a session", e.Fact.Kind())
	}
	return nil
}

func (s *State) addInvite(i Invite) {
	s.Invites = append(s.Invites, InviteUse{ID: i.ID, Role: i.Role, OpenedAt: []Time{}, KeyHash: i.KeyHash, For: i.For})
}

func (s *State) revoke(id string) {
	for i := range s.Invites {
		if s.Invites[i].ID == id {
			s.Invites[i].Revoked = true
		}
	}
	for pid, p := range s.Participants {
		if p.Invite != id {
			continue
		}
		p.Revoked, p.Ready = true, false
		s.Participants[pid] = p
		for role, holder := range s.Seats {
			if holder == pid {
				delete(s.Seats, role)
			}
		}
		for role, ask := range s.SeatAsks {
			if ask.Participant == pid {
				delete(s.SeatAsks, role)
			}
		}
	}
}

func (s *State) join(at Time, f ParticipantJoined) {
	p, again := s.Participants[f.Participant]
	if !again {
		p = Participant{Role: f.Role, AwaySince: at, Person: f.Person}
	}
	if f.Person != "" {
		p.Person = f.Person
	}
	p.Invite, p.Left = f.Invite, false
	if f.Through != "" {
		// Who was put out of a group, and is its mentor again, is who they were.
		p.Through, p.Revoked = f.Through, false
	}
	if f.TokenHash != "" {
		p.Tokens = append(slices.Clip(p.Tokens), f.TokenHash)
	}
	s.Participants[f.Participant] = p
	for i := range s.Invites {
		if u := &s.Invites[i]; u.ID == f.Invite && f.Invite != "" {
			u.OpenedAt = append(slices.Clip(u.OpenedAt), at)
		}
	}
}

func (s *State) change(id ParticipantID, with func(*Participant)) {
	if p, ok := s.Participants[id]; ok {
		with(&p)
		s.Participants[id] = p
	}
}

// open fills in cards that a view may see from now on.
func (s *State) open(cards map[ParticipantID]Scorecard, earlier map[ParticipantID][]LockedCard) {
	for id, list := range earlier {
		c := s.Cards[id]
		c.Earlier = list
		s.Cards[id] = c
	}
	for id, content := range cards {
		c := s.Cards[id]
		c.Content, c.Scored = &content, len(content.Scores)
		s.Cards[id] = c
	}
}

func (s *State) edit(e Event, f BoardEdited) error {
	for _, u := range f.Updates {
		var err error
		if s.draft != nil {
			err = s.draft.Apply(u.Changes)
		} else if text, applyErr := u.Changes.Apply(s.Board); applyErr != nil {
			err = applyErr
		} else {
			s.Board = text
		}
		if err != nil {
			return fmt.Errorf("update %d of %s: %w", u.K, u.Client, err)
		}
		s.BoardVersion++
		s.Editors[u.Client] = u.K
		if len(s.Recent) >= 2*RecentUpdates {
			s.Recent = slices.Clone(s.Recent[len(s.Recent)-RecentUpdates:])
		}
		s.Recent = append(s.Recent, u)
		s.weigh(e, u.Changes.Inserted()+60)
	}
	return nil
}

// weigh counts text towards the session's limit; views have none.
func (s *State) weigh(e Event, bytes int) {
	if e.Audience != "" {
		s.Bytes += bytes
	}
}
