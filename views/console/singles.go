package console

import (
	"strconv"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// FigureField is one of the single figures beside the tables.
type FigureField struct {
	Name, Label, Value, Before string
}

func figureFields(d publish.Draft, a *report.Archive) []FigureField {
	var fields []FigureField
	var before report.Edition
	if r, err := a.Revision(d.Edition.Period.Previous()); err == nil {
		before = r.Edition
	}
	for _, name := range report.SingleFigureNames() {
		f := FigureField{Name: name, Label: report.SingleFigureMeaning(name)}
		if n, ok := d.Edition.SingleFigure(name); ok {
			f.Value = strconv.Itoa(n)
		}
		if n, ok := before.SingleFigure(name); ok {
			f.Before = views.Number(n)
		}
		fields = append(fields, f)
	}
	return fields
}
