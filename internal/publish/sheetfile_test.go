package publish_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"lerr/internal/report"
)

// sheetFile is a file as a person holds it: sheets of cells, in the layout of a publisher. A CSV file has
// one sheet without a title, for all sections.
type sheetFile struct {
	isCSV  bool
	sheets []mutableSheet
}

type mutableSheet struct {
	section  report.Section
	title    string
	headings []string
	total    []string   // none in a CSV file
	rows     [][]string // the columns of headings
}

// The columns of a sheet. In a workbook each outcome is followed by its share.
const (
	nameColumn = iota
	requestsColumn
	accountsColumn
	contentColumn
)

var workbookHeadings = []string{
	"Country", "Number of requests", "Accounts specified", "Content disclosed", "% Content disclosed", "Only non-content disclosed", "% Only non-content disclosed",
	"No data found", "% No data found", "Rejected", "% Rejected",
}

var sheetTitles = map[report.Section]string{
	report.Combined: "Law enforcement requests", report.Criminal: "Criminal requests", report.Emergencies: "Emergency requests", report.Civil: "Civil legal requests",
	report.Skype: "Skype",
}

// figureColumns returns the columns of the six figures in a sheet.
func (f *sheetFile) figureColumns() []int {
	if f.isCSV {
		return []int{1, 2, 3, 4, 5, 6}
	}
	return []int{1, 2, 3, 5, 7, 9}
}

// writtenBy returns the file of an edition as somebody types it.
func writtenBy(e report.Edition, places *report.Places, isCSV bool) *sheetFile {
	f := &sheetFile{isCSV: isCSV}
	for _, t := range e.Tables {
		s := mutableSheet{section: t.Section, title: fmt.Sprintf("%s, %s", sheetTitles[t.Section], monthsOf(e.Period))}
		columns := report.Columns()
		s.headings = append([]string{"country"}, columns[:]...)
		if !isCSV {
			s.headings = slices.Clone(workbookHeadings)
		}
		for _, r := range t.Rows {
			country, _ := places.Country(r.Country)
			row := make([]string, len(s.headings))
			row[nameColumn] = country.Name
			for i, n := range r.Counts.Figures() {
				row[f.figureColumns()[i]] = strconv.Itoa(n)
			}
			s.rows = append(s.rows, row)
		}
		f.sheets = append(f.sheets, s)
	}
	f.recompute()
	return f
}

func monthsOf(p report.Period) string {
	if p.Half == 1 {
		return fmt.Sprintf("January - June %d", p.Year)
	}
	return fmt.Sprintf("July - December %d", p.Year)
}

// number returns a cell's number, or 0.
func number(cell string) int {
	n, _ := strconv.Atoi(cell)
	return n
}

// recompute writes totals and shares anew, as a spreadsheet does.
func (f *sheetFile) recompute() {
	if f.isCSV {
		return
	}
	for i := range f.sheets {
		s := &f.sheets[i]
		s.total = make([]string, len(s.headings))
		s.total[nameColumn] = "Total"
		for _, c := range f.figureColumns() {
			sum := 0
			for _, r := range s.rows {
				if c < len(r) {
					sum += number(r[c])
				}
			}
			if c < len(s.total) {
				s.total[c] = strconv.Itoa(sum)
			}
		}
		for _, r := range append(slices.Clone(s.rows), s.total) {
			whole := 0
			for _, c := range f.figureColumns()[2:] {
				if c < len(r) {
					whole += number(r[c])
				}
			}
			for _, c := range f.figureColumns()[2:] {
				if c+1 < len(r) {
					r[c+1] = ""
					if whole > 0 {
						r[c+1] = fmt.Sprintf("%.4f", float64(number(r[c]))/float64(whole))
					}
				}
			}
		}
	}
}

func (f *sheetFile) clone() *sheetFile {
	c := &sheetFile{isCSV: f.isCSV, sheets: slices.Clone(f.sheets)}
	for i := range c.sheets {
		s := &c.sheets[i]
		s.headings, s.total, s.rows = slices.Clone(s.headings), slices.Clone(s.total), slices.Clone(s.rows)
		for j := range s.rows {
			s.rows[j] = slices.Clone(s.rows[j])
		}
	}
	return c
}

// bytes returns the name and the content of the file.
func (f *sheetFile) bytes(t *testing.T, p report.Period) (name string, content []byte) {
	t.Helper()
	var b bytes.Buffer
	if f.isCSV {
		w := csv.NewWriter(&b)
		for i, s := range f.sheets {
			if i == 0 {
				w.Write(append([]string{"period", "section"}, s.headings...))
			}
			for _, r := range s.rows {
				w.Write(append([]string{p.String(), string(s.section)}, r...))
			}
		}
		w.Flush()
		return "mutant.csv", b.Bytes()
	}
	z := zip.NewWriter(&b)
	part := func(name, text string) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?>`, text)
	}
	const (
		main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
		rel  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		pkg  = `http://schemas.openxmlformats.org/package/2006/`
		kind = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	)
	types, sheets, relations := "", "", ""
	for i, s := range f.sheets {
		n := i + 1
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, kind)
		sheets += fmt.Sprintf(`<sheet name="Sheet%d" sheetId="%d" r:id="rId%d"/>`, n, n, n)
		relations += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, rel, n)
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), `<worksheet xmlns="`+main+`"><sheetData>`+s.xml()+`</sheetData></worksheet>`)
	}
	part("[Content_Types].xml", `<Types xmlns="`+pkg+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="`+kind+`sheet.main+xml"/>`+types+`</Types>`)
	part("_rels/.rels", `<Relationships xmlns="`+pkg+`relationships"><Relationship Id="rId1" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/workbook.xml", `<workbook xmlns="`+main+`" xmlns:r="`+rel+`"><sheets>`+sheets+`</sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+pkg+`relationships">`+relations+`</Relationships>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return "mutant.xlsx", b.Bytes()
}

// xml returns the rows of the sheet: the title, the headings, the rows and the total.
func (s mutableSheet) xml() string {
	var b bytes.Buffer
	for i, r := range append(append([][]string{{s.title}, s.headings}, s.rows...), s.total) {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, cell := range r {
			at := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch _, err := strconv.ParseFloat(cell, 64); {
			case cell == "":
			case err == nil:
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, at, cell)
			default:
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>`, at)
				xml.EscapeText(&b, []byte(cell))
				b.WriteString(`</t></is></c>`)
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}
