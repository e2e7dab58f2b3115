package views

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lerr/internal/report"
)

var numberWords = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// Words writes a small count as prose does: "five", and 11 as "11".
func Words(n int) string {
	if n >= 0 && n < len(numberWords) {
		return numberWords[n]
	}
	return Number(n)
}

// Ordinal writes a place in an order: 1st, 2nd, 3rd, 11th.
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

// Capital begins a sentence with a capital letter.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// PartShare writes a part of a whole as a percentage, and never as nothing or all when it is not.
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

// GuardedShare writes a part of a whole as a percentage, or as "1 of 4" where the whole is too small
// for one.
func GuardedShare(r report.Rate) string {
	switch {
	case !r.Known:
		return NotAvailable
	case r.IsFew():
		return Number(r.Part) + " of " + Number(r.Whole)
	}
	return Share(r.Permille)
}

// periodNames joins the names of periods.
func periodNames(periods []report.Period) string {
	names := make([]string, len(periods))
	for i, p := range periods {
		names[i] = p.Label()
	}
	return Sentence(names)
}

// years names the years from one period to another: "from 2013 to 2016", "in 2017".
func years(from, to report.Period) string {
	if from.Year == to.Year {
		return "in " + strconv.Itoa(from.Year)
	}
	return "from " + strconv.Itoa(from.Year) + " to " + strconv.Itoa(to.Year)
}

// joinSentences writes sentences as a paragraph.
func joinSentences(sentences []string) string { return strings.Join(sentences, " ") }
