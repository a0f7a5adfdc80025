package board

// The algorithms of this file are those of CodeMirror's @codemirror/state and @codemirror/collab
// (MIT licence), so that server and editor come to the same document; recorded cases of the
// original hold them together.

// Map gives the set that does to the document after over what c does to the one before it. Both
// must be for documents of the same length. Where both insert at one place, before says that c's
// text comes first.
func (c ChangeSet) Map(over ChangeSet, before bool) (ChangeSet, error) {
	var out ChangeSet
	a, b := walk(c), walk(over)
	// placed is the section of a whose text has been placed already, while its rest is passed.
	placed := 0
	for {
		if a.done && b.done {
			return out, nil
		}
		switch {
		case a.done && b.length > 0 || b.done && a.length > 0:
			return ChangeSet{}, errMismatch
		case a.keeps() && b.keeps():
			n := min(a.length, b.length)
			out.add(section{n, keep, ""}, false)
			a.forward(n)
			b.forward(n)
		case b.changes() && (!a.changes() || placed == a.next || a.off == 0 && (b.length < a.length || b.length == a.length && !before)):
			// b's change starts first: step over what it put there, and over what of a it covers.
			n := b.length
			out.add(section{b.insert, keep, ""}, false)
			for n > 0 {
				if a.done {
					return ChangeSet{}, errMismatch
				}
				piece := min(a.length, n)
				if a.changes() && placed < a.next && a.length <= piece {
					out.add(section{0, a.insert, a.text}, false)
					placed = a.next
				}
				a.forward(piece)
				n -= piece
			}
			b.advance()
		case a.changes():
			// a's change, as far as the next replacement of b; what b deleted is gone already.
			n, left := 0, a.length
			for left > 0 {
				if b.keeps() {
					piece := min(left, b.length)
					n += piece
					left -= piece
					b.forward(piece)
				} else if b.changes() && b.insert == 0 && b.length < left {
					left -= b.length
					b.advance()
				} else {
					break
				}
			}
			s := section{n, 0, ""}
			if placed < a.next {
				s.insert, s.text = a.insert, a.text
			}
			out.add(s, false)
			placed = a.next
			a.forward(a.length - left)
		default:
			return ChangeSet{}, errMismatch
		}
	}
}

// Compose is c and then d in one set.
func (c ChangeSet) Compose(d ChangeSet) (ChangeSet, error) {
	var out ChangeSet
	a, b := walk(c), walk(d)
	open := false
	for {
		switch {
		case a.done && b.done:
			return out, nil
		case a.changes() && a.insert == 0:
			out.add(section{a.length, 0, ""}, open)
			a.advance()
		case b.changes() && b.length == 0:
			out.add(section{0, b.insert, b.text}, open)
			b.advance()
		case a.done || b.done:
			return ChangeSet{}, errMismatch
		default:
			n, before := min(a.newLength(), b.length), len(out.sections)
			s, err := composed(a, b, n)
			if err != nil {
				return ChangeSet{}, err
			}
			out.add(s, open)
			open = (a.insert > n || b.insert >= 0 && b.length > n) && (open || len(out.sections) > before)
			a.forwardNew(n)
			b.forward(n)
		}
	}
}

// composed is what n units of the document between two sets come to.
func composed(a, b *walker, n int) (section, error) {
	first := func(w *walker, v int) int {
		if w.off > 0 {
			return 0
		}
		return v
	}
	switch {
	case a.insert == keep && b.insert == keep:
		return section{n, keep, ""}, nil
	case a.insert == keep:
		if b.off > 0 {
			return section{n, 0, ""}, nil
		}
		return section{n, b.insert, b.text}, nil
	case b.insert == keep:
		_, tail, err := cut(a.text, a.off, false)
		if err != nil {
			return section{}, err
		}
		bit, _, err := cut(tail, n, false)
		return section{first(a, a.length), n, bit}, err
	case b.off > 0:
		return section{first(a, a.length), 0, ""}, nil
	default:
		return section{first(a, a.length), b.insert, b.text}, nil
	}
}

// Rebase makes updates, which were made at some version of a board, fit the board after over, the
// updates that were accepted since. Those of the same client among over are taken as having been
// received, and left out.
//
// It maps over one accepted update at a time, as editors do that receive them one at a time. The
// original's rebaseUpdates composes them first, which puts an insertion into a range that was
// deleted and written anew elsewhere than the editor that made it does, and the two drift apart.
func Rebase(updates, over []Update) ([]Update, error) {
	if len(updates) == 0 || len(over) == 0 {
		return updates, nil
	}
	rebased := append([]Update(nil), updates...)
	for _, o := range over {
		if len(rebased) > 0 && rebased[0].Client == o.Client {
			rebased = rebased[1:]
			continue
		}
		theirs := o.Changes
		for i, mine := range rebased {
			mapped, err := mine.Changes.Map(theirs, false)
			if err != nil {
				return nil, err
			}
			if theirs, err = theirs.Map(mine.Changes, true); err != nil {
				return nil, err
			}
			rebased[i].Changes = mapped
		}
	}
	return rebased, nil
}
