package workbook

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// nameMark matches marks of footnotes after a name: "[1]", "(a)", "2", "**".
var nameMark = regexp.MustCompile(`(\s*(\[\w{1,2}\]|\(\w{1,2}\)|[*†‡§#^]+|\d{1,2}))+\s*$`)

// countryOf returns the code of a row's country. Name and code must agree. It returns "" and reports a
// problem if there is no such country.
func (t *tableReader) countryOf(rec record) string {
	name, code := rec.cells[roleCountry], strings.TrimSpace(rec.Text(t.layout.columns[roleCode]))
	if code == notApplicable {
		code = ""
	}
	byCode, codeKnown := t.places.Country(code)
	if name == nil || strings.TrimSpace(name.Text) == "" {
		switch {
		case codeKnown:
			return byCode.Code
		case code != "":
			t.report(unknownCode, rec.at, code)
		default:
			t.report(missingName, rec.at)
		}
		return ""
	}
	byName, known := t.places.CountryNamed(name.Text)
	if unmarked := nameMark.ReplaceAllString(name.Text, ""); !known && unmarked != name.Text {
		if byName, known = t.places.CountryNamed(unmarked); known {
			t.report(markedName, rec.at, name.Text, byName.Name)
		}
	}
	odd, plain := oddCharacters(name.Text)
	switch {
	case name.Kind == xlsx.Fault:
		t.report(faultyName, rec.at, name.Text)
	case t.placeholderIn(name.Text) != "": // reported for the whole sheet
	case !known && odd != "":
		t.report(hiddenUnknown, rec.at, name.Text, odd, t.nearest(plain))
	case !known:
		t.report(unknownCountry, rec.at, name.Text, t.whichCountry(name.Text))
	case code != "" && !codeKnown:
		t.report(unknownCodeOf, rec.at, code, byName.Name)
	case code != "" && byCode.Code != byName.Code:
		t.report(codeDiffers, rec.at, byCode.Code, byCode.Name, name.Text)
	default:
		if odd != "" {
			t.report(hiddenKnown, rec.at, name.Text, odd, byName.Name)
		}
		return byName.Code
	}
	return ""
}

// whichCountry returns sentences on what an unknown name may mean, and what to do.
func (t *tableReader) whichCountry(name string) string {
	code := report.ISOCode(name)
	if _, listed := t.places.Country(code); code != "" && !listed {
		return fmt.Sprintf("It is the country with the code %s, which the report has not had yet: add it, with its region.", code)
	}
	return t.nearest(name) + " Correct the name, or add the country or this spelling of it."
}

// nearest returns a sentence with the known places whose names are most similar.
func (t *tableReader) nearest(name string) string {
	if t.full() {
		return "" // the problem is not listed
	}
	var near []string
	for _, p := range t.places.Nearest(name, 3) {
		name := p.Name()
		if p.IsRegion() {
			name += " (a region, whose sum is not read)"
		}
		near = append(near, name)
	}
	if len(near) == 0 {
		return "No known name is like it."
	}
	return fmt.Sprintf("The nearest known names: %s.", strings.Join(near, ", "))
}

// oddCharacters describes characters in a name that are invisible or look like others, or returns "".
// plain is the name without invisible characters.
func oddCharacters(name string) (what, plain string) {
	latin, other := false, false
	plain = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			if !unicode.IsSpace(r) {
				what = fmt.Sprintf("a character that cannot be seen (%U)", r)
			}
			return -1
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r):
			other = other || unicode.IsLetter(r)
		}
		return r
	}, name)
	if what == "" && latin && other {
		what = "letters of different scripts that look alike"
	}
	return what, plain
}
