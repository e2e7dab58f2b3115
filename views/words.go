package views

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"lerr/internal/report"
)

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

// Capital returns s with its first letter in upper case.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// PartShare formats a rate as a percentage. It never rounds to 0% or 100% unless the rate is
// exactly that.
func PartShare(r report.Rate) string {
	switch {
	case !r.Known:
		return NotAvailable
	case r.Part > 0 && r.Permille == 0:
		return "less than " + Share(1)
	case r.Part < r.Whole && r.Permille == 1000:
		return "more than " + Share(999)
	}
	return Share(r.Permille)
}

// GuardedShare formats a rate as a percentage, or as "1 of 4" if the whole is too small for one.
func GuardedShare(r report.Rate) string {
	switch {
	case !r.Known:
		return NotAvailable
	case r.IsFew():
		return Number(r.Part) + " of " + Number(r.Whole)
	}
	return Share(r.Permille)
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
