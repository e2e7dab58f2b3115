package opendata

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lerr/internal/report"
)

// BOM is the byte order mark that makes Excel read a CSV file as UTF-8. Files have it only when it
// is asked for, since other programs take it for a part of the first name.
const BOM = "\ufeff"

// LongCSV writes a view with one figure a row: see LongTable. Like CSV it is RFC 4180 in UTF-8 with
// append-only columns, and what cannot be written truly is ErrInvalid.
func LongCSV(w io.Writer, v report.Observations) error {
	columns := report.Columns()
	return writeTable(w, LongTable(), func(row func(...string)) error {
		for _, r := range v.Rows {
			place, err := placeCells(r.Place)
			if err != nil {
				return err
			}
			counts, statuses := r.Figures()
			for i, n := range counts {
				if n < 0 {
					return fmt.Errorf("%s %s %s has a negative count: %w", r.Period, r.Section, r.Place.Slug(), report.ErrInvalid)
				}
				cells := append([]string{r.Period.String(), string(r.Section)}, place...)
				cells = append(cells, columns[i], unitOf(r.Section, i), figureCell(n, statuses[i]), string(statuses[i]),
					strconv.Itoa(r.Revision), textCell(r.Note))
				row(cells...)
			}
		}
		return nil
	})
}

// WideCSV writes a view with the six figures of a place in one row: see WideTable.
func WideCSV(w io.Writer, v report.Observations) error {
	return writeTable(w, WideTable(), func(row func(...string)) error {
		for _, r := range v.Rows {
			place, err := placeCells(r.Place)
			if err != nil {
				return err
			}
			counts, statuses := r.Figures()
			cells := append([]string{r.Period.String(), string(r.Section)}, place...)
			cells = append(cells, string(r.Status))
			for i, n := range counts {
				if n < 0 {
					return fmt.Errorf("%s %s %s has a negative count: %w", r.Period, r.Section, r.Place.Slug(), report.ErrInvalid)
				}
				cells = append(cells, figureCell(n, statuses[i]))
			}
			row(append(cells, strconv.Itoa(r.Revision), textCell(r.Note))...)
		}
		return nil
	})
}

// RevisionsCSV writes the revisions of an archive, as report.Archive.History lists them.
func RevisionsCSV(w io.Writer, history []report.Revision) error {
	return writeTable(w, RevisionTable(), func(row func(...string)) error {
		for _, r := range history {
			row(r.Edition.Period.String(), strconv.Itoa(r.Number), string(r.State), moment(r.PublishedAt), moment(r.WithdrawnAt),
				textCell(r.Note), textCell(r.WithdrawalNotice), r.Digest)
		}
		return nil
	})
}

// CountriesCSV writes the list of countries and territories.
func CountriesCSV(w io.Writer, places *report.Places) error {
	return writeTable(w, CountryTable(), func(row func(...string)) error {
		for _, c := range places.Countries() {
			cells := []string{c.Code, c.Alpha3(), c.Name, c.Region, places.RegionOf(c).Name}
			for _, s := range cells {
				if err := cell(s); err != nil {
					return fmt.Errorf("country %s: %w", c.Code, err)
				}
			}
			row(append(cells, textCell(strings.Join(c.Spellings, "|")))...)
		}
		return nil
	})
}

// FiguresCSV writes the figures beside the tables of the revisions.
func FiguresCSV(w io.Writer, revisions []report.Revision) error {
	return writeTable(w, FigureTable(), func(row func(...string)) error {
		for _, r := range revisions {
			for _, name := range report.SingleFigureNames() {
				if n, ok := r.Edition.SingleFigure(name); ok {
					row(r.Edition.Period.String(), name, strconv.Itoa(n), report.SingleFigureMeaning(name), strconv.Itoa(r.Number))
				}
			}
		}
		return nil
	})
}

// writeTable writes a table's header and the rows that fill gives it, all or nothing.
func writeTable(w io.Writer, t Table, fill func(row func(...string)) error) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	// A csv.Writer keeps its first error until the end, and a bytes.Buffer gives none.
	_ = out.Write(t.header())
	if err := fill(func(cells ...string) { _ = out.Write(cells) }); err != nil {
		return fmt.Errorf("write csv of %s: %w", t.Name, err)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write csv of %s: %w", t.Name, err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("send csv of %s: %w", t.Name, err)
	}
	return nil
}

// placeCells are the cells of placeFields.
func placeCells(p report.Place) ([]string, error) {
	cells := []string{placeType(p), p.Slug(), p.Name(), p.Country.Code, p.Country.Alpha3(), regionOf(p)}
	for _, s := range cells {
		if err := cell(s); err != nil {
			return nil, fmt.Errorf("place %s: %w", p.Slug(), err)
		}
	}
	return cells, nil
}

func placeType(p report.Place) string {
	switch {
	case p.IsCountry():
		return "country"
	case p.IsRegion():
		return "region"
	}
	return report.Global
}

// regionOf is the slug of the region that a place is or lies in.
func regionOf(p report.Place) string {
	if p.IsCountry() {
		return p.Country.Region
	}
	return p.Region.Slug
}

// unitOf is what the i-th count of a section counts.
func unitOf(s report.Section, i int) string {
	if i == 1 || i >= 2 && s.CountsAccounts() {
		return "accounts"
	}
	return "requests"
}

// figureCell is a count, or nothing where there is none.
func figureCell(n int, s report.Status) string {
	if !s.HasFigure() {
		return ""
	}
	return strconv.Itoa(n)
}

// textCell is a note as a CSV file can hold it: on one line, and with an apostrophe before what a
// spreadsheet would run as a formula. Notes are prose; names and figures are never changed, and are
// refused instead.
func textCell(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if s = strings.TrimSpace(s); cell(s) != nil {
		return "'" + s
	}
	return s
}

// moment is a time in UTC; empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
