package publish_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
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

// mutation is a kind of mistake. It changes a file in place, or returns false where it cannot.
type mutation struct {
	name  string
	apply func(m *mutator) bool
}

// mutator makes one mutant.
type mutator struct {
	*rand.Rand
	*sheetFile
	earlier []report.Edition // newest first
	places  *report.Places
}

// sheet returns one of the sheets.
func (m *mutator) sheet() *mutableSheet { return &m.sheets[m.IntN(len(m.sheets))] }

// two returns two different numbers below n, or false.
func (m *mutator) two(n int) (a, b int, ok bool) {
	if n < 2 {
		return 0, 0, false
	}
	a, b = m.IntN(n), m.IntN(n-1)
	if b >= a {
		b++
	}
	return a, b, true
}

// span returns the ends of at least two neighbouring rows: often all of them.
func (m *mutator) span(s *mutableSheet) (from, to int, ok bool) {
	n := len(s.rows)
	if n < 3 {
		return 0, 0, false
	}
	if m.IntN(3) == 0 {
		return 0, n - 1, true
	}
	a, b, _ := m.two(n)
	return min(a, b), max(a, b), true
}

// outcomeColumns returns one to all columns of figures, in the order of the sheet.
func (m *mutator) someColumns() []int {
	columns := m.figureColumns()
	if m.IntN(2) == 0 {
		return []int{columns[m.IntN(6)]}
	}
	from := m.IntN(6)
	return columns[from : from+1+m.IntN(6-from)]
}

var mutations = []mutation{
	{"two columns exchanged", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		a, b, _ := m.two(6)
		for _, r := range s.rows {
			r[c[a]], r[c[b]] = r[c[b]], r[c[a]]
		}
		return true
	}},
	{"two outcomes exchanged in all rows of a sheet", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		a, b, _ := m.two(4)
		for _, r := range s.rows {
			r[c[2+a]], r[c[2+b]] = r[c[2+b]], r[c[2+a]]
		}
		return true
	}},
	{"two outcomes exchanged in one row", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		a, b, _ := m.two(4)
		r := s.rows[m.IntN(len(s.rows))]
		r[c[2+a]], r[c[2+b]] = r[c[2+b]], r[c[2+a]]
		return true
	}},
	{"two headings exchanged", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		if m.isCSV {
			s = &m.sheets[0] // its headings are the file's
		}
		a, b, _ := m.two(6)
		s.headings[c[a]], s.headings[c[b]] = s.headings[c[b]], s.headings[c[a]]
		return true
	}},
	{"two names exchanged", func(m *mutator) bool {
		s := m.sheet()
		a, b, ok := m.two(len(s.rows))
		if ok {
			s.rows[a][nameColumn], s.rows[b][nameColumn] = s.rows[b][nameColumn], s.rows[a][nameColumn]
		}
		return ok
	}},
	{"two neighbouring rows exchanged in some columns", func(m *mutator) bool {
		s := m.sheet()
		if len(s.rows) < 2 {
			return false
		}
		i := m.IntN(len(s.rows) - 1)
		for _, c := range m.someColumns() {
			s.rows[i][c], s.rows[i+1][c] = s.rows[i+1][c], s.rows[i][c]
		}
		return true
	}},
	{"two sheets exchanged under their titles", func(m *mutator) bool {
		a, b, ok := m.two(len(m.sheets))
		if ok {
			m.sheets[a].title, m.sheets[b].title = m.sheets[b].title, m.sheets[a].title
			m.sheets[a].section, m.sheets[b].section = m.sheets[b].section, m.sheets[a].section
		}
		return ok
	}},
	{"columns shifted by a row, whole or in part", func(m *mutator) bool {
		s := m.sheet()
		from, to, ok := m.span(s)
		if !ok {
			return false
		}
		down := m.IntN(2) == 0
		for _, c := range m.someColumns() {
			if down {
				last := s.rows[to][c]
				for i := to; i > from; i-- {
					s.rows[i][c] = s.rows[i-1][c]
				}
				s.rows[from][c] = last
			} else {
				first := s.rows[from][c]
				for i := from; i < to; i++ {
					s.rows[i][c] = s.rows[i+1][c]
				}
				s.rows[to][c] = first
			}
		}
		return true
	}},
	{"rows shifted by a column, whole or in part", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		from, to, ok := m.span(s)
		if !ok {
			return false
		}
		first := m.IntN(5)
		for i := from; i <= to; i++ {
			r := s.rows[i]
			last := r[c[5]]
			for j := 5; j > first; j-- {
				r[c[j]] = r[c[j-1]]
			}
			r[c[first]] = last
		}
		return true
	}},
	{"another period's table", func(m *mutator) bool {
		return m.copy(func(*mutableSheet) (int, int, []int) { return 0, 1 << 20, m.figureColumns() })
	}},
	{"another period's columns", func(m *mutator) bool {
		return m.copy(func(*mutableSheet) (int, int, []int) { return 0, 1 << 20, m.someColumns() })
	}},
	{"another period's rows", func(m *mutator) bool {
		return m.copy(func(s *mutableSheet) (int, int, []int) {
			if m.IntN(2) == 0 {
				i := m.IntN(len(s.rows))
				return i, i, m.figureColumns()
			}
			from, to, ok := m.span(s)
			if !ok {
				return 0, -1, nil
			}
			return from, to, m.figureColumns()
		})
	}},
	{"digits exchanged", func(m *mutator) bool {
		return m.digits(func(d string) string {
			if len(d) < 2 {
				return d
			}
			i := m.IntN(len(d) - 1)
			return d[:i] + d[i+1:i+2] + d[i:i+1] + d[i+2:]
		})
	}},
	{"a digit dropped", func(m *mutator) bool {
		return m.digits(func(d string) string { i := m.IntN(len(d)); return d[:i] + d[i+1:] })
	}},
	{"a digit added", func(m *mutator) bool {
		return m.digits(func(d string) string {
			i := m.IntN(len(d) + 1)
			return d[:i] + strconv.Itoa(m.IntN(10)) + d[i:]
		})
	}},
	{"times ten", func(m *mutator) bool { return m.digits(func(d string) string { return d + "0" }) }},
	{"a row lost", func(m *mutator) bool {
		s := m.sheet()
		i := m.IntN(len(s.rows))
		s.rows = slices.Delete(s.rows, i, i+1)
		return len(s.rows) > 0
	}},
	{"a row doubled", func(m *mutator) bool {
		s := m.sheet()
		s.rows = append(s.rows, slices.Clone(s.rows[m.IntN(len(s.rows))]))
		return true
	}},
	{"a row's figures doubled into the next row", func(m *mutator) bool {
		s := m.sheet()
		if len(s.rows) < 2 {
			return false
		}
		i := m.IntN(len(s.rows) - 1)
		for _, c := range m.figureColumns() {
			s.rows[i+1][c] = s.rows[i][c]
		}
		return true
	}},
	{"a column lost", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()[m.IntN(6)]
		if m.isCSV || m.IntN(2) == 0 {
			for _, r := range s.rows {
				r[c] = "0"
			}
			return true
		}
		drop := func(r []string) []string {
			if len(r) == 0 {
				return r
			}
			return slices.Delete(slices.Clone(r), c, c+1)
		}
		s.headings, s.total = drop(s.headings), drop(s.total)
		for i := range s.rows {
			s.rows[i] = drop(s.rows[i])
		}
		return true
	}},
	{"a column doubled over another", func(m *mutator) bool {
		s, c := m.sheet(), m.figureColumns()
		a, b, _ := m.two(6)
		for _, r := range s.rows {
			r[c[b]] = r[c[a]]
		}
		return true
	}},
	{"a sheet lost", func(m *mutator) bool {
		if len(m.sheets) < 2 {
			return false
		}
		i := m.IntN(len(m.sheets))
		m.sheets = slices.Delete(m.sheets, i, i+1)
		return true
	}},
	{"a sheet doubled", func(m *mutator) bool {
		s := m.sheets[m.IntN(len(m.sheets))]
		s.rows = slices.Clone(s.rows)
		for i, r := range s.rows {
			s.rows[i] = slices.Clone(r)
		}
		m.sheets = append(m.sheets, s)
		return true
	}},
	{"a sheet doubled over another", func(m *mutator) bool {
		a, b, ok := m.two(len(m.sheets))
		if ok {
			m.sheets[b].rows = slices.Clone(m.sheets[a].rows)
			for i, r := range m.sheets[b].rows {
				m.sheets[b].rows[i] = slices.Clone(r)
			}
			m.sheets[b].total = slices.Clone(m.sheets[a].total)
		}
		return ok
	}},
	{"another unit", func(m *mutator) bool {
		s := m.sheet()
		columns := m.someColumns()
		if m.IntN(2) == 0 {
			columns = m.figureColumns()
		}
		scale := []func(int) int{
			func(n int) int { return n * 10 }, func(n int) int { return n * 1000 }, func(n int) int { return n / 10 }, func(n int) int { return n / 1000 },
		}[m.IntN(4)]
		for _, r := range s.rows {
			for _, c := range columns {
				r[c] = strconv.Itoa(scale(number(r[c])))
			}
		}
		return true
	}},
}

// copy replaces figures of the rows from first to last by those of an earlier period.
func (m *mutator) copy(where func(*mutableSheet) (first, last int, columns []int)) bool {
	s := m.sheet()
	e := m.earlier[m.IntN(len(m.earlier))]
	old, ok := e.Table(s.section)
	if !ok {
		return false
	}
	first, last, columns := where(s)
	for i := first; i <= last && i < len(s.rows); i++ {
		country, _ := m.places.CountryNamed(s.rows[i][nameColumn])
		row, ok := old.Row(country.Code)
		if !ok {
			continue
		}
		for j, c := range m.figureColumns() {
			if slices.Contains(columns, c) {
				s.rows[i][c] = strconv.Itoa(row.Counts.Figures()[j])
			}
		}
	}
	return true
}

// digits changes the digits of one figure.
func (m *mutator) digits(change func(string) string) bool {
	s := m.sheet()
	r, c := s.rows[m.IntN(len(s.rows))], m.figureColumns()[m.IntN(6)]
	r[c] = strconv.Itoa(number(change(r[c])))
	return true
}
