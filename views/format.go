package views

import (
	"strconv"
	"strings"
	"time"

	"lerr/internal/report"
)

// NotAvailable is what stands where there is nothing to divide by.
const NotAvailable = "n/a"

// minus is a true minus sign: as wide as a digit, and not broken from its number.
const minus = "\u2212"

// Number writes a count with its thousands told apart: 24,175.
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

// Share writes a share with one decimal: 53.4%.
func Share(p report.Permille) string {
	return strconv.FormatFloat(float64(p)/10, 'f', 1, 64) + "%"
}

// Rate writes a rate of change with its sign: +12.8%, or −3.1%.
func Rate(p report.Permille) string {
	switch {
	case p > 0:
		return "+" + Share(p)
	case p < 0:
		return minus + Share(-p)
	}
	return Share(0)
}

// Date writes a day in full: 24 November 2026.
func Date(t time.Time) string { return t.UTC().Format("2 January 2006") }

// Plural writes a count and its noun: "1 country", "29 countries".
func Plural(n int, one, many string) string {
	if n == 1 {
		return Number(n) + " " + one
	}
	return Number(n) + " " + many
}

// Sentence joins names as prose does: "A", "A and B", "A, B and C".
func Sentence(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
