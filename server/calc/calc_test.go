package calc

import (
	"strings"
	"testing"
)

func TestValues(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"a = 100 M / month", "38.6/s"},
		{"a = 12 bn * 500 B", "6 TB"},
		{"a = 6 TB / (300 MB/s)", "5.56 h"},
		{"a = 62^7", "3.52 tn"},
		{"a = 2^3^2", "512"},
		{"a = -2^2", "-4"},
		{"a = 100 M / day * 10", "11.6 k/s"},
		{"a = 77 Mbit/s", "9.62 MB/s"},
		{"a = sqrt(16 TB * 1 TB)", "4 TB"},
		{"a = max(3 s, 200 ms)", "3 s"},
		{"a = 5% * 1_000", "50"},
		{"a = ceil(2.1) + floor(2.9)", "5"},
		{"a = 1e3", "1,000"},
		{"a = 250 ms", "250 ms"},
		{"a = 0 / s", "0/s"},
	} {
		sheet := Evaluate(test.source, nil)
		if len(sheet.Faults) > 0 || sheet.Rows[0].Value.String() != test.want {
			t.Errorf("%s: %v %v, want %s", test.source, sheet.Rows, sheet.Faults, test.want)
		}
	}
}

func TestFaultsNameLineAndColumn(t *testing.T) {
	for _, test := range []struct {
		name, source string
		line, column int
		want         string
	}{
		{"no assignment", "\n12 GB", 1, 0, "expected `name = expression`"},
		{"no name", "2a = 1", 0, 0, "is no name"},
		{"unit as name", "day = 1", 0, 0, "name of a unit"},
		{"twice", "a = 1\na = 2", 1, 0, "defined twice"},
		{"unknown", "a = 1 + bb", 0, 8, `unknown name "bb"`},
		{"function", "a = sin(1)", 0, 4, "unknown function"},
		{"argument", "a = sqrt()", 0, 4, "takes one argument"},
		{"bracket", "a = (1 + 2", 0, 4, "not closed"},
		{"end", "a = 1 +", 0, 7, "ends too early"},
		{"sign", "a = 1 $ 2", 0, 6, "unexpected"},
		{"sum", "a = 1 B + 1 s", 0, 8, "cannot be added"},
		{"exponent", "a = 2 ^ (1 s)", 0, 7, "exponent"},
		{"infinite", "a = 1 / 0", 0, 3, "no finite number"},
		{"logarithm", "a = ln(1 B)", 0, 4, "needs a plain number"},
		{"dimension", "a = 1 B => 1 s", 0, 10, "an amount of data, but"},
		{"value", "a = 100 => 90", 0, 10, "off by 11.1 %"},
		{"tolerance", "a = 100 => 90 ~x", 0, 10, "must look like 10%"},
		{"expected", "a = 1 => q", 0, 8, "the expected result"},
		{"deep", "a = " + strings.Repeat("(", 60), 0, 29, "too deeply"},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults := Evaluate(test.source, nil).Faults
			if len(faults) != 1 || faults[0].Line != test.line || faults[0].Column != test.column || !strings.Contains(faults[0].Message, test.want) {
				t.Errorf("%+v, want %d:%d %s", faults, test.line, test.column, test.want)
			}
		})
	}
}

func TestOneFaultForEachCause(t *testing.T) {
	sheet := Evaluate("a = nope\nb = a * 2\nc = b + 1", nil)
	if len(sheet.Faults) != 1 || len(sheet.Rows) != 3 || sheet.Rows[2].Fault == "" {
		t.Errorf("%+v", sheet)
	}
}

func TestOverridesComputeAllAnew(t *testing.T) {
	sheet := Evaluate("links = 100 M / month\nopens = 100\nreads = links * opens => 3900 /s\nkept = links * 10 years * 500 B => 6 TB",
		map[string]string{"links": "100 M / day", "opens": "10"})
	if len(sheet.Faults) > 0 {
		t.Fatal(sheet.Faults)
	}
	if got := sheet.Rows[2].Value.String() + ", " + sheet.Rows[3].Value.String(); got != "11.6 k/s, 182 TB" {
		t.Error(got)
	}
}

func FuzzEvaluate(f *testing.F) {
	f.Add("a = 1 +\nb = (2 => 3\nc = sqrt(\nd = 1e => 2 ~x%")
	f.Add("writes = 100 M / month => 39 /s # note")
	f.Fuzz(func(t *testing.T, source string) {
		lines := strings.Count(source, "\n") + 1
		for _, fault := range Evaluate(source, nil).Faults {
			if fault.Line >= lines || fault.Column < 0 {
				t.Errorf("a fault outside the sheet: %+v", fault)
			}
		}
	})
}
