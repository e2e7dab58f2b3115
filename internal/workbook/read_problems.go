package workbook

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// problemKind is a kind of problem that Read reports.
type problemKind struct {
	severity report.Severity
	code     string
	text     string // a format: what was found, what was expected, what to do
}

const (
	isError   = report.SeverityError
	isWarning = report.SeverityWarning
	isNotice  = report.SeverityNotice

	wantType   = " Upload a workbook (.xlsx) or a CSV file (.csv)."
	saveAgain  = " Save it again in a spreadsheet program and upload that."
	saveAsUTF8 = ` Save it as "CSV UTF-8" and upload that.`
	wantCount  = "%s: found %s, want a whole number of 0 or more. "
	sections   = "combined, criminal, emergencies, civil or skype"
)

// The kinds of problems. Codes are stable, because scripts rely on them; kinds with the same code
// differ in what they say. A code that publish uses too means the same there.
//
// The file as a whole was not read. Package xlsx has further reasons.
var (
	emptyFile         = problemKind{isError, "empty-file", "The file is empty. Check that it was saved, and upload it again."}
	tooLarge          = problemKind{isError, "too-large", "The file is %.1f MB large, want at most %d MB. Remove pictures and sheets that the report does not need."}
	passwordProtected = problemKind{isError, "password-protected", "The file is protected by a password and cannot be read. Remove the password, save the file and upload that."}
	otherType         = problemKind{isError, "wrong-type", "The file is %s"}
	otherExtension    = problemKind{isError, "wrong-type", "The file's name ends in %q, want .xlsx or .csv." + wantType}
	otherContent      = problemKind{isError, "wrong-type", "The file is named %s, but its content begins like %s." + wantType}
	notZip            = problemKind{isError, "wrong-type", "The file is named .xlsx, but its content is no workbook." + wantType}
	tooManyTables     = problemKind{isError, "over-limits", "The file holds more than %d tables. Remove those that the report does not need."}
	tooManyFields     = problemKind{isError, "over-limits", "The file holds more than %d fields, which no table of the report does. Remove what does not belong to it."}
	tooLong           = problemKind{isError, "over-limits", "The file goes beyond %d lines, or this line beyond %d fields or %d kB of text, which no table of the report does. Remove what does not belong to it."}
	unreadableFile    = problemKind{isError, "damaged", "The file cannot be read: %s." + saveAgain}
	brokenQuotes      = problemKind{isError, "damaged", "The quotes in this line are not closed, or are inside a field. Put a field that holds a quote into quotes, and write the quote itself twice."}
	notUTF8           = problemKind{isError, "not-utf-8", "The file is not in UTF-8: byte %d is %#02x." + saveAsUTF8}
	notText           = problemKind{isError, "not-utf-8", "The file is not plain text: byte %d is the control character %U." + saveAsUTF8}
	readingStopped    = problemKind{isError, "stopped", "Reading the file was stopped before its end. Upload it again."}
)

// Tables and their columns.
var (
	noTable         = problemKind{isError, "no-table", "The file holds no table of figures. A table has headings for the country, the requests, the accounts, and the four outcomes (content, only non-content, no data, rejected). Check that this is the right file."}
	missingColumn   = problemKind{isError, "missing-column", "The table has no column with a heading for the %s. Give the column its heading, or add it."}
	missingSections = problemKind{isError, "missing-column", "The table has a column of periods but none of sections. Add one that is headed section, with " + sections + " in each row."}
	repeatedColumn  = problemKind{isError, "repeated-column", "Two columns claim to hold the %s: %s and %s. Keep one, and move a second table to its own sheet."}
	unknownColumn   = problemKind{isWarning, "unknown-column", "The column %q is not known and not read. Check that it does not belong to the report, or correct its heading."}
	sectionUnclear  = problemKind{isError, "section-unclear", "%.100q names the sections %s and %s. Give each section its own table, with a title that names only that section."}
	sectionAssumed  = problemKind{isNotice, "section-assumed", "Nothing names the section of this table: neither its title, nor its headings, nor its tab. It was read as %s, which is the headline of %s. Check that it is, or name the section in the title."}
	unknownSection  = problemKind{isError, "section-unclear", "Found the section %.40q, want " + sections + ". Correct it; the line was not read."}
	sectionRepeated = problemKind{isError, "section-repeated", "The table is of the section %s, and so is %s. Correct the title of one, or delete one; this one is left out."}
	tabDiffers      = problemKind{isWarning, "tab-differs", "The title is of the section %s, but the tab is named %q. It was read as %s; check that the sheets are not exchanged."}
	periodUnclear   = problemKind{isError, "period-unclear", `The title %.100q names other months than those of one half-year. Write the half-year of the figures, such as "January - June 2019".`}
	unknownPeriod   = problemKind{isError, "period-unclear", "Found the period %.40q, want a half-year such as 2019-H1. Correct it."}
	titlesDiffer    = problemKind{isError, "periods-differ", "The title names %s, but that of the sheet %s (%s) names %s. Correct the title, or move the sheet into the file of its own half-year."}
	linesDiffer     = problemKind{isError, "periods-differ", "The line is of %s, line %d of %s. A file can hold one half-year only: keep its lines and delete the others."}
	rowsOutside     = problemKind{isError, "rows-outside-table", "%s figures outside of the table, above its headings or below its end, and were not read. Delete the empty row or the text between, or the figures."}
	unequalFields   = problemKind{isError, "unequal-fields", "The line has %d fields, the first line has %d. Correct it: quote a field that holds the separator, and leave a field empty for a missing value. The line was not read."}
	otherSeparator  = problemKind{isNotice, "separator", "The fields are separated by %s."}
)

// Countries.
var (
	unknownCountry   = problemKind{isError, "unknown-country", "%.60q is not known as a country. %s"}
	unknownCode      = problemKind{isError, "unknown-country", "No country has the code %.40q. Correct it, or add the country."}
	unknownCodeOf    = problemKind{isError, "unknown-country", "No country has the code %.40q, which is given for %s. Correct it, or add the country."}
	codeDiffers      = problemKind{isError, "country-code-differs", "The code %s is %s, but the name in the same row is %.60q. Correct one of them."}
	duplicateCountry = problemKind{isError, "duplicate-country", "%s has a row already, at %s. Keep one row; if both count separate requests, add them up in it."}
	missingName      = problemKind{isError, "missing-name", "The row holds figures but names no country. Write its name, or delete the figures."}
	faultyName       = problemKind{isError, "error-cell", "Found the error %s, want the name of a country. Correct the formula, or write the name."}
	hiddenUnknown    = problemKind{isError, "hidden-characters", "%.60q is not known, since it holds %s. Type the name again. %s"}
	markedName       = problemKind{isWarning, "mark-on-name", "%.60q has a mark. It was read as %s; what the mark refers to was not read. If readers need it, write it as the row's note."}
	hiddenKnown      = problemKind{isWarning, "hidden-characters", "%.60q holds %s. It was read as %s; check that this is meant."}
)

// Figures and notes.
var (
	missingCount      = problemKind{isError, "missing-count", wantCount + "Write the count, or 0 if there was none."}
	noFigures         = problemKind{isError, "missing-count", "%s has no figures. Write them, or delete the row if the country made no request."}
	uncalculatedCount = problemKind{isError, "uncalculated-formula", wantCount + "Open the file in a spreadsheet program, let it calculate, and save it; or write the number."}
	faultyCount       = problemKind{isError, "error-cell", wantCount + "Correct the formula, or write the number."}
	notACount         = problemKind{isError, "not-a-count", wantCount + "Write the number, and 0 if there was none."}
	negativeCount     = problemKind{isError, "negative-count", wantCount + "Correct it."}
	fractionalCount   = problemKind{isError, "fractional-count", wantCount + "Write the number without decimals and without a point between thousands."}
	faultyShare       = problemKind{isError, "error-cell", "%s, %s: found the error %s, want a percentage. Correct the formula, or empty the cell."}
	figureAsText      = problemKind{isWarning, "number-as-text", "%s: the number is stored as text, %q, and was read as %d. Check it."}
	unknownFigure     = problemKind{isError, "unknown-figure", "The figure %.60q is not known, or is listed twice. Correct its name; the known ones are %s."}
	statedUnknown     = problemKind{isError, "total-unplaced", "The stated total is of %.40q, %.40q, which is no table and count of this file, or is no number. Correct it, or delete its row."}
	placeholderLeft   = problemKind{isError, "placeholder", "Found the placeholder %q in %.60q. Replace it by the final text."}
	totalDiffers      = problemKind{isWarning, "total-differs", "%s, %s: the total is stated as %d, but the rows add up to %d. Correct the rows or the total. If the source says so itself, accept this: both are then published, side by side."}
	unknownUnit       = problemKind{isError, "unit-unclear", "Found %.40q, want what the outcomes count: requests or accounts. Correct it."}
	unitsDiffer       = problemKind{isError, "unit-unclear", "The outcomes count %s here, and %s in the section's lines above. Write the same in each line of a section."}
	totalIncomplete   = problemKind{isWarning, "total-incomplete", "%s states no total of %s, so that a wrong figure there would not be noticed. State it, or compare the sum with another source."}
	noTotal           = problemKind{isNotice, "no-total", "The table of the section %s states no total, so that a missing row would not be noticed. Compare its sum with another source."}
	noNoteOfMark      = problemKind{isError, "note-unplaced", "The row of %s refers to %s, but the list of notes has no such note on it. Correct the mark, or write the note itself in its place."}
	noteOnNothing     = problemKind{isError, "note-unplaced", "The note is on a section or a country that has no figures in this file. Correct it, or delete its row."}
	noteOnUnknown     = problemKind{isError, "note-unplaced", "The note is on %.40q, %.40q, which is no section and country, or it has no text. Correct it, or delete its row."}
	secondNote        = problemKind{isError, "note-unplaced", "There is a note on the same section or row already: %.60q. Make one note of both."}
	noteDiffers       = problemKind{isError, "note-unplaced", "%s has another text here than in the list of notes (%s %s). Decide which is right, and write it in both places."}
	noteNotListed     = problemKind{isError, "note-unplaced", "%s is not in the list of notes. Add it there, or delete the line."}
)

// Sheets and cells that are unusual. The text of kinds that are grouped has the list of examples.
var (
	formulaCells       = problemKind{isWarning, "formulas", "There are formulas in %s (%d in all). The values that were stored with them were read; they are out of date if the file was not calculated before it was saved."}
	hiddenSheetRead    = problemKind{isWarning, "hidden-sheet", "The sheet is hidden and was read all the same. Show it and check that it belongs to the report, or delete it."}
	hiddenSheetIgnored = problemKind{isWarning, "hidden-sheet", "The sheet is hidden, and was not read: it holds no table of figures. Delete it, unless you know what it is for."}
	ignoredSheet       = problemKind{isWarning, "ignored-sheet", "The sheet was not read: it holds no table of figures. Check that nothing on it belongs to the report, or delete it."}
	textSheet          = problemKind{isNotice, "ignored-sheet", "The sheet holds no figures and was not read."}
	uncalculatedShares = problemKind{isError, "uncalculated-formula", "Percentages are formulas without a stored value: %s. Open the file in a spreadsheet program, let it calculate, and save it."}
	shareDiffers       = problemKind{isWarning, "share-differs", "Percentages do not fit their counts: %s. Check the counts, and let the percentages be calculated again."}
	numberAsText       = problemKind{isWarning, "number-as-text", "Numbers are stored as text: %s. Check that each was read as it is meant."}
	ignoredCells       = problemKind{isWarning, "ignored-cells", "Cells beside or below the table are not read: %s. Check that none of them belongs to the report."}
	mergedCells        = problemKind{isWarning, "merged-cells", "Cells are merged inside the table: %s. Unmerge them, so that each figure has its own cell."}
	faultyCells        = problemKind{isWarning, "error-cell", "Cells outside of the table hold an error: %s. Check that no figure depends on them."}
	hiddenRows         = problemKind{isWarning, "hidden-rows", "Rows are hidden and were read all the same: %s. Show them and check that they belong to the report, or delete them."}
	hiddenColumns      = problemKind{isWarning, "hidden-columns", "Columns are hidden and were read all the same: %s. Show them and check that they belong to the report, or delete them."}
	notFinal           = problemKind{isWarning, "not-final", "The sheet says that it is not final: %s. Check that these are the figures to publish."}
	comments           = problemKind{isNotice, "comments", "Comments on cells do not become public: %s."}
	moreProblems       = problemKind{isError, "more-problems", "%d more problems were found and are not listed. Correct those above and upload the file again."}
)

func (k problemKind) at(sheet, cell string, args ...any) report.Problem {
	return report.Problem{Severity: k.severity, Code: k.code, Sheet: sheet, Cell: cell, Text: fmt.Sprintf(k.text, args...)}
}

// maxProblems is the number of problems that are listed; further ones are counted.
const maxProblems = 1000

// findings gathers the problems of a file.
type findings struct {
	problems report.Problems
	more     int
}

func (f *findings) add(p report.Problem) {
	if f.full() {
		f.more++
		return
	}
	f.problems = append(f.problems, p)
}

// full reports whether further problems are only counted.
func (f *findings) full() bool { return len(f.problems) >= maxProblems }

func (f *findings) all() report.Problems {
	if f.more == 0 {
		return f.problems
	}
	return append(f.problems, moreProblems.at("", "", f.more))
}

// problemGroups collects problems that are reported once per table or sheet with their cells, so that staff
// accept one warning, not fifty.
type problemGroups map[problemKind]*group

type group struct {
	first    string // cell
	count    int
	examples []string
}

// maxExamples is the number of cells that a problem lists.
const maxExamples = 10

func (g problemGroups) add(k problemKind, cell, format string, args ...any) {
	if g[k] == nil {
		g[k] = &group{first: cell}
	}
	g[k].count++
	if len(g[k].examples) < maxExamples {
		g[k].examples = append(g[k].examples, fmt.Sprintf(format, args...))
	}
}

// groupKinds lists the kinds of problems that are grouped, in the order of reporting.
var groupKinds = []problemKind{
	uncalculatedShares, shareDiffers, numberAsText, ignoredCells, mergedCells, faultyCells, hiddenRows, hiddenColumns,
	notFinal, comments,
}

func (f *findings) addGroups(sheet string, all problemGroups) {
	for _, k := range groupKinds {
		g := all[k]
		if g == nil {
			continue
		}
		list := strings.Join(g.examples, "; ")
		if more := g.count - len(g.examples); more > 0 {
			list += fmt.Sprintf("; and %d more", more)
		}
		f.add(k.at(sheet, g.first, list))
	}
}
