package workbook

import (
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// readLongTable reads a CSV file whose rows name their period and section. It sorts the rows into one
// table for each section.
func (r *reader) readLongTable(g *grid, l *layout) {
	whole := r.newTable(g, l)
	whole.checkLayout()
	if l.columns[roleSection] == 0 {
		r.add(missingSections.at("", lineName(1)))
		return
	}
	period, ok := r.onlyPeriod(g, l)
	if !ok {
		return
	}
	var tables []*tableReader
	for i := l.next; i < len(g.Rows); i++ {
		rec := whole.record(&g.Rows[i])
		written := rec.Text(l.columns[roleSection])
		section, err := report.ParseSection(strings.ToLower(strings.TrimSpace(written)))
		if err != nil {
			r.add(unknownSection.at("", lineName(rec.Number), written))
			continue
		}
		n := slices.IndexFunc(tables, func(t *tableReader) bool { return t.sheet.Section == section })
		if n < 0 {
			t := r.newTable(g, l)
			t.unread, t.sheet = whole.unread, Sheet{Section: section, Period: period}
			n, tables = len(tables), append(tables, t)
		}
		if isTotal(rec.name) {
			tables[n].readTotal(rec)
		} else {
			tables[n].readRow(rec)
		}
	}
	for _, t := range tables {
		t.finish()
	}
	if len(tables) == 0 {
		r.add(noTable.at("", ""))
	}
	whole.area = xlsx.Area{Left: 1, Top: 1, Right: xlsx.MaxColumn, Bottom: g.Rows[len(g.Rows)-1].Number}
	whole.reportUnread(len(g.Rows))
}

// onlyPeriod returns the period that all rows name, or zero if there is no column of periods. ok is
// false if rows name several periods, or something else.
func (r *reader) onlyPeriod(g *grid, l *layout) (period report.Period, ok bool) {
	column := l.columns[rolePeriod]
	if column == 0 {
		return period, true
	}
	ok = true
	first := 0
	for _, row := range g.Rows[l.next:] {
		written := row.Text(column)
		p, err := report.ParsePeriod(strings.TrimSpace(written))
		switch {
		case err != nil:
			r.add(unknownPeriod.at("", lineName(row.Number), written))
			ok = false
		case period.IsZero():
			period, first = p, row.Number
		case p != period:
			r.add(linesDiffer.at("", lineName(row.Number), p, first, period))
			return report.Period{}, false
		}
	}
	if ok && !period.IsZero() {
		r.titles = append(r.titles, datedTitle{cell: lineName(first), period: period})
	}
	return period, ok
}
