package interview

import "fmt"

// PinsNeeded is how many pins a score must rest on before its card can be locked: none for "not
// observed", two for the outermost scores, which say most, one for the others.
func PinsNeeded(score int) int {
	switch score {
	case 0:
		return 0
	case 1, 4:
		return 2
	}
	return 1
}

// Unsupported lists in words, criterion by criterion, which scores of a card lack pins. Any pin that
// is linked to the criterion counts, whichever way it points: what speaks against a score was weighed too.
func (c Scorecard) Unsupported(pins []Pin) []string {
	linked := map[Criterion]int{}
	for _, p := range pins {
		linked[p.Criterion]++
	}
	var lacking []string
	for _, k := range Criteria() {
		score, scored := c.Scores[k]
		if !scored || linked[k] >= PinsNeeded(score) {
			continue
		}
		switch {
		case PinsNeeded(score) == 1:
			lacking = append(lacking, fmt.Sprintf("%s needs a pin: a moment that shows the %d", k.Title(), score))
		case linked[k] == 1:
			lacking = append(lacking, fmt.Sprintf("%s needs one more pin: a %d rests on two moments", k.Title(), score))
		default:
			lacking = append(lacking, fmt.Sprintf("%s needs two pins: a %d rests on two moments", k.Title(), score))
		}
	}
	return lacking
}
