package workbook

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// figure is what a count's cell was read as.
type figure struct {
	n      int
	ok     bool
	asText bool   // a number that is stored as text; its value counts
	code   string // of the problem with it, where it is not ok
	found  string // what the problem found
}

// Numbers that people type as text.
var (
	plainNumber    = regexp.MustCompile(`^\d+$`)
	groupedNumber  = regexp.MustCompile(`^\d{1,3}(,\d{3})+$|^\d{1,3}([ '\x{a0}\x{2009}\x{202f}]\d{3})+$`)
	negativeNumber = regexp.MustCompile(`^([-\x{2212}\x{2013}]\s*\d[\d.,' ]*|\(\d[\d.,' ]*\))$`)
	decimalNumber  = regexp.MustCompile(`^\d+[.,]\d+$`)
	marks          = regexp.MustCompile(`(\s|\[note \d+\]|[*†‡])+$`)
)

// figureOf reads a count. c is nil where the cell is empty.
func figureOf(c *cell) figure {
	if c == nil {
		return figure{code: CodeMissingCount, found: "an empty cell"}
	}
	if c.text == "" {
		if c.formula {
			return figure{code: CodeUncalculated, found: "a formula without a stored value"}
		}
		return figure{code: CodeMissingCount, found: "an empty cell"}
	}
	switch c.holds {
	case holdsNumber:
		return figureOfNumber(c.text)
	case holdsText:
		return figureOfText(c.text)
	case holdsFault:
		return figure{code: CodeErrorCell, found: "the error " + c.text}
	case holdsDate:
		return figure{code: CodeNotACount, found: "a date (" + c.text + ")"}
	}
	return figure{code: CodeNotACount, found: "a truth value"}
}

func figureOfNumber(text string) figure {
	value, err := strconv.ParseFloat(text, 64)
	switch {
	case err == nil && value < 0:
		return figure{code: CodeNegative, found: text}
	case err != nil || value > maxCount:
		return figure{code: CodeNotACount, found: fmt.Sprintf("%s, which is more than any count here can be", text)}
	case value != math.Trunc(value):
		return figure{code: CodeFraction, found: text}
	}
	return figure{n: int(value), ok: true}
}

func figureOfText(text string) figure {
	s := strings.TrimSpace(marks.ReplaceAllString(text, ""))
	switch {
	case s == "":
		return figure{code: CodeMissingCount, found: fmt.Sprintf("%q", text)}
	case plainNumber.MatchString(s), groupedNumber.MatchString(s):
		f := figureOfNumber(strings.Map(digit, s))
		f.asText = true
		return f
	case negativeNumber.MatchString(s):
		return figure{code: CodeNegative, found: fmt.Sprintf("%q", text)}
	case decimalNumber.MatchString(s):
		return figure{code: CodeFraction, found: fmt.Sprintf("%q", text)}
	}
	return figure{code: CodeNotACount, found: fmt.Sprintf("%.40q", text)}
}

// digit keeps digits only.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// remedies say what to do about a count that cannot be read.
var remedies = map[string]string{
	CodeMissingCount: "Write the count, or 0 if there was none.",
	CodeUncalculated: "Open the file in a spreadsheet program, let it calculate, and save it; or write the number.",
	CodeErrorCell:    "Mend the formula, or write the number.",
	CodeNotACount:    "Write the number, and 0 if there was none.",
	CodeNegative:     "Correct it.",
	CodeFraction:     "Write the number without decimals and without a point between thousands.",
}
