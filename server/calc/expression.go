package calc

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MaxDepth is how deeply brackets, signs and powers may be nested.
const MaxDepth = 50

// expressionFault is something wrong at a place of an expression, counted in bytes from 0.
type expressionFault struct {
	at      int
	message string
	// unknown is the name that was not found, where that is the fault.
	unknown string
}

func (f *expressionFault) Error() string { return f.message }

// parser is a recursive descent over one expression. The grammar, loosest first: sums, products,
// powers (right to left), signs, atoms; a number may be followed by units, which bind tightest.
type parser struct {
	source string
	at     int
	names  map[string]Quantity
	depth  int
}

func evaluate(source string, names map[string]Quantity) (Quantity, *expressionFault) {
	p := &parser{source: source, names: names}
	q, fault := p.sum()
	if fault != nil {
		return Quantity{}, fault
	}
	if p.peek(); p.at < len(source) {
		return Quantity{}, p.fail("unexpected %q", clip(strings.TrimSpace(source[p.at:])))
	}
	if math.IsNaN(q.Value) || math.IsInf(q.Value, 0) {
		p.at = 0
		return Quantity{}, p.fail("the result is no finite number")
	}
	return q, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

func (p *parser) fail(format string, args ...any) *expressionFault {
	return &expressionFault{at: p.at, message: fmt.Sprintf(format, args...)}
}

// peek skips blanks and gives the next byte, 0 at the end.
func (p *parser) peek() byte {
	for p.at < len(p.source) && (p.source[p.at] == ' ' || p.source[p.at] == '\t') {
		p.at++
	}
	if p.at < len(p.source) {
		return p.source[p.at]
	}
	return 0
}

func (p *parser) deeper() *expressionFault {
	if p.depth++; p.depth > MaxDepth {
		return p.fail("too deeply nested")
	}
	return nil
}

func (p *parser) sum() (Quantity, *expressionFault) {
	if fault := p.deeper(); fault != nil {
		return Quantity{}, fault
	}
	defer func() { p.depth-- }()
	left, fault := p.product()
	for c := p.peek(); fault == nil && (c == '+' || c == '-'); c = p.peek() {
		sign := p.at
		p.at++
		var right Quantity
		if right, fault = p.product(); fault != nil {
			break
		}
		if !left.SameDimension(right) {
			p.at = sign
			return left, p.fail("%s and %s cannot be added", left.Dimension(), right.Dimension())
		}
		if c == '-' {
			right.Value = -right.Value
		}
		left.Value += right.Value
	}
	return left, fault
}

func (p *parser) product() (Quantity, *expressionFault) {
	left, fault := p.power()
	for c := p.peek(); fault == nil && (c == '*' || c == '/'); c = p.peek() {
		p.at++
		var right Quantity
		if right, fault = p.power(); fault != nil {
			break
		}
		if c == '/' {
			right = Quantity{1 / right.Value, -right.Bytes, -right.Seconds}
		}
		left = Quantity{left.Value * right.Value, left.Bytes + right.Bytes, left.Seconds + right.Seconds}
	}
	return left, fault
}

func (p *parser) power() (Quantity, *expressionFault) {
	if fault := p.deeper(); fault != nil {
		return Quantity{}, fault
	}
	defer func() { p.depth-- }()
	if p.peek() == '-' {
		p.at++
		q, fault := p.power()
		q.Value = -q.Value
		return q, fault
	}
	base, fault := p.atom()
	if fault != nil || p.peek() != '^' {
		return base, fault
	}
	p.at++
	sign := p.at
	exponent, fault := p.power()
	if fault != nil {
		return base, fault
	}
	if !exponent.plain() {
		p.at = sign
		return base, p.fail("an exponent must be a plain number")
	}
	return Quantity{math.Pow(base.Value, exponent.Value), base.Bytes * exponent.Value, base.Seconds * exponent.Value}, nil
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

func (p *parser) word() string {
	from := p.at
	for p.at < len(p.source) && (isLetter(p.source[p.at]) || p.at > from && isDigit(p.source[p.at])) {
		p.at++
	}
	return p.source[from:p.at]
}

func (p *parser) atom() (Quantity, *expressionFault) {
	c := p.peek()
	switch {
	case c == '(':
		open := p.at
		p.at++
		q, fault := p.sum()
		if fault != nil {
			return q, fault
		}
		if p.peek() != ')' {
			p.at = open
			return q, p.fail("this bracket is not closed")
		}
		p.at++
		return q, nil
	case isDigit(c) || c == '.':
		return p.number()
	case isLetter(c):
		return p.named()
	case c == 0:
		return Quantity{}, p.fail("the expression ends too early")
	}
	return Quantity{}, p.fail("unexpected %q", clip(strings.TrimSpace(p.source[p.at:])))
}

// number reads digits and the units behind them: 100 M, 500 B, 12 h, 5%.
func (p *parser) number() (Quantity, *expressionFault) {
	from := p.at
	for p.at < len(p.source) && (isDigit(p.source[p.at]) || p.source[p.at] == '.' || p.source[p.at] == '_') {
		p.at++
	}
	if rest := p.source[p.at:]; len(rest) > 1 && rest[0] == 'e' && (isDigit(rest[1]) || rest[1] == '-' && len(rest) > 2 && isDigit(rest[2])) {
		for p.at += 2; p.at < len(p.source) && isDigit(p.source[p.at]); p.at++ {
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(p.source[from:p.at], "_", ""), 64)
	if err != nil {
		written := p.source[from:p.at]
		p.at = from
		return Quantity{}, p.fail("%q is no number", clip(written))
	}
	if p.peek() == '%' {
		p.at++
		return Quantity{Value: v / 100}, nil
	}
	q := Quantity{Value: v}
	for {
		before := p.at
		p.peek()
		unit, ok := units[p.word()]
		if !ok {
			p.at = before
			return q, nil
		}
		q = Quantity{q.Value * unit.Value, q.Bytes + unit.Bytes, q.Seconds + unit.Seconds}
	}
}

// named reads a name of the sheet, a unit (100 / month), pi or a function.
func (p *parser) named() (Quantity, *expressionFault) {
	from := p.at
	name := p.word()
	if p.peek() == '(' {
		return p.call(name, from)
	}
	if name == "pi" {
		return Quantity{Value: math.Pi}, nil
	}
	if q, ok := p.names[name]; ok {
		return q, nil
	}
	if q, ok := units[name]; ok {
		return q, nil
	}
	p.at = from
	fault := p.fail("unknown name %q", clip(name))
	fault.unknown = name
	return Quantity{}, fault
}

var (
	keepDimension = map[string]func(float64) float64{"ceil": math.Ceil, "floor": math.Floor, "round": math.Round}
	plainOnly     = map[string]func(float64) float64{"log2": math.Log2, "ln": math.Log, "log10": math.Log10, "exp": math.Exp}
)

func (p *parser) call(name string, from int) (Quantity, *expressionFault) {
	p.at++
	var args []Quantity
	for p.peek() != ')' {
		q, fault := p.sum()
		if fault != nil {
			return q, fault
		}
		args = append(args, q)
		switch p.peek() {
		case ',':
			p.at++
		case ')':
		default:
			p.at = from
			return q, p.fail("the bracket of %s( is not closed", clip(name))
		}
	}
	end := p.at + 1
	p.at = from
	q, fault := p.apply(name, args)
	if fault == nil {
		p.at = end
	}
	return q, fault
}

func (p *parser) apply(name string, args []Quantity) (Quantity, *expressionFault) {
	if name == "min" || name == "max" {
		return p.extreme(name, args)
	}
	round, keeps := keepDimension[name]
	function, plain := plainOnly[name]
	if name != "sqrt" && !keeps && !plain {
		return Quantity{}, p.fail("unknown function %q", clip(name))
	}
	if len(args) != 1 {
		return Quantity{}, p.fail("%s takes one argument", name)
	}
	a := args[0]
	switch {
	case name == "sqrt":
		return Quantity{math.Sqrt(a.Value), a.Bytes / 2, a.Seconds / 2}, nil
	case keeps:
		return Quantity{round(a.Value), a.Bytes, a.Seconds}, nil
	case !a.plain():
		return a, p.fail("%s needs a plain number, not %s", name, a.Dimension())
	}
	return Quantity{Value: function(a.Value)}, nil
}

func (p *parser) extreme(name string, args []Quantity) (Quantity, *expressionFault) {
	if len(args) == 0 {
		return Quantity{}, p.fail("%s needs arguments", name)
	}
	best := args[0]
	for _, a := range args[1:] {
		if !a.SameDimension(best) {
			return best, p.fail("%s compares %s with %s", name, best.Dimension(), a.Dimension())
		}
		if (name == "max") == (a.Value > best.Value) {
			best = a
		}
	}
	return best, nil
}
