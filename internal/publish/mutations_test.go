package publish_test

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"lerr/internal/report"
)

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

// someColumns returns one to all columns of figures, in the order of the sheet.
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
