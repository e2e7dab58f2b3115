package workbook

import (
	"strings"

	"lerr/internal/report"
)

// flat reads a table that names the period and the section in each row.
func (r *reader) flat(g *grid, l *layout) error {
	whole := r.newTable(g, l)
	if l.columns[roleSection] == 0 {
		r.add(report.SeverityError, CodeMissingColumn, "", g.at(1, 1),
			"The table has a column of periods but none of sections. Add one that is headed section, with combined, criminal, emergencies, civil or skype in each row.")
		return nil
	}
	period, ok := r.onlyPeriod(g, l)
	if !ok {
		return nil
	}
	var sections []*tableReader
	for i := l.next; i < len(g.rows); i++ {
		if i%1000 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		row := &g.rows[i]
		written := row.text(l.columns[roleSection])
		section, err := report.ParseSection(strings.ToLower(strings.TrimSpace(written)))
		if err != nil {
			r.add(report.SeverityError, CodeSectionUnclear, "", g.at(1, row.number),
				"Found the section %.40q, want combined, criminal, emergencies, civil or skype. Correct it; the line was not read.", written)
			continue
		}
		t := tableOf(sections, section)
		if t == nil {
			t = &tableReader{reader: r, grid: g, layout: l, first: map[string]string{}, asides: asides{}, unread: whole.unread}
			t.sheet = Sheet{Section: section, Period: period}
			sections = append(sections, t)
		}
		if isTotal(t.nameOf(row)) {
			t.total(row)
		} else {
			t.row(row)
		}
	}
	for _, t := range sections {
		t.finish()
	}
	if len(sections) == 0 {
		r.noTable()
	}
	whole.area = area{1, 1, maxColumn, g.rows[len(g.rows)-1].number}
	whole.unknownColumns(len(g.rows))
	return nil
}

func tableOf(tables []*tableReader, s report.Section) *tableReader {
	for _, t := range tables {
		if t.sheet.Section == s {
			return t
		}
	}
	return nil
}

// onlyPeriod is the period that all rows name, zero where there is no column of periods. It is false
// when rows name several, or something else.
func (r *reader) onlyPeriod(g *grid, l *layout) (period report.Period, ok bool) {
	column := l.columns[rolePeriod]
	if column == 0 {
		return period, true
	}
	ok = true
	first := 0
	for _, row := range g.rows[l.next:] {
		written := row.text(column)
		p, err := report.ParsePeriod(strings.TrimSpace(written))
		switch {
		case err != nil:
			r.add(report.SeverityError, CodePeriodUnclear, "", g.at(1, row.number), "Found the period %.40q, want a half-year such as 2019-H1. Correct it.", written)
			ok = false
		case period.IsZero():
			period, first = p, row.number
		case p != period:
			r.add(report.SeverityError, CodePeriodsDiffer, "", g.at(1, row.number),
				"The line is of %s, line %d of %s. A file can hold one half-year only: keep its lines and delete the others.", p, first, period)
			return report.Period{}, false
		}
	}
	if ok && !period.IsZero() {
		r.titles = append(r.titles, titled{cell: g.at(1, first), period: period})
	}
	return period, ok
}
