package workbook

import (
	"strings"

	"lerr/internal/report"
)

// role says what a column of a table holds.
type role int

const (
	noRole role = iota
	roleCountry
	roleCode
	roleRegion
	roleNotes
	rolePeriod
	roleSection
	roleUnit
	roleCount                 // roleCount+i is the i-th of report.Columns
	roleShare = roleCount + 6 // roleShare+i is the share of that outcome
	roleEnd   = roleShare + 6
)

// exactHeadings lists the headings that count only if they say nothing else.
var exactHeadings = map[string]role{
	"country": roleCountry, "countries": roleCountry, "country name": roleCountry, "jurisdiction": roleCountry,
	"country region": roleCountry, "country or region": roleCountry,
	"country territory": roleCountry, "country or territory": roleCountry,
	"country code": roleCode, "code": roleCode, "region": roleRegion, "note": roleNotes, "notes": roleNotes,
	"period": rolePeriod, "half year": rolePeriod, "section": roleSection, "outcomes count": roleUnit,
}

// headingWords lists words in the headings of counts, in order of precedence: the heading of
// non-content contains "content" too, and every heading can contain "requests".
var headingWords = []struct {
	words string
	count role
}{
	{"reject", 5}, {"no data", 4}, {"no customer data", 4}, {"non content", 3}, {"noncontent", 3}, {"subscriber", 3},
	{"content", 2}, {"account", 1}, {"users", 1}, {"request", 0},
}

// maxHeading is the length of the longest heading in bytes; longer text is prose.
const maxHeading = 160

func roleOf(heading string) role {
	if len(heading) > maxHeading {
		return noRole
	}
	key := report.NameKey(heading)
	if r, ok := exactHeadings[key]; ok {
		return r
	}
	isShare := strings.Contains(heading, "%") || strings.Contains(key, "share") || strings.Contains(key, "percent")
	for _, p := range headingWords {
		switch {
		case !strings.Contains(key, p.words):
		case !isShare:
			return roleCount + p.count
		case p.count >= 2:
			return roleShare + p.count
		default:
			return noRole
		}
	}
	return noRole
}

// name returns the name of the role in problems.
func (r role) name() string {
	names := []string{"", "country", "country code", "region", "notes", "period", "section", "outcomes count"}
	for _, prefix := range []string{"", "share of "} {
		for _, column := range report.Columns() {
			names = append(names, prefix+strings.ReplaceAll(column, "_", " "))
		}
	}
	return names[r]
}

func (r role) isCount() bool { return r >= roleCount && r < roleShare }

// isOutcome reports whether the role is the count of one of the four outcomes.
func (r role) isOutcome() bool { return r >= roleCount+2 && r < roleShare }
