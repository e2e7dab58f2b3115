package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// PlaceSection holds a place's figures of one section, newest period first.
type PlaceSection struct {
	ID, Title string
	About     string
	Unit      string
	Caption   string
	Change    string // as of CountsTable
	Rows      []PeriodRow
}

// PeriodRow is one period of a place: figures, or the reason for their absence.
type PeriodRow struct {
	Counts CountsRow
	Absent string // sign of the status, such as "No row", shown instead of figures
	Break  string // sentence about the change between this row and the next
}

// allHalfYears is the title of the table of a place's headline figures.
const allHalfYears = "All half-years"

// headlineTable is the ID of the heading of that table.
const headlineTable = "headline"

// sectionTable returns the ID of the heading of the table of a supplementary section's half-years.
func sectionTable(s report.Section) string { return string(s) + "-over-time" }

// placeSection returns the rows of a place's points, newest first. A period that does not report
// the section gets a row only if it lies between periods that do.
func placeSection(id string, marks *notes, series report.Series) PlaceSection {
	section := PlaceSection{ID: id}
	headline := id == headlineTable
	name := report.Criminal.Name()
	if headline {
		section.Title, section.Unit, section.Change = allHalfYears, string(report.UnitRequests), onHalfYearBefore
	}
	var gap []PeriodRow
	for i := len(series.Points) - 1; i >= 0; i-- {
		c := series.Points[i]
		if !c.Known {
			continue
		}
		row := PeriodRow{Counts: CountsRow{
			Name: c.Period.Label(),
			URL:  urls.Report(report.Selection{Period: c.Period, Place: series.Place}) + "#" + figuresID,
		}}
		if c.Section == "" {
			row.Absent = c.Status.Sign()
			gap = append(gap, row)
			continue
		}
		if len(section.Rows) > 0 || headline {
			section.Rows = append(section.Rows, gap...)
		}
		gap = nil
		if c.HasRow() {
			url := row.Counts.URL
			row.Counts = NewCountsRow(c.Period.Label(), c.Counts)
			note := c.Note
			if len(section.Rows) > 0 && string(c.Unit) != section.Unit {
				note = strings.TrimSpace("The outcomes of " + c.Period.Label() + " " + countUnit(c.Unit) + ". " + note)
			}
			row.Counts.URL, row.Counts.Note = url, marks.number(note)
			row.Counts.changed(deltaOf(series.Points[:i+1]))
		} else {
			row.Absent = c.Status.Sign()
		}
		if !headline {
			// Without the addition it would be the name of the half-year's own part.
			name = c.Section.Name()
			section.Title = name + ", all half-years"
		}
		if section.About == "" {
			section.Unit, section.About = string(c.Unit), aboutSection(c.Section, c.Unit)
		}
		if headline && report.SeriesBreak(c.Period, c.Period.Previous()) {
			row.Break = report.BreakText
		}
		section.Rows = append(section.Rows, row)
	}
	if headline {
		section.Rows = append(section.Rows, gap...)
	}
	section.Caption = fmt.Sprintf("%s from %s, by half-year", name, series.Place.InProse())
	if series.Place.IsGlobal() {
		section.Caption = name + " from all countries, by half-year"
	}
	return section
}

// deltaOf returns the change of the requests between the last two of a series' points.
func deltaOf(points []report.Point) report.Delta {
	last := points[len(points)-1]
	if len(points) < 2 {
		return report.Delta{NoRow: true}
	}
	before := points[len(points)-2]
	comparable := before.HasRow() && !report.SeriesBreak(before.Period, last.Period)
	return report.DeltaOf(before.Counts, last.Counts, comparable, 0, before.Period)
}

// columns returns how many columns the table has beside its first few.
func (s PlaceSection) columns(but int) string {
	columns := 5 + len(OutcomeLabels)
	if s.Change != "" {
		columns++
	}
	return strconv.Itoa(columns - but)
}

func (s PlaceSection) hasFigures() bool {
	return slices.ContainsFunc(s.Rows, func(r PeriodRow) bool { return r.Absent == "" })
}
