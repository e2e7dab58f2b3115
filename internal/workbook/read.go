package workbook

import (
	"context"
	"errors"
	"fmt"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// Reading holds what could be read from a file.
type Reading struct {
	// Edition holds the complete rows of known countries, sorted. Its Period is zero if the file names
	// none, or several. A file does not hold the answers of the FAQ.
	Edition report.Edition
	// Sheets holds all tables with all their rows, in the order of the file.
	Sheets []Sheet
	// Refused reports whether the file was refused as a whole.
	Refused bool
}

// Sheet is one table of a file. A worksheet can hold several.
type Sheet struct {
	Section report.Section // empty if the title names several
	Name    string         // on the worksheet's tab; empty for a CSV file
	Title   string
	Period  report.Period // named by the title; zero if it names none, or several
	Rows    []ReadRow
	Total   *ReadRow      // as stated; nil if the table states none
	Unit    report.Unit   // of the outcomes; empty if the file does not state it
	Stated  report.Counts // stated totals that differ from the sums of the rows; the others are not given
	unnamed bool          // nothing names the section
}

// ReadRow is one row of a table.
type ReadRow struct {
	Name     string        // of the country, as written
	Country  string        // its code; empty if it is not known, and for a total
	Counts   report.Counts // 0 for a count that could not be read; not given for an empty cell in a row with others
	Note     string        // from the table's column of notes, as written
	Complete bool          // all six counts were read, or are not given
	Suspect  int           // the only outcome, 3 to 6, whose percentage does not fit its count; else 0
	Cells    [7]string     // of the name and of the six counts: "B8", "D8" …; "line 8" in a CSV file
}

// Read reads an uploaded workbook or CSV file: every layout that the publisher used, the files that
// this program writes, and files that people make from them. It finds tables by their headings, never
// by the names of sheets or the places of cells.
//
// It returns every problem that it finds. Errors mean that figures are missing from the Edition or
// cannot be trusted. A file that is refused as a whole, because it has the wrong type, is damaged or
// could do harm, gives an empty Reading that is Refused, and that one error. The Reading is never nil.
//
// name is the name of the file, whose extension must agree with the content. Read refuses more than
// 10 MiB; callers should not load more either. Nothing is written to disk.
func Read(ctx context.Context, name string, content []byte, places *report.Places) (*Reading, report.Problems) {
	r := &reader{ctx: ctx, places: places, reading: &Reading{}}
	if err := r.read(name, content); err != nil {
		return &Reading{Refused: true}, report.Problems{problemOf(err)}
	}
	return r.reading, r.all()
}

// reader holds the state of reading a file.
type reader struct {
	findings
	ctx        context.Context
	places     *report.Places
	reading    *Reading
	titles     []datedTitle
	noteList   []foundNote
	notesAbove []foundNote // above tables
	stated     []foundTotal
}

// read runs the stages: detect the type, read the cells, read each sheet's tables, assemble the
// edition.
func (r *reader) read(name string, content []byte) error {
	isCSV, err := detect(name, content)
	if err != nil {
		return err
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if isCSV {
		err = r.readCSV(content)
	} else {
		err = r.readWorkbook(content)
	}
	if err != nil {
		return err
	}
	if tables := r.reading.Sheets; len(tables) > maxTables {
		return fileError(tooManyTables.at(tables[maxTables].Name, "", maxTables))
	}
	r.decidePeriod()
	r.assemble()
	return nil
}

func (r *reader) readWorkbook(content []byte) error {
	sheets, err := xlsx.Open(r.ctx, content)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		g := newGrid(s)
		warnings := r.inspect(g)
		known := r.readOwnSheet(g) || r.readTables(g)
		warnings.report(known)
	}
	if len(r.reading.Sheets) == 0 {
		r.add(noTable.at("", ""))
	}
	return nil
}

// fileError is the problem for which a file is refused as a whole.
type fileError report.Problem

func (e fileError) Error() string { return e.Text }

// problemOf returns the problem for an error that refuses the file.
func problemOf(err error) report.Problem {
	var own fileError
	var container *xlsx.Error
	switch {
	case errors.As(err, &own):
		return report.Problem(own)
	case errors.As(err, &container):
		return report.Problem{Severity: isError, Code: string(container.Reason), Sheet: container.Sheet, Cell: container.Cell, Text: container.Text}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return readingStopped.at("", "")
	}
	return unreadableFile.at("", "", fmt.Sprint(err))
}
