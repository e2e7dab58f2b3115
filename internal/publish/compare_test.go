package publish_test

import (
	"slices"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// compared returns the problems of the next half-year after a change, beside the published ones.
func compared(t *testing.T, change func(e *report.Edition, h history)) report.Problems {
	t.Helper()
	all, places := histories(t)
	h := all[len(all)-1]
	e := h.edition.Clone()
	change(&e, h)
	return publish.Compare(e, places, h.earlier)
}

// tableOf returns a section's table, to be changed.
func tableOf(e *report.Edition, s report.Section) *report.Table {
	return &e.Tables[slices.IndexFunc(e.Tables, func(t report.Table) bool { return t.Section == s })]
}

// eachRow changes the figures of each row.
func eachRow(t *report.Table, change func(f *[6]int)) {
	for i := range t.Rows {
		f := t.Rows[i].Counts.Figures()
		change(&f)
		t.Rows[i].Counts = report.CountsOf(f)
	}
}

func TestCompare_NamesWhatLeftItsSeries(t *testing.T) {
	const isError, isWarning = report.SeverityError, report.SeverityWarning
	for _, tt := range []struct {
		name   string
		change func(e *report.Edition, h history)
		want   found
		text   string
	}{
		{"content and non-content exchanged in all rows", func(e *report.Edition, _ history) {
			eachRow(tableOf(e, report.Criminal), func(f *[6]int) { f[2], f[3] = f[3], f[2] })
		}, found{isWarning, publish.CodeLargeTotal, report.Criminal, ""}, "content is 59% of the outcomes, where 5.1% is usual"},
		{"the same in a large row alone", func(e *report.Edition, _ history) {
			rows := tableOf(e, report.Criminal).Rows
			r := &rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "US" })]
			r.Counts.Content, r.Counts.NonContent = r.Counts.NonContent, r.Counts.Content
		}, found{isWarning, publish.CodeLargeChange, report.Criminal, "US"}, "content is 56% of the outcomes"},
		{"a table of an earlier period", func(e *report.Edition, h history) {
			old, _ := h.earlier[4].Table(report.Criminal)
			tableOf(e, report.Criminal).Rows = slices.Clone(old.Rows)
		}, found{isError, publish.CodeCopiedTable, report.Criminal, ""}, "2017 (Jan-Jun)"},
		{"a rank that left its series", func(*report.Edition, history) {},
			found{isWarning, publish.CodeLargeChange, report.Criminal, "GR"}, "by requests it is number 26, where it was number 33 to 39"},
		{"as many accounts as in an earlier period", func(*report.Edition, history) {},
			found{isWarning, publish.CodeLargeChange, report.Criminal, "NZ"}, "as many accounts as in 2018 (Jan-Jun)"},
		{"a small table of the last period", func(e *report.Edition, h history) {
			old, _ := h.earlier[0].Table(report.Civil)
			tableOf(e, report.Civil).Rows = slices.Clone(old.Rows)
		}, found{isError, publish.CodeCopiedTable, report.Civil, ""}, "7 of 7 rows have the same figures"},
		{"a column of an earlier period", func(e *report.Edition, h history) {
			old, _ := h.earlier[2].Table(report.Criminal)
			for i, r := range tableOf(e, report.Criminal).Rows {
				if before, ok := old.Row(r.Country); ok {
					tableOf(e, report.Criminal).Rows[i].Counts.Accounts = before.Counts.Accounts
				}
			}
		}, found{isError, publish.CodeCopiedColumn, report.Criminal, ""}, "accounts has the same figures as in 2018 (Jan-Jun)"},
		{"a table of another section", func(e *report.Edition, _ history) {
			tableOf(e, report.Emergencies).Rows = slices.Clone(tableOf(e, report.Criminal).Rows)
		}, found{isError, publish.CodeCopiedTable, report.Emergencies, ""}, "Law enforcement requests"},
		{"a row of an earlier period", func(e *report.Edition, h history) {
			old, _ := h.earlier[1].Table(report.Criminal)
			row, _ := old.Row("FR")
			rows := tableOf(e, report.Criminal).Rows
			rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "FR" })] = row
		}, found{isWarning, publish.CodeCopiedRow, report.Criminal, "FR"}, "those of 2018 (Jul-Dec)"},
		{"a column of zeros", func(e *report.Edition, _ history) {
			eachRow(tableOf(e, report.Criminal), func(f *[6]int) { f[3], f[4] = f[3]+f[4], 0 })
		}, found{isError, publish.CodeColumnEmpty, report.Criminal, ""}, "no data has only zeros; in 2019 (Jan-Jun) it had 3,496"},
		{"a section that the last period does not have", func(e *report.Edition, _ history) {
			e.Tables = append(e.Tables, report.Table{Section: report.Skype, Rows: tableOf(e, report.Civil).Rows[:1]})
		}, found{isWarning, publish.CodeSectionNew, report.Skype, ""}, "the section Skype"},
		{"a section left out, with a note on something else", func(e *report.Edition, _ history) {
			e.Tables = e.Tables[:2]
			e.Note = "Figures of Kosovo are listed apart."
		}, found{isError, publish.CodeSectionMissing, report.Civil, ""}, "has no Civil legal requests"},
		{"ten times the warrants", func(e *report.Edition, _ history) {
			e.Figures = []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 1260}}
		}, found{isWarning, publish.CodeLargeFigure, "", ""}, "is 1,260, where 2019 (Jan-Jun) had 126"},
		{"France and Germany exchanged", func(e *report.Edition, _ history) {
			rows := tableOf(e, report.Criminal).Rows
			a := slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "FR" })
			b := slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "DE" })
			rows[a].Counts, rows[b].Counts = rows[b].Counts, rows[a].Counts
		}, found{isWarning, publish.CodeLargeChange, report.Criminal, "DE"}, "By requests it is number 4 (before 2)"},
		{"a country renamed to one without a past", func(e *report.Edition, _ history) {
			rows := tableOf(e, report.Criminal).Rows
			rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "DE" })].Country = "AD"
		}, found{isWarning, publish.CodeCountryNew, report.Criminal, "AD"}, "Requests 3,310"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problems := compared(t, tt.change)
			if !slices.ContainsFunc(problems, func(p report.Problem) bool {
				return found{p.Severity, p.Code, p.Section, p.Country} == tt.want && strings.Contains(p.Text, tt.text)
			}) {
				t.Errorf("not said: %+v, %q, but\n%v", tt.want, tt.text, problems)
			}
		})
	}
}

// An acceptance holds for the figures of its row alone: a change of one that the text does not lead with
// needs another.
func TestCompare_KeysARowByAllItsFigures(t *testing.T) {
	key := func(problems report.Problems) string {
		for _, p := range problems {
			if p.Code == publish.CodeLargeChange && p.Country == "LU" {
				return p.Key()
			}
		}
		t.Fatalf("Luxembourg is not named: %v", problems)
		return ""
	}
	plain := key(compared(t, func(*report.Edition, history) {}))
	changed := key(compared(t, func(e *report.Edition, _ history) {
		rows := tableOf(e, report.Criminal).Rows
		rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "LU" })].Counts.Accounts++
	}))
	if plain == changed {
		t.Error("the key is the same with another number of accounts")
	}
	without := func(set report.ColumnSet) string {
		return key(compared(t, func(e *report.Edition, _ history) {
			rows := tableOf(e, report.Criminal).Rows
			counts := &rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "LU" })].Counts
			counts.NoData, counts.NotGiven = 0, set
		}))
	}
	if without(0) == without(report.ColumnsOf(4)) {
		t.Error("the key is the same for 0 and for what is not given")
	}
}
