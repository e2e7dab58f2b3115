package workbook

import (
	"strings"

	"lerr/internal/report"
)

// role is what a table's column holds.
type role int

const (
	noRole role = iota
	roleCountry
	roleCode
	roleRegion
	roleNotes
	rolePeriod
	roleSection
	roleCount                 // roleCount+i is the i-th of report.Columns
	roleShare = roleCount + 6 // roleShare+i is the share of that outcome
)

// exact are the headings that say what a column holds only when they say nothing else.
var exact = map[string]role{
	"country": roleCountry, "countries": roleCountry, "country name": roleCountry, "jurisdiction": roleCountry,
	"country region": roleCountry, "country or region": roleCountry,
	"country territory": roleCountry, "country or territory": roleCountry,
	"country code": roleCode, "code": roleCode, "region": roleRegion, "note": roleNotes, "notes": roleNotes,
	"period": rolePeriod, "half year": rolePeriod, "section": roleSection,
}

// parts are words that headings of the counts hold, in the order in which they are looked for: the
// heading of non-content says "content" too, and all of them may say "requests".
var parts = []struct {
	words string
	count role
}{
	{"reject", 5}, {"no data", 4}, {"no customer data", 4}, {"non content", 3}, {"noncontent", 3}, {"subscriber", 3},
	{"content", 2}, {"account", 1}, {"users", 1}, {"request", 0},
}

// longestHeading is the longest that a heading can be; prose is longer.
const longestHeading = 160

// roleOf says what a column under this heading holds.
func roleOf(heading string) role {
	if len(heading) > longestHeading {
		return noRole
	}
	key := report.NameKey(heading)
	if r, ok := exact[key]; ok {
		return r
	}
	isShare := strings.Contains(heading, "%") || strings.Contains(key, "share") || strings.Contains(key, "percent")
	for _, p := range parts {
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

// name is the role as problems call it.
func (r role) name() string {
	columns := report.Columns()
	switch {
	case r >= roleShare:
		return "share of " + strings.ReplaceAll(columns[r-roleShare], "_", " ")
	case r >= roleCount:
		return strings.ReplaceAll(columns[r-roleCount], "_", " ")
	}
	return [...]string{"", "country", "country code", "region", "notes", "period", "section"}[r]
}

// layout is where a table's columns stand, as its headings say.
type layout struct {
	top, next int // index of the headings' first row, and of the first row after them
	columns   map[role]int
	unknown   []int          // columns whose heading says nothing that a report holds
	repeated  []repeatedRole // columns that say the same as an earlier one
}

type repeatedRole struct {
	role  role
	again int // column
}

func (l *layout) set(r role, column int) {
	if first, ok := l.columns[r]; !ok {
		l.columns[r] = column
	} else if first != column {
		l.repeated = append(l.repeated, repeatedRole{r, column})
	}
}

// span is the table's first and last column.
func (l *layout) span() span {
	s := span{maxColumn + 1, 0}
	for _, column := range l.columns {
		s.first, s.last = min(s.first, column), max(s.last, column)
	}
	return s
}

// missing lists what the table must have and has no heading for.
func (l *layout) missing() []role {
	var missing []role
	if l.columns[roleCountry] == 0 && l.columns[roleCode] == 0 {
		missing = append(missing, roleCountry)
	}
	for r := roleCount; r < roleShare; r++ {
		if l.columns[r] == 0 {
			missing = append(missing, r)
		}
	}
	return missing
}

// enough is how many of the six counts a row must head to be a table's.
const enough = 3

// heading is a heading's place and what it says.
type heading struct {
	column int
	role   role
}

// isCount reports whether the role is one of the six counts.
func (r role) isCount() bool { return r >= roleCount && r < roleShare }

// isOutcome reports whether the role is one of the four outcomes.
func (r role) isOutcome() bool { return r >= roleCount+2 && r < roleShare }

// headings are the headings of a row, and how many of the counts they name.
func (r *gridRow) headings() (all []heading, counts int) {
	seen := map[role]bool{}
	for _, c := range r.cells {
		if c.holds != holdsText || strings.TrimSpace(c.text) == "" {
			continue
		}
		h := heading{c.column, roleOf(c.text)}
		if h.role.isCount() && !seen[h.role] {
			seen[h.role] = true
			counts++
		}
		all = append(all, h)
	}
	return all, counts
}

// headingAt reads the headings of a table that begins in the row with this index. An outcome can
// head a pair of columns, which a second row then calls % and #.
func (g *grid) headingAt(i int) (*layout, bool) {
	headings, counts := g.rows[i].headings()
	if counts < enough {
		return nil, false
	}
	l := &layout{top: i, next: i + 1, columns: map[role]int{}}
	pairs := g.pairsBelow(i)
	for _, h := range headings {
		switch {
		case h.role == noRole:
			l.unknown = append(l.unknown, h.column)
		case pairs == nil || !h.role.isOutcome():
			l.set(h.role, h.column)
		}
	}
	if pairs != nil {
		l.next = i + 2
		l.pair(headings, pairs)
	}
	return l, true
}

// pair reads the second row of headings.
func (l *layout) pair(headings []heading, pairs *gridRow) {
	for _, c := range pairs.cells {
		above := noRole
		for _, h := range headings {
			if h.column <= c.column {
				above = h.role
			}
		}
		switch mark := markOf(c.text); {
		case c.holds != holdsText || strings.TrimSpace(c.text) == "":
		case mark == '#' && above.isOutcome():
			l.set(above, c.column)
		case mark == '%' && above.isOutcome():
			l.set(above+roleShare-roleCount, c.column)
		case mark != 0:
		case roleOf(c.text) != noRole:
			l.set(roleOf(c.text), c.column)
		default:
			l.unknown = append(l.unknown, c.column)
		}
	}
	for _, h := range headings { // an outcome that heads no pair
		if h.role != noRole && l.columns[h.role] == 0 && pairs.cell(h.column) == nil {
			l.set(h.role, h.column)
		}
	}
}

// pairsBelow is the row below if it tells percentages from numbers.
func (g *grid) pairsBelow(i int) *gridRow {
	if i+1 >= len(g.rows) || g.rows[i+1].number != g.rows[i].number+1 {
		return nil
	}
	for _, c := range g.rows[i+1].cells {
		if c.holds == holdsText && markOf(c.text) == '#' {
			return &g.rows[i+1]
		}
	}
	return nil
}

// markOf is '#' over a column of numbers and '%' over one of percentages.
func markOf(text string) byte {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "#", "number", "count", "no.":
		return '#'
	case "%", "percent", "percentage", "share":
		return '%'
	}
	return 0
}
