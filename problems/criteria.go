package problems

import (
	"regexp"
	"slices"
	"strings"
)

// criteriaByKind is what the answer to a follow-up card is evidence for, where the card does not say it.
var criteriaByKind = map[string][]string{
	"scaling":    {"scalability"},
	"failure":    {"reliability"},
	"operations": {"reliability"},
	"change":     {"trade-offs"},
	"cost":       {"trade-offs"},
	"security":   {"implementation-details"},
}

// criterionByConcept is what talk about a concept is evidence for, where a probe does not say it.
// Communication is in no list: it shows in how things are said, whatever is asked.
var criterionByConcept = map[string]string{
	"back-of-envelope":     "structured-approach",
	"sql-vs-nosql":         "trade-offs",
	"microservices":        "trade-offs",
	"serverless":           "trade-offs",
	"cqrs":                 "trade-offs",
	"scaling-up-out":       "scalability",
	"load-balancing":       "scalability",
	"cache-levels":         "scalability",
	"sharding":             "scalability",
	"media-cdn":            "scalability",
	"replication":          "reliability",
	"consistency-models":   "reliability",
	"delivery-semantics":   "reliability",
	"resilience-patterns":  "reliability",
	"disaster-recovery":    "reliability",
	"observability":        "reliability",
	"cache-invalidation":   "implementation-details",
	"id-generation":        "implementation-details",
	"event-driven":         "implementation-details",
	"message-queues":       "implementation-details",
	"stream-batch":         "implementation-details",
	"realtime-connections": "implementation-details",
	"geo-index":            "implementation-details",
	"search-index":         "implementation-details",
	"security":             "implementation-details",
}

// criteriaOfDive is what a dive's probes are evidence for, unless they say it themselves: what its
// concepts are about, and the trade-offs that its table compares.
func criteriaOfDive(d Dive) []string {
	found := map[string]bool{"trade-offs": d.Table != ""}
	for _, concept := range d.Concepts {
		found[criterionByConcept[concept]] = true
	}
	return slices.DeleteFunc(slices.Clone(criteria), func(c string) bool { return !found[c] })
}

// criterionByPhase is what help with an item of a checklist is help with, where neither the item says it
// nor one of its words.
var criterionByPhase = map[string]string{
	"clarification": "structured-approach",
	"high-level":    "structured-approach",
	"deep-dive":     "implementation-details",
	"follow-up":     "reliability",
}

// criterionByWord are words that begin one in an item's id or text, the first that is found counts.
var criterionByWord = []struct {
	words     *regexp.Regexp
	criterion string
}{
	{regexp.MustCompile(`\b(alternative|reject|trade-?off|price|cost|compar|choice|instead)`), "trade-offs"},
	{regexp.MustCompile(`\b(fail|lost|loss|lose|crash|outage|down\b|dies|restor|backup|replica|failover|availab|durab|degrad|recover)`), "reliability"},
	{regexp.MustCompile(`\b(growth|grow|scal|shard|split|partition|hot\b|hot-|peak|burst|celebrit|large-account|cache|ten times)`), "scalability"},
	{regexp.MustCompile(`\b(api|endpoint|model|schema|record|race|idempot|twice|repeat|paging|cursor|key\b|index)`), "implementation-details"},
}

// criteriaOfItem is what help with an item of a checklist is help with. What belongs to the scope of the
// problem stays with the phase.
func criteriaOfItem(phase, words string) []string {
	if phase != "clarification" {
		words = strings.ToLower(words)
		for _, row := range criterionByWord {
			if row.words.MatchString(words) {
				return []string{row.criterion}
			}
		}
	}
	return []string{criterionByPhase[phase]}
}

var probeTag = regexp.MustCompile("^(.*\\S)\\s+`([a-z, -]+)`$")

// probe takes the criteria off the end of a probe, where a code span names them.
func (rd *reader) probe(of string, f field) (text string, declared []string) {
	m := probeTag.FindStringSubmatch(f.text)
	if m == nil {
		return f.text, nil
	}
	names := strings.Split(m[2], ",")
	meant := func(name string) bool {
		name = strings.TrimSpace(name)
		return slices.Contains(criteria, name) || nearest(name, criteria) != ""
	}
	if !slices.ContainsFunc(names, meant) {
		return f.text, nil
	}
	return m[1], rd.criteria(of, f.line, f.column+len(m[1])+2, m[2])
}

// criteria reads names of criteria with commas between.
func (rd *reader) criteria(of string, line, column int, list string) []string {
	var found []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(criteria, name) {
			rd.at(line, column, "%s: %q is no criterion; those are %s%s", of, name, strings.Join(criteria, ", "), nearest(name, criteria))
			continue
		}
		found = append(found, name)
	}
	return found
}
