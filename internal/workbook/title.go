package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// without are the words after which a title says what is or is not part of a sheet, rather than what
// the sheet is: "all services including Skype".
var without = regexp.MustCompile(`(?i)\b(including|incl|excluding|excl|except|without|not|other than)\b[^,;()]*`)

// sectionsIn lists the sections that a title names. A title that names none is of all requests.
func sectionsIn(title string) []report.Section {
	words := strings.Fields(report.NameKey(without.ReplaceAllString(title, " ")))
	var named []report.Section
	for _, s := range []struct {
		section report.Section
		prefix  string
	}{
		{report.Combined, "combined"}, {report.Criminal, "criminal"}, {report.Emergencies, "emergenc"},
		{report.Civil, "civil"}, {report.Skype, "skype"},
	} {
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, s.prefix) }) {
			named = append(named, s.section)
		}
	}
	return named
}

// months are the months' names as titles write them, by their first three letters.
var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

var (
	dateWord  = regexp.MustCompile(`[a-z]+\d*|\d+`)
	monthWord = regexp.MustCompile(`^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$`)
	yearWord  = regexp.MustCompile(`^2\d{3}$`)
	halfWord  = regexp.MustCompile(`^h[12]$`)
)

// dated is a word of a title that tells a time: a month, a half or a year.
type dated struct {
	kind  byte // 'm', 'h' or 'y'
	value int
}

// datesIn are the words of a text that tell a time, in order. Days are left out.
func datesIn(text string) []dated {
	var all []dated
	for _, w := range dateWord.FindAllString(strings.ToLower(text), -1) {
		switch {
		case monthWord.MatchString(w):
			all = append(all, dated{'m', 1 + slices.Index(months, w[:3])})
		case halfWord.MatchString(w):
			all = append(all, dated{'h', int(w[1] - '0')})
		case yearWord.MatchString(w):
			n, _ := strconv.Atoi(w) // four digits
			all = append(all, dated{'y', n})
		}
	}
	return all
}

// periodsIn lists the half-years that a title names, each once: "January - June 2019", "2019
// (Jan-Jun)", "July-December 2013" or "2019-H1". odd says that it names other months too.
func periodsIn(title string) (periods []report.Period, odd bool) {
	words := datesIn(title)
	kinds := make([]byte, len(words))
	for i, w := range words {
		kinds[i] = w.kind
	}
	add := func(year, half int) {
		if p := (report.Period{Year: year, Half: half}); !slices.Contains(periods, p) {
			periods = append(periods, p)
		}
	}
	span := func(year, first, last int) {
		switch {
		case first == 1 && last == 6:
			add(year, 1)
		case first == 7 && last == 12:
			add(year, 2)
		default:
			odd = true
		}
	}
	for i := 0; i < len(words); {
		rest := string(kinds[i:])
		at := func(n int) int { return words[i+n].value }
		switch {
		case strings.HasPrefix(rest, "mymy"):
			if at(1) == at(3) {
				span(at(1), at(0), at(2))
			} else {
				odd = true
			}
			i += 4
		case strings.HasPrefix(rest, "ymmy") && at(0) != at(3):
			// Whose months these are cannot be told.
			span(at(0), at(1), at(2))
			span(at(3), at(1), at(2))
			i += 4
		case strings.HasPrefix(rest, "ymm"):
			span(at(0), at(1), at(2))
			i += 3
		case strings.HasPrefix(rest, "mmy"):
			span(at(2), at(0), at(1))
			i += 3
		case strings.HasPrefix(rest, "yh"):
			add(at(0), at(1))
			i += 2
		case strings.HasPrefix(rest, "hy"):
			add(at(1), at(0))
			i += 2
		case strings.HasPrefix(rest, "mm"): // of no year
			odd = true
			i += 2
		default:
			i++
		}
	}
	return periods, odd
}
