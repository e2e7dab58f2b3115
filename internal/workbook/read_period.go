package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

var (
	dateWord  = regexp.MustCompile(`[a-z]+\d*|\d+`)
	monthWord = regexp.MustCompile(`^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$`)
	yearWord  = regexp.MustCompile(`^2\d{3}$`)
	halfWord  = regexp.MustCompile(`^h[12]$`)
)

// months holds the first three letters of the months' names.
const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// datesIn returns the words of a text that state a time, in order: their values, and for each 'm' for a
// month, 'h' for a half or 'y' for a year. Days are left out.
func datesIn(text string) (kinds string, values []int) {
	for _, w := range dateWord.FindAllString(strings.ToLower(text), -1) {
		switch {
		case monthWord.MatchString(w):
			kinds, values = kinds+"m", append(values, 1+strings.Index(months, w[:3])/3)
		case halfWord.MatchString(w):
			kinds, values = kinds+"h", append(values, int(w[1]-'0'))
		case yearWord.MatchString(w):
			n, _ := strconv.Atoi(w) // four digits
			kinds, values = kinds+"y", append(values, n)
		}
	}
	return kinds, values
}

// dateForm matches the longest way to name a half-year at the beginning of the kinds of datesIn, or
// else one word.
var dateForm = regexp.MustCompile(`^(mymy|ymmy|ymm|mmy|yh|hy|mm|.)`)

// periodsIn returns the half-years that a title names, each once: "January - June 2019", "2019
// (Jan-Jun)", "July-December 2013" or "2019-H1". odd reports whether it names other months too.
func periodsIn(title string) (periods []report.Period, odd bool) {
	add := func(year, half int) {
		if p := (report.Period{Year: year, Half: half}); !slices.Contains(periods, p) {
			periods = append(periods, p)
		}
	}
	addSpan := func(year, first, last int) {
		switch {
		case first == 1 && last == 6:
			add(year, 1)
		case first == 7 && last == 12:
			add(year, 2)
		default:
			odd = true
		}
	}
	kinds, v := datesIn(title)
	for len(kinds) > 0 {
		form := dateForm.FindString(kinds)
		if form == "ymmy" && v[0] == v[3] {
			form = "ymm"
		}
		switch {
		case form == "mm", form == "mymy" && v[1] != v[3]: // without a year, or across years
			odd = true
		case form == "mymy":
			addSpan(v[1], v[0], v[2])
		case form == "ymmy": // the months can belong to either year
			addSpan(v[0], v[1], v[2])
			addSpan(v[3], v[1], v[2])
		case form == "ymm":
			addSpan(v[0], v[1], v[2])
		case form == "mmy":
			addSpan(v[2], v[0], v[1])
		case form == "yh":
			add(v[0], v[1])
		case form == "hy":
			add(v[1], v[0])
		}
		kinds, v = kinds[len(form):], v[len(form):]
	}
	return periods, odd
}
