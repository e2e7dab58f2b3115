package workbook

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// maxCount is the largest count that is read.
const maxCount = 1_000_000_000

// count is the result of reading a count.
type count struct {
	n       int
	ok      bool
	isText  bool        // n was stored as text
	problem problemKind // unless ok
	found   string      // for the problem's text
}

// Numbers that people type as text.
var (
	plainNumber    = regexp.MustCompile(`^\d+$`)
	groupedNumber  = regexp.MustCompile(`^\d{1,3}(,\d{3})+$|^\d{1,3}([ '\x{a0}\x{2009}\x{202f}]\d{3})+$`)
	negativeNumber = regexp.MustCompile(`^([-\x{2212}\x{2013}]\s*\d[\d.,' ]*|\(\d[\d.,' ]*\))$`)
	decimalNumber  = regexp.MustCompile(`^\d+[.,]\d+$`)
	trailingMarks  = regexp.MustCompile(`(\s|\[note \d+\]|[*†‡])+$`)
)

// parseCount reads a count. c is nil for an empty cell.
func parseCount(c *xlsx.Cell) count {
	switch {
	case c == nil || c.Text == "" && !c.Formula:
		return count{problem: missingCount, found: "an empty cell"}
	case c.Text == "":
		return count{problem: uncalculatedCount, found: "a formula without a stored value"}
	}
	switch c.Kind {
	case xlsx.Number:
		return parseNumber(c.Text)
	case xlsx.Text:
		return parseText(c.Text)
	case xlsx.Fault:
		return count{problem: faultyCount, found: "the error " + c.Text}
	case xlsx.Date:
		return count{problem: notACount, found: "a date (" + c.Text + ")"}
	}
	return count{problem: notACount, found: "a truth value"}
}

func parseNumber(text string) count {
	value, err := strconv.ParseFloat(text, 64)
	switch {
	case err == nil && value < 0:
		return count{problem: negativeCount, found: text}
	case err != nil || value > maxCount:
		return count{problem: notACount, found: text + ", which is more than any count here can be"}
	case value != math.Trunc(value):
		return count{problem: fractionalCount, found: text}
	}
	return count{n: int(value), ok: true}
}

func parseText(text string) count {
	found := fmt.Sprintf("%.40q", text)
	s := strings.TrimSpace(trailingMarks.ReplaceAllString(text, ""))
	switch {
	case s == "", isNotGiven(text):
		return count{problem: missingCount, found: found}
	case plainNumber.MatchString(s), groupedNumber.MatchString(s):
		c := parseNumber(strings.Map(digit, s))
		c.isText = true
		return c
	case negativeNumber.MatchString(s):
		return count{problem: negativeCount, found: found}
	case decimalNumber.MatchString(s):
		return count{problem: fractionalCount, found: found}
	}
	return count{problem: notACount, found: found}
}

// digit keeps digits and drops other characters, for strings.Map.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// isNotGiven reports whether a text says, as the workbooks of Write do, that a count is not given.
func isNotGiven(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || strings.EqualFold(text, report.StatusNotGiven.Sign())
}
