package views

import (
	"strconv"
	"strings"
	"time"

	"lerr/internal/report"
)

// Dash stands for a percentage of too few requests, and for a change from nothing.
const Dash = "\u2013"

// minus is a true minus sign: it is as wide as a digit and does not break from its number.
const minus = "\u2212"

// Number formats a count with thousands separators: 24,175.
func Number(n int) string { return strings.Replace(report.Grouped(n), "-", minus, 1) }

// Signed formats a difference with its sign: +1,011, −417, 0.
func Signed(n int) string {
	if n > 0 {
		return "+" + Number(n)
	}
	return Number(n)
}

// Share formats a share with one decimal: 53.4%.
func Share(p report.Permille) string {
	return strconv.FormatFloat(float64(p)/10, 'f', 1, 64) + "%"
}

// Rate formats a rate of change with its sign: +12.8%, −3.1%.
func Rate(p report.Permille) string {
	switch {
	case p < 0:
		return minus + Share(-p)
	case p > 0:
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

var numberWords = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// Words writes a small count in words: "five", but 11 as "11".
func Words(n int) string {
	if n >= 0 && n < len(numberWords) {
		return numberWords[n]
	}
	return Number(n)
}

// noun returns one if n is 1, and many otherwise.
func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Ordinal formats a rank: 1st, 2nd, 3rd, 11th.
func Ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return Number(n) + suffix
}

// Capital returns a text that begins with an ASCII letter or digit with its first letter in upper case.
func Capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// PartShare formats a rate as a percentage. It never rounds to 0% or 100% unless the rate is
// exactly that.
func PartShare(r report.Rate) string {
	switch {
	case !r.Known:
		return Dash
	case r.Part > 0 && r.Permille == 0:
		return "less than " + Share(1)
	case r.Part < r.Whole && r.Permille == 1000:
		return "more than " + Share(999)
	}
	return Share(r.Permille)
}

// ShortShare formats a rate that stands beside its count in a table or a picture: nothing for none, and a
// dash if the whole is too small for a percentage.
func ShortShare(r report.Rate) string {
	switch {
	case r.Part == 0:
		return ""
	case r.IsFew():
		return Dash
	case r.Permille == 0:
		return "<" + Share(1)
	case r.Part < r.Whole && r.Permille == 1000:
		return ">" + Share(999)
	}
	return Share(r.Permille)
}

// LoneShare formats a rate that fills a cell of its own: 0 for none of enough, and otherwise as ShortShare.
func LoneShare(r report.Rate) string {
	switch {
	case r.IsFew():
		return Dash
	case r.Part == 0:
		return "0"
	}
	return ShortShare(r)
}

// periodNames joins the labels of periods.
func periodNames(periods []report.Period) string {
	names := make([]string, len(periods))
	for i, p := range periods {
		names[i] = p.Label()
	}
	return Sentence(names)
}

// years names the years of a span: "from 2013 to 2016", "in 2017".
func years(from, to report.Period) string {
	if from.Year == to.Year {
		return "in " + strconv.Itoa(from.Year)
	}
	return "from " + strconv.Itoa(from.Year) + " to " + strconv.Itoa(to.Year)
}
