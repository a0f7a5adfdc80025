package interview

// AloneAfter is how long the interviewer must have been away before the candidate may work the clock.
const AloneAfter = 60 * Second

func (a StartInterview) decide(d *decision) error {
	if d.Phase != Lobby {
		return Errorf(Conflict, "The interview has already started.")
	}
	if err := d.lead(); err != nil {
		return err
	}
	candidate := d.Holder(Candidate)
	if candidate == "" {
		return Errorf(Conflict, "There is no candidate yet. Send the candidate's link.")
	}
	if d.Mode == Peer && !d.Participants[candidate].Ready && !a.Anyway {
		return Errorf(Conflict, "The candidate is not ready yet. Wait, or start anyway.")
	}
	d.emit(ForAll, PhaseStarted{Phase: Clarification, Budget: d.Planned.Of(Clarification)})
	return nil
}

func (a NextPhase) decide(d *decision) error {
	if err := d.timed(); err != nil {
		return err
	}
	if err := d.lead(); err != nil {
		return err
	}
	if a.From != d.Phase {
		return Errorf(Conflict, "The interview is in %s, no longer in %s.", d.Phase.Title(), a.From.Title())
	}
	d.emit(ForAll, PhaseStarted{Phase: d.Phase.Next(), Budget: d.budgetAfter(d.now)})
	return nil
}

func (EndInterview) decide(d *decision) error {
	if err := d.timed(); err != nil {
		return err
	}
	if err := d.lead(); err != nil {
		return err
	}
	d.emit(ForAll, PhaseStarted{Phase: Scoring})
	return nil
}

// pauser refuses whoever may not stop the clock: the candidate may when the interviewer has been
// away for a minute.
func (d *decision) pauser() error {
	if err := d.timed(); err != nil {
		return err
	}
	if d.Leads(d.by()) {
		return nil
	}
	if d.Acts(d.by()) != Candidate {
		return Errorf(Forbidden, "Only candidate and interviewer can stop the clock.")
	}
	interviewer, ok := d.Participants[d.Holder(Interviewer)]
	if ok && (interviewer.AwaySince == 0 || Duration(d.now-interviewer.AwaySince) < AloneAfter) {
		return Errorf(Forbidden, "Ask the interviewer for a pause; alone you can pause when they have been away for a minute.")
	}
	return nil
}

func (PauseClock) decide(d *decision) error {
	if err := d.pauser(); err != nil {
		return err
	}
	if d.OpenPause() != nil {
		return nil
	}
	d.emit(ForAll, ClockPaused{Reason: PausedByHand, AsOf: d.asOf(d.now)})
	return nil
}

// asOf is 0 where a pause can begin at its own event, and later where a resume is still ahead.
func (d *decision) asOf(t Time) Time {
	if from := d.pauseFrom(t); from != d.now {
		return from
	}
	return 0
}

func (ResumeClock) decide(d *decision) error {
	if err := d.pauser(); err != nil {
		return err
	}
	p := d.OpenPause()
	if p == nil {
		return nil
	}
	d.emit(ForAll, ClockResumed{From: max(d.now+Time(ResumeLead), p.From)})
	return nil
}

// MaxSession is how long all timed phases together can become.
const MaxSession = 5 * Hour

func (ExtendClock) decide(d *decision) error {
	if err := d.timed(); err != nil {
		return err
	}
	if err := d.lead(); err != nil {
		return err
	}
	f := d.extension()
	if d.Planned.Total()+f.FromSession > MaxSession {
		return Errorf(Invalid, "A session has at most five hours.")
	}
	d.emit(ForAll, f)
	return nil
}

func (AskPause) decide(d *decision) error {
	if err := d.timed(); err != nil {
		return err
	}
	if d.Acts(d.by()) != Candidate {
		return Errorf(Forbidden, "Only the candidate asks for a pause.")
	}
	if d.OpenPause() != nil {
		return Errorf(Conflict, "The clock already stands.")
	}
	if d.PauseAsked == nil {
		d.emit(ForAll, PauseAsked{})
	}
	return nil
}

func (DeclinePause) decide(d *decision) error {
	if err := d.lead(); err != nil {
		return err
	}
	if d.PauseAsked != nil {
		d.emit(ForAll, PauseDeclined{})
	}
	return nil
}
