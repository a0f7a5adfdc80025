package interview

import (
	"slices"

	"mockroom/server/board"
)

// Actions on one's own pins.
type (
	// DropPin marks the moment At, or now where that is 0; ID is the client's own name for it.
	DropPin struct {
		ID        string    `json:"id"`
		Criterion Criterion `json:"criterion"`
		Sign      Sign      `json:"sign"`
		At        Time      `json:"at"`
		// Version is the board's that the client had applied; nil is the newest.
		Version *uint64 `json:"version"`
	}
	// NotePin writes the whole note of a pin.
	NotePin struct {
		Pin  string `json:"pin"`
		Text string `json:"text"`
	}
	// LinkPin moves a pin to a criterion, or with "" to those to sort; Sign "" leaves its sign.
	LinkPin struct {
		Pin       string    `json:"pin"`
		Criterion Criterion `json:"criterion"`
		Sign      Sign      `json:"sign"`
	}
	// WithdrawPin takes a pin back.
	WithdrawPin struct {
		Pin string `json:"pin"`
	}
)

// clockTolerance is how far ahead of the room a browser's measured clock may be.
const clockTolerance = Time(2 * Second)

// pins refuses who does not pin now.
func (d *decision) pins() error {
	switch d.Acts(d.by()) {
	case Candidate, Interviewer, Mentor:
	default:
		return Errorf(Forbidden, "You watch; candidate, interviewer and mentors pin.")
	}
	if d.Phase < Clarification {
		return Errorf(Conflict, "Pins begin when the clock starts.")
	}
	if d.Cards[d.by()].LockedAt != 0 {
		return Errorf(Conflict, "Your card is locked, and its pins with it.")
	}
	return nil
}

// pin finds one of the asker's own pins; there are no others for them.
func (d *decision) pin(id string) (Pin, error) {
	if err := d.pins(); err != nil {
		return Pin{}, err
	}
	for _, p := range d.Pins[d.by()] {
		if p.ID == id {
			return p, nil
		}
	}
	return Pin{}, Errorf(NotFound, "You have no pin %q; it may have been withdrawn.", shorten(id))
}

func checkPinCriterion(c Criterion) error {
	if c != "" && !slices.Contains(Criteria(), c) {
		return Errorf(Invalid, "%q is no criterion.", shorten(string(c)))
	}
	return nil
}

func checkSign(s Sign) error {
	if s != For && s != Against && s != Later {
		return Errorf(Invalid, "%q is no sign; use for, against or later.", shorten(string(s)))
	}
	return nil
}

// check refuses a pin that none could be, whatever the session. A pin for or against nothing is one
// whose link was taken away.
func (p Pin) check() error {
	if err := checkPinCriterion(p.Criterion); err != nil {
		return err
	}
	if err := checkSign(p.Sign); err != nil {
		return err
	}
	if len(p.ID) > 80 || board.HasControls(p.ID) {
		return Errorf(Invalid, "The id of a pin is too long, or has characters that cannot be seen.")
	}
	return checkText(p.Note, MaxPinNote)
}

func (f PinDropped) check() error {
	if f.Sign != Later && f.Criterion == "" {
		return Errorf(Invalid, "Say for or against which criterion, or pin it for later.")
	}
	return Pin{ID: f.Pin, Criterion: f.Criterion, Sign: f.Sign}.check()
}

func (f PinLinked) check() error {
	if f.Sign != "" {
		if err := checkSign(f.Sign); err != nil {
			return err
		}
	}
	return checkPinCriterion(f.Criterion)
}

func (a DropPin) decide(d *decision) error {
	if err := d.pins(); err != nil {
		return err
	}
	if len(d.Pins[d.by()]) >= MaxPins {
		return Errorf(TooLarge, "You have %d pins; withdraw some first.", MaxPins)
	}
	f := PinDropped{Pin: a.ID, Criterion: a.Criterion, Sign: a.Sign, Version: d.BoardVersion, Moment: a.At, InReplay: d.Phase >= Scoring}
	if f.Pin == "" {
		f.Pin = string(d.command.ID)
	} else if err := CheckClient(f.Pin); err != nil {
		return Errorf(Invalid, "A pin's id has 8 to 40 characters of A–Z, a–z, 0–9, _ and -.")
	}
	if err := f.check(); err != nil {
		return err
	}
	if slices.ContainsFunc(d.Pins[d.by()], func(p Pin) bool { return p.ID == f.Pin }) {
		return Errorf(Conflict, "You have a pin with this id already.")
	}
	if a.Version != nil {
		f.Version = *a.Version
	}
	end := d.now
	if f.InReplay {
		end = d.ScoringAt
	}
	if f.Moment == 0 || !f.InReplay && f.Moment > end && f.Moment <= end+clockTolerance {
		f.Moment = end
	}
	if f.Moment < d.StartedAt || f.Moment > end || f.Version > d.BoardVersion {
		return Errorf(Invalid, "There is no such moment in this session. Pin one between its start and its end.")
	}
	d.emit(ForOwn, f)
	return nil
}

func (a NotePin) decide(d *decision) error {
	p, err := d.pin(a.Pin)
	if err != nil {
		return err
	}
	if err := checkText(a.Text, MaxPinNote); err != nil {
		return err
	}
	if p.Note != a.Text {
		d.emit(ForOwn, PinNoted(a))
	}
	return nil
}

func (a LinkPin) decide(d *decision) error {
	p, err := d.pin(a.Pin)
	if err != nil {
		return err
	}
	f := PinLinked(a)
	if f.Sign == p.Sign {
		f.Sign = ""
	}
	if err := f.check(); err != nil {
		return err
	}
	if p.Criterion != f.Criterion || f.Sign != "" {
		d.emit(ForOwn, f)
	}
	return nil
}

func (a WithdrawPin) decide(d *decision) error {
	p, err := d.pin(a.Pin)
	if err != nil {
		return err
	}
	d.emit(ForOwn, PinWithdrawn{p.ID})
	return nil
}
