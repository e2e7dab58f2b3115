package views

import (
	"strconv"
	"strings"
	"time"

	"lerr/internal/report"
)

// NotAvailable is shown if there is nothing to divide by.
const NotAvailable = "n/a"

// minus is a true minus sign: it is as wide as a digit and does not break from its number.
const minus = "\u2212"

// Number formats a count with thousands separators: 24,175.
func Number(n int) string {
	digits := strconv.Itoa(max(n, -n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n < 0 {
		return minus + digits
	}
	return digits
}

// Share formats a share with one decimal: 53.4%.
func Share(p report.Permille) string {
	return strconv.FormatFloat(float64(p)/10, 'f', 1, 64) + "%"
}

// Rate formats a rate of change with its sign: +12.8%, −3.1%.
func Rate(p report.Permille) string {
	if p < 0 {
		return minus + Share(-p)
	}
	if p > 0 {
		return "+" + Share(p)
	}
	return Share(0)
}

// Date formats a day: 24 November 2026.
func Date(t time.Time) string { return t.UTC().Format("2 January 2006") }

// Plural formats a count with its noun: "1 country", "29 countries".
func Plural(n int, one, many string) string {
	return Number(n) + " " + noun(n, one, many)
}

// Sentence joins names as prose does: "A", "A and B", "A, B and C".
func Sentence(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
