package problems

// Problem is one design problem as its files say it. It is shared: read it, never write to it.
type Problem struct {
	// Pack is the name of the pack it comes from, Slug its folder there; "pack/slug" is unique.
	Pack, Slug string
	// Title is the whole title, "Design a URL shortening service (TinyURL)".
	Title string
	// ShortName is the first alias, "TinyURL", or the title of a problem without aliases.
	ShortName string
	// Level is beginner, intermediate or advanced.
	Level string
	// Version is x.y.z, Language the BCP 47 tag of the original.
	Version, Language string
	// Summary is one sentence that gives nothing of the design away.
	Summary string
	// Fits lists the target levels (mid, senior, staff) that this problem can tell apart.
	Fits []string
	// Aliases are other names, Concepts the ids of concept cards, Related the slugs of other problems.
	Aliases, Concepts, Related []string
	// Time holds the minutes of each timed phase by the session's length: Time[45]["clarification"].
	Time map[int]map[string]int
	// Weights says what each criterion counts in the weighted view; they sum to 100.
	Weights map[string]int
	// License is an SPDX identifier. License and Authors are the pack's where the problem names none.
	License string
	Authors []string
	// Prompt is what the candidate is given, in Markdown.
	Prompt string
	// Anchors holds, per criterion, what scores 1 to 4 look like on this problem; score n is at n-1.
	Anchors map[string][4]string
	// Kit is the interviewer's.
	Kit Kit
	// Hash is the hex SHA-256 of the sorted lines "sha256(file)  name\n" over Files.
	Hash string
	// Files holds every file of the problem under its path in the problem's folder.
	Files map[string][]byte
}

// levels in the order in which the catalogue lists them.
var levels = []string{"beginner", "intermediate", "advanced"}

// targets are the seniorities that a problem can fit.
var targets = []string{"mid", "senior", "staff"}

// phases are the timed phases, in the order of a session.
var phases = []string{"clarification", "high-level", "deep-dive", "follow-up"}

// criteria are what a scorecard scores, in the order of a rubric.
var criteria = []string{"communication", "structured-approach", "trade-offs", "scalability", "reliability", "implementation-details"}
