package publish

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// Template returns a workbook to fill in for a period, with the sections and the countries of the newest published
// period before it. It fails with report.ErrNotFound if there is none.
func (s *Service) Template(ctx context.Context, period report.Period, site report.Site) ([]byte, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range archive.Revisions() { // newest first
		if r.State != report.Published || r.Edition.Period.Compare(period) >= 0 {
			continue
		}
		places := archive.Places().Named(r.Edition.Names)
		var forms []workbook.Form
		for _, t := range r.Edition.Tables {
			form := workbook.Form{Section: t.Section}
			for _, row := range t.Rows {
				if c, ok := places.Country(row.Country); ok {
					form.Countries = append(form.Countries, c.Name)
				}
			}
			slices.Sort(form.Countries)
			forms = append(forms, form)
		}
		var b bytes.Buffer
		err := workbook.Template(&b, period, forms, site)
		return b.Bytes(), err
	}
	return nil, fmt.Errorf("template of %s: nothing is published before it: %w", period, report.ErrNotFound)
}
