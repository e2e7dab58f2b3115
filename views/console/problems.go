package console

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// ProblemKind holds the problems of one kind.
type ProblemKind struct {
	Name string
	Rows []ProblemRow
}

// ProblemRow is a problem with its place, and a link to where it is resolved.
type ProblemRow struct {
	Sheet, Cell string // of the file; a section and a country if it is in none
	Text        string // what was found, and what to do
	Href, Link  string // empty if only another file resolves it
}

// problemNames are the names of kinds of problems whose code does not say enough.
var problemNames = map[string]string{
	publish.CodeOutcomes: "Outcomes do not add up", publish.CodeAnswer: "Answers to confirm", publish.CodePublicNote: "Public note of the correction",
	publish.CodeUnit: "What outcomes count", publish.CodeBase: "What it follows has changed", publish.CodePeriodMismatch: "Another period",
	publish.CodePublished: "Published already", publish.CodeSequence: "Not the next period", publish.CodeColumnEmpty: "Empty columns",
}

// problemKinds returns problems by kind, in the order in which they were found.
func problemKinds(v DraftView, problems report.Problems) []ProblemKind {
	var kinds []ProblemKind
	var codes []string
	for _, p := range problems {
		i := slices.Index(codes, p.Code)
		if i < 0 {
			name, ok := problemNames[p.Code]
			if !ok {
				name = views.Capital(strings.ReplaceAll(p.Code, "-", " "))
			}
			i = len(kinds)
			kinds, codes = append(kinds, ProblemKind{Name: name}), append(codes, p.Code)
		}
		kinds[i].Rows = append(kinds[i].Rows, problemRow(v, p))
	}
	return kinds
}

func problemRow(v DraftView, p report.Problem) ProblemRow {
	row := ProblemRow{Sheet: p.Sheet, Cell: p.Cell, Text: p.Text}
	if p.Sheet == "" && p.Section != "" {
		row.Sheet = p.Section.Name()
		if c, ok := v.Archive.Places().Country(p.Country); ok {
			row.Cell = c.Name
		}
	}
	row.Href, row.Link = remedy(v, p)
	return row
}

// remedy returns the link to where a problem is resolved.
func remedy(v DraftView, p report.Problem) (href, link string) {
	texts := urls.DraftForm(v.Draft.ID, StepTexts)
	if x, ok := publish.ExplanationFor(p); ok {
		if p.Code == publish.CodeOutcomes && p.Severity == report.SeverityError {
			return texts + "#" + explanationID(x), "Explain exactly this difference"
		}
		return texts + "#" + explanationID(x), "Write its public note"
	}
	switch p.Code {
	case publish.CodeAnswer:
		return texts, "Confirm the answers"
	case publish.CodePublicNote:
		return texts + "#public-note", "Write the public note"
	case publish.CodeUnit:
		return FiguresURL(v.Draft, string(p.Section)) + "#unit", "Choose what they count"
	case publish.CodePublished, publish.CodeSequence, publish.CodePeriodMismatch, publish.CodeNoPeriod:
		return urls.Upload + "#upload-period", "Upload it for another period"
	case publish.CodeUnknownCountry, "hidden-characters", "ambiguous-country":
		return urls.DraftForm(v.Draft.ID, StepPlaces), "Add the place or its spelling"
	case publish.CodeNothingChanged:
		return FiguresURL(v.Draft, ""), "Correct a figure"
	case publish.CodeFigureMissing:
		return FiguresURL(v.Draft, SingleTable), "Give the figures"
	case publish.CodeUnknownFigure, publish.CodeNegativeFigure, publish.CodeLargerPart, publish.CodeFigureRepeated:
		return FiguresURL(v.Draft, SingleTable), "Correct the single figures"
	}
	switch {
	case p.Section != "" && p.Column > 0 && p.Country != "":
		return FiguresURL(v.Draft, string(p.Section)) + "#" + CellField(p.Section, p.Country, p.Column-1), "Correct the figure"
	case p.Section != "":
		return FiguresURL(v.Draft, string(p.Section)), "Look at the figures"
	case p.Cell != "":
		if href, ok := cellURL(v.Draft, p); ok {
			return href, "Correct the figure"
		}
		return urls.DraftForm(v.Draft.ID, StepFile), "Read another file"
	case p.Sheet != "":
		return urls.DraftForm(v.Draft.ID, StepFile), "Read another file"
	}
	return "", ""
}

// cellURL returns the address of the field for the figure of a file's cell: of a new row if the file's row could not
// be read.
func cellURL(d publish.Draft, p report.Problem) (string, bool) {
	for _, key := range slices.Sorted(maps.Keys(d.Cells)) {
		if d.Cells[key] != (publish.CellName{Sheet: p.Sheet, Cell: p.Cell}) {
			continue
		}
		parts := strings.Split(key, "/") // as publish.CellKey joins them
		if len(parts) != 3 || parts[1] == "" || parts[2] == "0" {
			continue
		}
		section, column := report.Section(parts[0]), 0
		fmt.Sscan(parts[2], &column)
		t, ok := d.Edition.Table(section)
		if !ok {
			continue
		}
		if _, exists := t.Row(parts[1]); !exists {
			return FiguresURL(d, parts[0]) + "#new-country", true
		}
		return FiguresURL(d, parts[0]) + "#" + CellField(section, parts[1], column-1), true
	}
	return "", false
}

// explanationID returns the id of the field that explains a difference.
func explanationID(x publish.Explanation) string {
	if x.Country == "" {
		return explainID(x)
	}
	return noteID(x.Section, x.Country)
}

// warningPlace returns the sheet and the cell of a warning, or its section.
func warningPlace(p report.Problem) string {
	if p.Sheet == "" && p.Section != "" {
		return p.Section.Name()
	}
	sheet, cell := p.Place()
	return strings.TrimSpace(sheet + " " + cell)
}
