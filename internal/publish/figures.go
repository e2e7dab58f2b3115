package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// FiguresEdit changes figures of a draft in place. What it does not name stays as it is.
type FiguresEdit struct {
	Section report.Section
	Rows    []report.Row // in place of those of the same countries, or new; their notes are not used
	Removed []string     // codes of countries whose rows are removed
	Unit    *report.Unit // what the section's outcomes count
	Singles *[]report.SingleFigure
	Note    *string // the public note on the correction
}

// EditFigures changes figures of a draft in place. They pass the same checks as those of a file. What reading the
// file had found in a cell that is changed is found no more.
func (s *Service) EditFigures(ctx context.Context, e Edit, f FiguresEdit) (Draft, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return Draft{}, err
	}
	return s.edit(ctx, e, "figures", f.text(), func(draft *Draft) error {
		if f.Section != "" {
			if err := draft.editRows(f, WithPlaces(*draft, archive).Places()); err != nil {
				return err
			}
		}
		if f.Unit != nil {
			if err := setUnit(&draft.Edition, f.Section, *f.Unit); err != nil {
				return err
			}
		}
		if f.Singles != nil {
			if err := setSingles(draft, *f.Singles); err != nil {
				return err
			}
		}
		if f.Note != nil {
			return setPublicNote(draft, *f.Note)
		}
		return nil
	})
}

// text says for the audit log which rows were changed.
func (f FiguresEdit) text() string {
	var codes []string
	for _, r := range f.Rows {
		codes = append(codes, r.Country)
	}
	for _, code := range f.Removed {
		codes = append(codes, code+" removed")
	}
	if len(codes) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: %s", f.Section, strings.Join(codes, ", "))
}

// editRows changes the rows of a section.
func (d *Draft) editRows(f FiguresEdit, places *report.Places) error {
	i := slices.IndexFunc(d.Edition.Tables, func(t report.Table) bool { return t.Section == f.Section })
	if i < 0 {
		return &Refusal{report.ErrInvalid, fmt.Sprintf("The draft has no section %q.", f.Section)}
	}
	t := &d.Edition.Tables[i]
	t.Rows = slices.Clone(t.Rows)
	before := t.Sum()
	for _, r := range f.Rows {
		if c, ok := places.Country(r.Country); !ok || c.Code != r.Country {
			return &Refusal{report.ErrInvalid, fmt.Sprintf("No country of the report has the code %q.", r.Country)}
		}
		j := slices.IndexFunc(t.Rows, func(old report.Row) bool { return old.Country == r.Country })
		old := report.Row{Country: r.Country, Counts: report.Counts{NotGiven: report.ColumnsOf(0, 1, 2, 3, 4, 5)}}
		if j >= 0 {
			old = t.Rows[j]
		} else {
			j = len(t.Rows)
			t.Rows = append(t.Rows, old)
		}
		t.Rows[j].Counts = r.Counts
		d.forgetCells(f.Section, old, r.Counts)
	}
	for _, code := range f.Removed {
		for _, r := range t.Rows {
			if r.Country == code {
				d.forgetCells(f.Section, r, report.Counts{NotGiven: report.ColumnsOf(0, 1, 2, 3, 4, 5)})
			}
		}
		t.Rows = slices.DeleteFunc(t.Rows, func(r report.Row) bool { return r.Country == code })
	}
	d.fitStated(t, before)
	return nil
}

// forgetCells forgets the cells of the file that hold other figures than a row of the draft now does, with what was
// found in them.
func (d *Draft) forgetCells(s report.Section, old report.Row, now report.Counts) {
	for i, n := range now.Figures() {
		if n == old.Counts.Figures()[i] && now.Has(i) == old.Counts.Has(i) {
			continue
		}
		key := CellKey(s, old.Country, 1+i)
		cell, ok := d.Cells[key]
		if !ok {
			continue
		}
		d.Findings = slices.DeleteFunc(slices.Clone(d.Findings), func(p report.Problem) bool { return p.Sheet == cell.Sheet && p.Cell == cell.Cell })
		delete(d.Cells, key)
		delete(d.Suspect, CellKey(s, old.Country, 0))
	}
}

// fitStated removes the stated totals that a table's rows now add up to, and those of columns whose sum has changed:
// they were totals of other figures.
func (d *Draft) fitStated(t *report.Table, before report.Counts) {
	now := t.Sum()
	if now == before {
		return
	}
	for i := range report.Columns() {
		if now.Figures()[i] == before.Figures()[i] && now.Has(i) == before.Has(i) {
			continue
		}
		if t.Stated != (report.Counts{}) {
			t.Stated.NotGiven |= report.ColumnsOf(i)
			figures := t.Stated.Figures()
			figures[i] = 0
			given := t.Stated.NotGiven
			t.Stated = report.CountsOf(figures)
			t.Stated.NotGiven = given
		}
		key := CellKey(t.Section, "", 1+i)
		if cell, ok := d.Cells[key]; ok {
			d.Findings = slices.DeleteFunc(slices.Clone(d.Findings), func(p report.Problem) bool { return p.Sheet == cell.Sheet && p.Cell == cell.Cell })
			delete(d.Cells, key)
		}
	}
	if t.Stated.NotGiven == report.ColumnsOf(0, 1, 2, 3, 4, 5) {
		t.Stated = report.Counts{}
	}
}

// setSingles replaces the single figures of a draft.
func setSingles(draft *Draft, figures []report.SingleFigure) error {
	for _, f := range figures {
		if !slices.Contains(report.SingleFigureNames(), f.Name) || f.Value < 0 {
			return &Refusal{report.ErrInvalid, fmt.Sprintf("The figure %s is %d. Give a known name and 0 or more.", f.Name, f.Value)}
		}
	}
	draft.Edition.Figures = slices.Clone(figures)
	return nil
}
