package interview

import (
	"slices"
	"strings"
)

// Criterion is one of the six things that a rater scores.
type Criterion string

// Criteria lists the six criteria in the order in which they are shown.
func Criteria() []Criterion {
	return []Criterion{"communication", "structured-approach", "trade-offs", "scalability", "reliability", "implementation-details"}
}

// Title is the criterion as people read it.
func (c Criterion) Title() string {
	s := strings.ReplaceAll(string(c), "-", " ")
	if c == "trade-offs" {
		s = string(c)
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Scorecard is one rater's judgement. In a draft anything may be missing.
type Scorecard struct {
	// Scores maps criteria to 1–4, or 0 for "not observed"; a missing criterion has no score yet.
	Scores map[Criterion]int `json:"scores"`
	// Recommendation is one of Recommendations; there is no middle.
	Recommendation string `json:"recommendation,omitempty"`
	// Confidence is low, medium or high.
	Confidence string `json:"confidence,omitempty"`
	// Level at which this interview would pass: none, mid, senior or staff.
	Level string `json:"level,omitempty"`
	// Strengths says what was strong, Fix the one thing to change.
	Strengths string `json:"strengths,omitempty"`
	Fix       string `json:"fix,omitempty"`
}

// Recommendations, Confidences and Levels are what those fields of a Scorecard may say.
func Recommendations() []string { return []string{"strong-no-hire", "no-hire", "hire", "strong-hire"} }

// Confidences are how sure a rater can be.
func Confidences() []string { return []string{"low", "medium", "high"} }

// Levels are where an interview can pass.
func Levels() []string { return []string{"none", "mid", "senior", "staff"} }

// MaxText is the most bytes that notes and each text of a scorecard may have.
const MaxText = 16 << 10

// Check refuses a draft that holds what no card may hold.
func (c Scorecard) Check() error {
	known := map[Criterion]bool{}
	for _, k := range Criteria() {
		known[k] = true
	}
	for k, v := range c.Scores {
		if !known[k] {
			return Errorf(Invalid, "%q is no criterion", k)
		}
		if v < 0 || v > 4 {
			return Errorf(Invalid, "%s: a score is 0 to 4, 0 for not observed", k.Title())
		}
	}
	for _, f := range []struct {
		value, name string
		allowed     []string
	}{
		{c.Recommendation, "recommendation", Recommendations()},
		{c.Confidence, "confidence", Confidences()},
		{c.Level, "level", Levels()},
	} {
		if f.value != "" && !slices.Contains(f.allowed, f.value) {
			return Errorf(Invalid, "%q is no %s; use %s", f.value, f.name, strings.Join(f.allowed, ", "))
		}
	}
	for _, text := range []string{c.Strengths, c.Fix} {
		if len(text) > MaxText {
			return Errorf(TooLarge, "A text on the card is over 16 KiB; shorten it.")
		}
		if err := checkText(text, MaxText); err != nil {
			return err
		}
	}
	return nil
}

// Missing lists in words what a card needs before it can be locked.
func (c Scorecard) Missing() []string {
	var missing []string
	for _, k := range Criteria() {
		if _, ok := c.Scores[k]; !ok {
			missing = append(missing, k.Title()+" needs a score")
		}
	}
	if c.Recommendation == "" {
		missing = append(missing, "Your recommendation is missing")
	}
	if c.Confidence == "" {
		missing = append(missing, "How sure you are is missing")
	}
	if c.Level == "" {
		missing = append(missing, "The level at which it would pass is missing")
	}
	return missing
}
