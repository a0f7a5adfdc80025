package interview

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"mockroom/server/board"
)

// Redaction is what a copy of a session leaves out. Names go from everything that people wrote, too; with
// notes or scores go the pins, whose notes are notes and which are what scores rest on.
type Redaction struct {
	Names, Chat, Notes, Scores bool
	// outside leaves out what concerns only those who are in the session, see outside.
	outside bool
}

// Outside is a redaction for those who are not in the session: its links, consents and invitations, where
// they meet, and the pair's other sessions are left out.
func (r Redaction) Outside() Redaction {
	r.outside = true
	return r
}

// RedactAll leaves out all that can be.
var RedactAll = Redaction{Names: true, Chat: true, Notes: true, Scores: true}

// parts are what a redaction may name, in this order.
func (r *Redaction) parts() []struct {
	name string
	on   *bool
} {
	return []struct {
		name string
		on   *bool
	}{{"names", &r.Names}, {"chat", &r.Chat}, {"notes", &r.Notes}, {"scores", &r.Scores}}
}

// ParseRedaction reads a list such as "names,chat"; "" leaves out nothing.
func ParseRedaction(list string) (Redaction, error) {
	var r Redaction
next:
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		for _, p := range r.parts() {
			if p.name == name {
				*p.on = true
				continue next
			}
		}
		return r, Errorf(Invalid, "%.20q cannot be left out; names, chat, notes and scores can.", name)
	}
	return r, nil
}

// List names what is left out.
func (r Redaction) List() []string {
	list := []string{}
	for _, p := range r.parts() {
		if *p.on {
			list = append(list, p.name)
		}
	}
	return list
}

// MarshalText writes the list.
func (r Redaction) MarshalText() ([]byte, error) { return []byte(strings.Join(r.List(), ",")), nil }

// UnmarshalText reads it.
func (r *Redaction) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRedaction(string(b))
	return err
}

// With leaves out what either leaves out.
func (r Redaction) With(o Redaction) Redaction {
	return Redaction{r.Names || o.Names, r.Chat || o.Chat, r.Notes || o.Notes, r.Scores || o.Scores, r.outside || o.outside}
}

// Withholds says whether a fact is left out whole.
func (r Redaction) Withholds(f Fact) bool {
	switch f.(type) {
	case MeetingSet, SwapSuggested, SwapDeclined, SessionLinked:
		// Where they meet, and the same two's other sessions.
		return r.Names || r.outside
	case ShareMade, ShareRevoked, ConsentGiven, ConsentWithdrawn, InviteMade, InviteRevoked:
		return r.outside
	case ChatSaid:
		return r.Chat
	case NoteWritten:
		return r.Notes
	case PinDropped, PinNoted, PinLinked, PinWithdrawn:
		return r.Notes || r.Scores
	case GoldProposed, GoldAgreed, GoldWithdrawn:
		// The reasons are what their scores rest on; that a group scores it is nobody's outside.
		return r.Notes || r.Scores || r.outside
	case ScorecardSaved, ScorecardLocked, ScorecardBegun, RevealReady, ScoresRevealed, InterviewerRated:
		return r.Scores
	}
	return false
}

// Redactor takes out of what a participant may see what a redaction leaves out. It works on what Filter
// and Project give, and adds nothing to it.
type Redactor struct {
	Redaction
	labels map[ParticipantID]string
	words  board.Words
	// instead is what stands in the place of each word of a name, folded.
	instead map[string]string
}

// NewRedactor is for a session whose people have these names.
func NewRedactor(r Redaction, view *State, names map[ParticipantID]string) *Redactor {
	d := &Redactor{Redaction: r, labels: names}
	if !r.Names {
		return d
	}
	d.labels, d.instead = labels(view), map[string]string{}
	var words []string
	for _, id := range slices.Sorted(maps.Keys(names)) {
		for _, word := range wordsOf(names[id]) {
			if _, err := ParseRole(strings.ToLower(word)); err == nil {
				continue // Whoever goes by a role's name has none.
			}
			words = append(words, word)
			key := strings.ToLower(word)
			d.instead[key] = cmp.Or(d.instead[key], d.labels[id])
		}
	}
	d.words = board.NewWords(words)
	return d
}

// labels are what people go by where their names are left out: their roles, counted.
func labels(view *State) map[ParticipantID]string {
	given := map[ParticipantID]string{}
	for _, role := range Roles() {
		var ids []ParticipantID
		for id, p := range view.Participants {
			if p.Role == role {
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(a, b ParticipantID) int {
			if seat := view.Seats[role]; a == seat || b == seat {
				return map[bool]int{true: -1, false: 1}[a == seat]
			}
			return cmp.Compare(a, b)
		})
		for i, id := range ids {
			given[id] = strings.ToUpper(string(role[:1])) + string(role[1:])
			if i > 0 {
				given[id] += fmt.Sprintf(" %d", i+1)
			}
		}
	}
	return given
}

// wordsOf are the words by which a name is recognised: each of it, and where a word has marks in it, its
// parts too.
func wordsOf(name string) []string {
	var words []string
	for _, word := range strings.Fields(name) {
		words = append(words, word)
		parts := strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		if len(parts) > 1 || len(parts) == 1 && parts[0] != word {
			words = append(words, parts...)
		}
	}
	return words
}

// People are what everybody goes by.
func (d *Redactor) People() map[ParticipantID]string { return d.labels }

// Text is what somebody wrote, without names.
func (d *Redactor) Text(s string) string {
	return d.words.Replace(s, func(found string) string { return d.instead[strings.ToLower(found)] })
}

// Board is a board's text without names; each covers as much as it took.
func (d *Redactor) Board(s string) string {
	return d.words.Replace(s, func(found string) string {
		return strings.Repeat(string(board.Covered), board.NewText(found).Len())
	})
}

// Boards are all edits of a board without names, in any of its versions.
func (d *Redactor) Boards(edits []BoardEdited) []BoardEdited {
	if !d.Names {
		return edits
	}
	var changes []board.ChangeSet
	for _, e := range edits {
		for _, u := range e.Updates {
			changes = append(changes, u.Changes)
		}
	}
	changes = board.Cover(changes, d.words)
	out := slices.Clone(edits)
	for i := range out {
		out[i].Updates = slices.Clone(out[i].Updates)
		for j := range out[i].Updates {
			out[i].Updates[j].Changes, changes = changes[0], changes[1:]
		}
	}
	return out
}

func (d *Redactor) card(c Scorecard) Scorecard {
	c.Strengths, c.Fix = d.Text(c.Strengths), d.Text(c.Fix)
	return c
}

func (d *Redactor) cards(cards map[ParticipantID]Scorecard) map[ParticipantID]Scorecard {
	out := maps.Clone(cards)
	for id, c := range out {
		out[id] = d.card(c)
	}
	return out
}

// pins are those of some raters, none where they are left out.
func (d *Redactor) pins(pins map[ParticipantID][]Pin) map[ParticipantID][]Pin {
	if d.Notes || d.Scores {
		return nil
	}
	out := maps.Clone(pins)
	for id, list := range out {
		out[id] = slices.Clone(list)
		for i := range list {
			out[id][i].Note = d.Text(list[i].Note)
		}
	}
	return out
}

// gold are the scores of an agreed card.
func (d *Redactor) gold(scores map[Criterion]GoldScore) map[Criterion]GoldScore {
	out := maps.Clone(scores)
	for k, g := range out {
		g.Reason = d.Text(g.Reason)
		out[k] = g
	}
	return out
}

// earlier are rounds before, of one rater.
func (d *Redactor) earlier(list []LockedCard) []LockedCard {
	list = slices.Clone(list)
	for i := range list {
		if list[i].Content != nil {
			content := d.card(*list[i].Content)
			list[i].Content = &content
		}
		list[i].Pins = d.pins(map[ParticipantID][]Pin{"": list[i].Pins})[""]
	}
	return list
}

func (d *Redactor) rounds(earlier map[ParticipantID][]LockedCard) map[ParticipantID][]LockedCard {
	out := maps.Clone(earlier)
	for id, list := range out {
		out[id] = d.earlier(list)
	}
	return out
}

// Fact is what stays of a fact; false where it is left out. Edits of the board go through Boards.
func (d *Redactor) Fact(f Fact) (Fact, bool) {
	if d.Withholds(f) {
		return nil, false
	}
	switch f := f.(type) {
	case ChatSaid:
		f.Text = d.Text(f.Text)
		return f, true
	case NoteWritten:
		f.Text = d.Text(f.Text)
		return f, true
	case PinNoted:
		f.Text = d.Text(f.Text)
		return f, true
	case InterviewerRated:
		f.Words = d.Text(f.Words)
		return f, true
	case GoldProposed:
		f.Scores = d.gold(f.Scores)
		return f, true
	case ScorecardSaved:
		if f.Card != nil {
			card := d.card(*f.Card)
			f.Card = &card
		}
		return f, true
	case ScorecardLocked:
		f.Opened, f.Pins, f.Earlier = d.cards(f.Opened), d.pins(f.Pins), d.rounds(f.Earlier)
		return f, true
	case ScoresRevealed:
		f.Opened, f.Pins, f.Earlier = d.cards(f.Opened), d.pins(f.Pins), d.rounds(f.Earlier)
		return f, true
	}
	return f, true
}

// View takes out of a view what is left out. The view is the caller's own; what it shares is not
// written to.
func (d *Redactor) View(view *State) {
	if d.outside {
		outside(view)
	}
	if d.Names {
		view.Meeting, view.Swap, view.Links = "", nil, []Link{}
	}
	if d.Chat {
		view.Chat = []ChatLine{}
	}
	if d.Notes {
		view.Note = ""
	}
	if view.Pins = d.pins(view.Pins); view.Pins == nil {
		view.Pins = map[ParticipantID][]Pin{}
	}
	if d.Notes || d.Scores {
		view.Golds = map[Outsiders]Gold{}
	}
	view.Golds = maps.Clone(view.Golds)
	for to, g := range view.Golds {
		g.Scores = d.gold(g.Scores)
		view.Golds[to] = g
	}
	if d.Scores {
		view.Cards, view.Revealed, view.Rating = map[ParticipantID]Card{}, nil, nil
	}
	view.Note = d.Text(view.Note)
	view.Chat = slices.Clone(view.Chat)
	for i := range view.Chat {
		view.Chat[i].Text = d.Text(view.Chat[i].Text)
	}
	view.Cards = maps.Clone(view.Cards)
	for id, c := range view.Cards {
		if c.Content != nil {
			content := d.card(*c.Content)
			c.Content = &content
		}
		c.Earlier = d.earlier(c.Earlier)
		view.Cards[id] = c
	}
	if view.Rating != nil {
		rating := *view.Rating
		rating.Words = d.Text(rating.Words)
		view.Rating = &rating
	}
}
