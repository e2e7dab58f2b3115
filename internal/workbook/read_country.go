package workbook

import (
	"fmt"
	"strings"
	"unicode"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// countryOf returns the code of a row's country. Name and code must agree. It returns "" and reports a
// problem if there is no such country.
func (t *tableReader) countryOf(row *xlsx.Row, read ReadRow) string {
	code := strings.TrimSpace(row.Text(t.layout.columns[roleCode]))
	if code == notApplicable {
		code = ""
	}
	byCode, codeKnown := t.places.Country(code)
	name := row.Cell(t.layout.columns[roleCountry])
	if name == nil || strings.TrimSpace(name.Text) == "" {
		switch {
		case codeKnown:
			return byCode.Code
		case code != "":
			t.report(unknownCode, read.Cells[0], code)
		default:
			t.report(missingName, read.Cells[0])
		}
		return ""
	}
	byName, ok := t.countryNamed(name, read.Cells[0])
	switch {
	case !ok:
		return ""
	case code != "" && !codeKnown:
		t.report(unknownCodeOf, read.Cells[0], code, byName.Name)
		return ""
	case code != "" && byCode.Code != byName.Code:
		t.report(codeDiffers, read.Cells[0], byCode.Code, byCode.Name, name.Text)
		return ""
	}
	if odd, _ := oddCharacters(name.Text); odd != "" {
		t.report(hiddenKnown, read.Cells[0], name.Text, odd, byName.Name)
	}
	return byName.Code
}

// countryNamed returns the country that a cell names, or reports a problem at cell.
func (t *tableReader) countryNamed(c *xlsx.Cell, cell string) (report.Country, bool) {
	country, known := t.places.CountryNamed(c.Text)
	odd, plain := oddCharacters(c.Text)
	switch {
	case c.Kind == xlsx.Fault:
		t.report(faultyName, cell, c.Text)
	case t.placeholderIn(c.Text) != "": // reported for the whole sheet
	case known:
		return country, true
	case odd != "":
		t.report(hiddenUnknown, cell, c.Text, odd, t.nearest(plain))
	default:
		t.report(unknownCountry, cell, c.Text, t.nearest(c.Text))
	}
	return report.Country{}, false
}

// nearest returns a sentence with the known places whose names are most similar.
func (t *tableReader) nearest(name string) string {
	if t.full() {
		return "" // the problem is not listed
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
