package workbook

import "strings"

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
	if i+1 >= len(g.rows) {
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
