package problems

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	slugForm     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versionForm  = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	yamlLine     = regexp.MustCompile(`line (\d+): `)
)

// keys is a YAML mapping that remembers the line of each key, so that a fault can name it.
type keys struct {
	*report
	root    yaml.Node
	skipped int // lines of the file above the YAML
	values  map[string]*yaml.Node
	lines   map[string]int
	columns map[string]int // of the values
	broken  bool           // the YAML itself was refused; one fault says so, more would only echo it
}

// readKeys parses a mapping that begins skipped lines below the top of the file.
func readKeys(r *report, source []byte, skipped int) *keys {
	k := &keys{report: r, skipped: skipped, values: map[string]*yaml.Node{}, lines: map[string]int{}, columns: map[string]int{}}
	if err := yaml.Unmarshal(source, &k.root); err != nil {
		k.refuse(err.Error())
		return k
	}
	if len(k.root.Content) == 0 || k.root.Content[0].Kind != yaml.MappingNode {
		k.broken = true
		k.add(skipped+1, "expected lines of the form `key: value`")
		return k
	}
	mapping := k.root.Content[0].Content
	for i := 0; i+1 < len(mapping); i += 2 {
		name, line := mapping[i].Value, mapping[i].Line+skipped
		if first, twice := k.lines[name]; twice {
			k.broken = true
			k.add(line, "key %q is already in line %d", name, first)
			continue
		}
		k.values[name], k.lines[name], k.columns[name] = mapping[i+1], line, mapping[i+1].Column
		if mapping[i+1].Line != mapping[i].Line {
			k.columns[name] = mapping[i].Column
		}
	}
	return k
}

// refuse turns an error of the YAML package into faults with the file's own lines.
func (k *keys) refuse(message string) {
	k.broken = true
	message = strings.TrimPrefix(message, "yaml: ")
	message = strings.TrimPrefix(message, "unmarshal errors:\n")
	for text := range strings.SplitSeq(message, "\n") {
		line := k.skipped + 1
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1])
			line = n + k.skipped
			text = strings.Replace(text, m[0], "", 1)
		}
		k.add(line, "%s", strings.TrimSpace(text))
	}
}

// require faults the keys that are missing, and those that are neither required nor among known.
func (k *keys) require(required ...string) { k.requireAnd(required, nil) }

func (k *keys) requireAnd(required, known []string) {
	if k.broken {
		return
	}
	for _, name := range required {
		if !k.has(name) {
			k.add(1, "key %q is missing", name)
		}
	}
	for name, line := range k.lines {
		if !slices.Contains(required, name) && !slices.Contains(known, name) {
			k.add(line, "unknown key %q", name)
		}
	}
}

// decode fills the struct at target, whose fields are named like the keys.
func (k *keys) decode(target any) {
	if k.broken {
		return
	}
	if err := k.root.Decode(target); err != nil {
		k.refuse(err.Error())
	}
}

// has says whether there is such a key in YAML that could be read.
func (k *keys) has(name string) bool { return !k.broken && k.values[name] != nil }

// fault adds a fault at the value of a key.
func (k *keys) fault(name, format string, args ...any) {
	k.at(k.lines[name], k.columns[name], format, args...)
}

// matches faults the text of a key that is there but does not have its form.
func (k *keys) matches(name, value string, form *regexp.Regexp, rule string) {
	if k.has(name) && !form.MatchString(value) {
		k.fault(name, "%s %q %s", name, value, rule)
	}
}

// text faults a key that is there but says nothing.
func (k *keys) text(name, value string) {
	if k.has(name) && strings.TrimSpace(value) == "" {
		k.fault(name, "%s is empty", name)
	}
}

// among faults every value that is not allowed.
func (k *keys) among(name string, allowed []string, values ...string) {
	if !k.has(name) {
		return
	}
	for _, value := range values {
		if !slices.Contains(allowed, value) {
			k.fault(name, "%s: %q must be one of %s", name, value, strings.Join(allowed, ", "))
		}
	}
}

// entryLines are the lines in the file where the entries of a list begin; those of a key that is no list,
// or not there, are the key's own.
func (k *keys) entryLines(name string) []int {
	node := k.values[name]
	if node == nil || len(node.Content) == 0 {
		return []int{max(k.lines[name], 1)}
	}
	var lines []int
	for _, entry := range node.Content {
		lines = append(lines, entry.Line+k.skipped)
	}
	return lines
}
