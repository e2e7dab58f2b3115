package publish

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"lerr/internal/report"
)

// maxName is the length of the longest name that a country can have, in bytes.
const maxName = 80

// totalNames are names of all countries together, in the form of report.NameKey.
var totalNames = []string{
	"total", "totals", "grand total", "sum", "global", "world", "worldwide", "all", "all countries", "overall", "other", "others", "unknown",
}

// addressWords are words of the public site's addresses that could be taken for a country's name, in
// the form of report.NameKey. A test of the site holds this list to its addresses.
var addressWords = []string{
	"apple touch icon", "calendar", "checkpoint", "cite", "compare", "corrections", "countries", "data", "datapackage", "download", "embed", "entries", "favicon",
	"key", "livez", "log", "map", "methodology", "names", "openapi", "other figures", "readyz", "regions", "releases", "revisions", "robots", "schema",
	"schemas", "share", "sitemap", "static", "tile", "trends", "verify",
}

// addressForms matches what addresses hold beside words: revisions, periods, numbers.
var addressForms = regexp.MustCompile(`^(r?\d+|\d{4} h\d)$`)

// countryFault returns what is wrong with a country as it would be published, in a sentence; "" if
// nothing is. It does not compare the country with others, which report.NewPlaces does.
func countryFault(c report.Country, regions []report.Region) string {
	if c.Alpha3() == "" {
		return fmt.Sprintf("%q is no country code of ISO 3166-1, and not XK. Give the two capital letters of one.", c.Code)
	}
	if !slices.ContainsFunc(regions, func(r report.Region) bool { return r.Slug == c.Region }) {
		return "Choose a region from the list."
	}
	for _, name := range append([]string{c.Name}, c.Spellings...) {
		if fault := nameFault(name, c.Code, regions); fault != "" {
			return fault
		}
	}
	return ""
}

// nameFault returns why a name or spelling cannot be that of the country with a code, in a sentence; ""
// if it can.
func nameFault(name, code string, regions []report.Region) string {
	key := report.NameKey(name)
	for _, r := range regions {
		if key == report.NameKey(r.Name) || key == report.NameKey(r.Slug) {
			return fmt.Sprintf("%q is the name of a region.", name)
		}
	}
	other := report.Country{Code: strings.ToUpper(strings.TrimSpace(name))}
	switch {
	case key == "":
		return "Give a name."
	case len(name) > maxName:
		return fmt.Sprintf("The name is longer than %d bytes. Give a shorter one.", maxName)
	case slices.Contains(totalNames, key):
		return fmt.Sprintf("%q means all countries, or none in particular.", name)
	case slices.Contains(addressWords, key), addressForms.MatchString(key):
		return fmt.Sprintf("%q is a word of the site’s addresses.", name)
	case other.Alpha3() != "" && other.Code != code:
		return fmt.Sprintf("%q is the code of another country.", name)
	}
	if fault := lettersFault(name); fault != "" {
		return fault
	}
	if err := report.CheckText(report.NameText, name); err != nil {
		return err.Error()
	}
	return ""
}

// lettersFault returns why a name cannot be written as it is, in a sentence; "" if it can. Spreadsheets
// take some first characters for a formula, and letters of two scripts can imitate another name.
func lettersFault(name string) string {
	script := ""
	for i, r := range name {
		switch {
		case unicode.IsLetter(r):
			switch now := scriptOf(r); {
			case script == "":
				script = now
			case script != now:
				return fmt.Sprintf("%q has letters of two scripts, %s and %s: %q is %s. Type the name again.", name, script, now, r, now)
			}
		case i == 0:
			return fmt.Sprintf("%q does not start with a letter.", name)
		case r == ' ', unicode.IsDigit(r), unicode.Is(unicode.Mn, r), strings.ContainsRune(`'’.,()&/-–†*`, r):
		default:
			return fmt.Sprintf("%q has the character U+%04X, which names do not have. Type the name again.", name, r)
		}
	}
	if strings.TrimSpace(name) != name {
		return fmt.Sprintf("%q ends with a space.", name)
	}
	return ""
}

// scriptOf returns the name of a letter's script. Those that one language mixes count as one.
func scriptOf(r rune) string {
	for _, one := range []string{"Latin", "Cyrillic", "Greek", "Arabic", "Hebrew"} {
		if unicode.Is(unicode.Scripts[one], r) {
			return one
		}
	}
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) {
		return "East Asian"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return "unknown"
}
