package workbook

import (
	"fmt"
	"strings"
	"unicode"

	"lerr/internal/report"
)

// country finds the country of a row by its name and its code, which must agree. It is empty, and a
// problem told, where there is none.
func (t *tableReader) country(row *gridRow, read ReadRow) string {
	nameCell, code := row.cell(t.layout.columns[roleCountry]), strings.TrimSpace(row.text(t.layout.columns[roleCode]))
	add := func(code, format string, args ...any) string {
		t.add(report.SeverityError, code, t.grid.name, read.Cells[0], format, args...)
		return ""
	}
	if code == notApplicable {
		code = ""
	}
	byCode, codeKnown := t.places.Country(code)
	if nameCell == nil || strings.TrimSpace(nameCell.text) == "" {
		switch {
		case codeKnown:
			return byCode.Code
		case code != "":
			return add(CodeUnknownCountry, "No country has the code %.40q. Correct it, or add the country.", code)
		}
		return add(CodeMissingName, "The row holds figures but names no country. Write its name, or delete the figures.")
	}
	name := nameCell.text
	byName, nameKnown := t.places.CountryNamed(name)
	odd, plain := oddCharacters(name)
	switch {
	case nameCell.holds == holdsFault:
		return add(CodeErrorCell, "Found the error %s, want the name of a country. Mend the formula, or write the name.", name)
	case t.placeholder(name) != "":
		return "" // this is told where all placeholders are
	case !nameKnown && odd != "":
		return add(CodeHiddenCharacters, "%.60q is not known, since it holds %s. Type the name anew.%s", name, odd, t.nearest(plain))
	case !nameKnown:
		return add(CodeUnknownCountry, "%.60q is not known as a country.%s Correct the name, or add the country or this spelling of it.", name, t.nearest(name))
	case code != "" && !codeKnown:
		return add(CodeUnknownCountry, "No country has the code %.40q, which stands beside %s. Correct it, or add the country.", code, byName.Name)
	case code != "" && byCode.Code != byName.Code:
		return add(CodeCountryCode, "The code %s is %s, but the name beside it is %.60q. Correct one of them.", byCode.Code, byCode.Name, name)
	case odd != "":
		t.add(report.SeverityWarning, CodeHiddenCharacters, t.grid.name, read.Cells[0],
			"%.60q holds %s. It was read as %s; check that this is meant.", name, odd, byName.Name)
	}
	return byName.Code
}

// nearest names the known places whose names are most like this one.
func (t *tableReader) nearest(name string) string {
	if t.full() {
		return "" // nobody will read it
	}
	var near []string
	for _, p := range t.places.Nearest(name, 3) {
		if p.IsRegion() {
			near = append(near, p.Name()+" (a region, whose sum is not read)")
		} else {
			near = append(near, p.Name())
		}
	}
	if len(near) == 0 {
		return " No known name is like it."
	}
	return fmt.Sprintf(" The nearest known names: %s.", strings.Join(near, ", "))
}

// oddCharacters says what in a name cannot be seen, or looks like what it is not; empty where there
// is nothing. plain is the name without what cannot be
// seen.
func oddCharacters(name string) (what, plain string) {
	latin, other := false, false
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r):
			what = fmt.Sprintf("a character that cannot be seen (%U)", r)
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.IsLetter(r) && (unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r)):
			other = true
		}
	}
	if what == "" && latin && other {
		what = "letters of different scripts that look alike"
	}
	plain = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, name)
	return what, plain
}
