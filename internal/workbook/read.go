package workbook

import (
	"context"

	"lerr/internal/report"
)

// Reading is what a file says, as far as it could be read.
type Reading struct {
	// Edition holds the rows that were read whole and whose countries are known, sorted. Its Period
	// is zero when the file names none, or several. A file does not hold the answers of the FAQ.
	Edition report.Edition
	// Sheets are all tables that were found, in the file's order, with all their rows.
	Sheets []Sheet
}

// Sheet is one table of a file. A worksheet can hold several.
type Sheet struct {
	Section report.Section // empty when the title names several
	Name    string         // on the worksheet's tab; empty for a CSV file
	Title   string
	Period  report.Period // as the title names it; zero when it names none, or several
	Rows    []ReadRow
	Total   *ReadRow // as it is stated; nil when it is not
}

// ReadRow is one row of a table as it was read.
type ReadRow struct {
	Name     string        // of the country, as it is written
	Country  string        // its code; empty when it is not known, and for a total
	Counts   report.Counts // a figure that could not be read is 0
	Note     string        // as it stands in the table's own column of notes
	Complete bool          // all six counts were read
	Doubtful int           // the one outcome, 3 to 6, whose percentage does not fit its count; else 0
	Cells    [7]string     // of the name and of the six counts: "B8", "D8" …; "line 8" in a CSV file
}

// Read reads a workbook or a CSV file that somebody uploads: every layout that the publisher used,
// the files that this program writes, and what people make of them. It finds tables by their
// headings, never by the names of sheets or the places of cells.
//
// It reports everything that it finds. Errors mean that figures are missing from the Edition or are
// not to be trusted. A file that is refused as a whole, because it is not what it should be, is
// damaged or could do harm, gives an empty Reading and that one error. The Reading is never nil.
//
// name is the file's name, whose ending must agree with the content. The caller should not pass on
// more than 10 MiB; Read refuses more, but has them in memory by then. Nothing is written to a disk.
func Read(ctx context.Context, name string, content []byte, places *report.Places) (*Reading, report.Problems) {
	r := &reader{ctx: ctx, places: places, reading: &Reading{}}
	if err := r.read(name, content); err != nil {
		return &Reading{}, report.Problems{problem(err)}
	}
	return r.reading, r.all()
}

// Locate finds where a figure stands: column 0 is the country's name, 1 to 6 are report.Columns. An
// empty country is the stated total. Both are empty when the file has no such figure; the sheet of a
// CSV file has no name.
func (r *Reading) Locate(section report.Section, country string, column int) (sheet, cell string) {
	if column < 0 || column > 6 {
		return "", ""
	}
	for _, s := range r.Sheets {
		if s.Section != section {
			continue
		}
		rows := s.Rows
		if country == "" {
			rows = nil
			if s.Total != nil {
				rows = []ReadRow{*s.Total}
			}
		}
		for _, row := range rows {
			if row.Country == country {
				return s.Name, row.Cells[column]
			}
		}
	}
	return "", ""
}

// reader is a file while it is read.
type reader struct {
	findings
	ctx     context.Context
	places  *report.Places
	reading *Reading
	titles  []titled     // every title that names a half-year
	notes   []listedNote // of the list of notes
	lines   []noteLine   // notes that stand above a table
}

func (r *reader) read(name string, content []byte) error {
	format, err := kindOf(name, content)
	if err != nil {
		return err
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if format == formatCSV {
		err = r.readCSV(content)
	} else {
		err = r.readBook(content)
	}
	if err != nil {
		return err
	}
	r.period()
	r.assemble()
	return nil
}

// readBook reads every sheet of a workbook.
func (r *reader) readBook(content []byte) error {
	grids, err := openBook(r.ctx, content)
	if err != nil {
		return err
	}
	for _, g := range grids {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if err := r.sheet(g); err != nil {
			return err
		}
	}
	if len(r.reading.Sheets) == 0 {
		r.noTable()
	}
	return nil
}

func (r *reader) noTable() {
	r.add(report.SeverityError, CodeNoTable, "", "",
		"The file holds no table of figures. A table has headings for the country, the requests, the accounts, and the four outcomes (content, only non-content, no data, rejected). Check that this is the right file.")
}

// sheet reads one sheet: tables of figures, or one of the other sheets that this program writes.
func (r *reader) sheet(g *grid) error {
	r.placeholders(g)
	known := r.ownSheet(g)
	if !known {
		var err error
		if known, err = r.tables(g); err != nil {
			return err
		}
	}
	r.remarks(g, known)
	return nil
}
