package interview

// ByRule derives a recommendation from a card's scores alone, and says why. It stands beside the
// rater's own and is never averaged with it; "" where fewer than four criteria were observed. The
// rule is this project's own: a 1 weighs more than a 4, as in a loop with a bar raiser.
func ByRule(scores map[Criterion]int) (recommendation, why string) {
	observed, ones, strong, top := 0, 0, 0, 0
	for _, k := range Criteria() {
		switch s := scores[k]; {
		case s == 0:
			continue
		case s == 1:
			ones++
		case s >= 3:
			strong++
			if s == 4 {
				top++
			}
		}
		observed++
	}
	switch {
	case observed < 4:
		return "", "fewer than four criteria were observed"
	case ones >= 2:
		return "strong-no-hire", "two or more scores of 1"
	case ones == 1:
		return "no-hire", "a score of 1"
	case strong == observed && top >= 2:
		return "strong-hire", "no score below 3, and two or more of 4"
	case 3*strong >= 2*observed:
		return "hire", "no 1, and two thirds of the scores at 3 or 4"
	}
	return "no-hire", "fewer than two thirds of the scores at 3 or 4"
}
