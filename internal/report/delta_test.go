package report_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// with is an edition of one headline row.
func with(t *testing.T, text string, s report.Section, country string, requests, accounts int) report.Revision {
	return report.Revision{Number: 1, State: report.Published, Edition: report.Edition{
		Period: period(t, text),
		Tables: []report.Table{{Section: s, Rows: []report.Row{
			{Country: country, Counts: report.Counts{Requests: requests, Accounts: accounts, Rejected: requests}},
		}}},
	}}
}

func TestChanges_CompareWithTheHalfYearBefore(t *testing.T) {
	a := archive(t,
		with(t, "2016-H1", report.Combined, "DE", 50, 60),
		with(t, "2016-H2", report.Combined, "DE", 100, 200),
		with(t, "2017-H1", report.Criminal, "DE", 110, 150),
		with(t, "2017-H2", report.Criminal, "DE", 99, 300),
		with(t, "2018-H1", report.Criminal, "KR", 20, 30),
		with(t, "2019-H1", report.Criminal, "KR", 10, 10),
	)
	for _, tt := range []struct {
		name, period, place string
		requests, accounts  report.Delta
	}{
		{
			"two combined periods", "2016-H2", "global",
			report.Delta{Previous: period(t, "2016-H1"), From: 50, To: 100},
			report.Delta{Previous: period(t, "2016-H1"), From: 60, To: 200},
		},
		{
			"two criminal periods, of a country", "2017-H2", "de",
			report.Delta{Previous: period(t, "2017-H1"), From: 110, To: 99},
			report.Delta{Previous: period(t, "2017-H1"), From: 150, To: 300},
		},
		{
			"the first period of all", "2016-H1", "global",
			report.Delta{Comparison: report.FirstPeriod, Previous: period(t, "2015-H2")},
			report.Delta{Comparison: report.FirstPeriod, Previous: period(t, "2015-H2")},
		},
		{
			"a period whose half-year before was never published", "2019-H1", "global",
			report.Delta{Comparison: report.FirstPeriod, Previous: period(t, "2018-H2")},
			report.Delta{Comparison: report.FirstPeriod, Previous: period(t, "2018-H2")},
		},
		{
			"the first period that counts criminal requests alone", "2017-H1", "de",
			report.Delta{Comparison: report.AcrossBreak, Previous: period(t, "2016-H2")},
			report.Delta{Comparison: report.AcrossBreak, Previous: period(t, "2016-H2")},
		},
		{
			"a place without a row in the half-year before", "2018-H1", "kr",
			report.Delta{Previous: period(t, "2017-H2"), To: 20, NoRow: true},
			report.Delta{Previous: period(t, "2017-H2"), To: 30, NoRow: true},
		},
		{
			"a place without a row any more", "2018-H1", "europe",
			report.Delta{Previous: period(t, "2017-H2"), From: 99},
			report.Delta{Previous: period(t, "2017-H2"), From: 300},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			place, err := a.Places().Find(tt.place)
			if err != nil {
				t.Fatal(err)
			}
			requests, accounts, err := a.Deltas(report.Selection{Period: period(t, tt.period), Place: place})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.requests, requests); diff != "" {
				t.Errorf("requests (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.accounts, accounts); diff != "" {
				t.Errorf("accounts (-want +got)\n%s", diff)
			}
		})
	}
}

func TestChanges_OfAPeriodThatIsNotPublishedAreNotFound(t *testing.T) {
	a := archive(t, with(t, "2019-H1", report.Criminal, "DE", 1, 1))
	if _, _, err := a.Deltas(report.Selection{Period: period(t, "2019-H2")}); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("got error %v, want ErrNotFound", err)
	}
}

func TestRate_RoundsHalfAwayFromZero(t *testing.T) {
	for _, tt := range []struct {
		name     string
		from, to int
		want     report.Permille
	}{
		{"no change", 100, 100, 0},
		{"twice as many", 10, 20, 1000},
		{"none left", 10, 0, -1000},
		{"a tenth more", 1000, 1001, 1},
		{"half a tenth more", 2000, 2001, 1},
		{"half a tenth fewer", 2000, 1999, -1},
		{"less than half a tenth more", 2001, 2002, 0},
		{"less than half a tenth fewer", 2001, 2000, 0},
		{"one and a half tenths more", 2000, 2003, 2},
		{"one and a half tenths fewer", 2000, 1997, -2},
		{"a third of an odd number more", 33, 44, 333},
		{"two thirds of an odd number fewer", 33, 11, -667},
		{"2018 (Jul-Dec) to 2019 (Jan-Jun)", 21433, 24175, 128},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := report.Delta{From: tt.from, To: tt.to}
			got, known := c.Rate()
			if got != tt.want || !known {
				t.Errorf("got %d (known: %v), want %d", got, known, tt.want)
			}
			if got, want := c.Difference(), tt.to-tt.from; got != want {
				t.Errorf("difference: got %d, want %d", got, want)
			}
		})
	}
}

func TestRate_IsUnknownWhereItWouldMislead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		c     report.Delta
		known bool
	}{
		{"nothing before", report.Delta{From: 0, To: 500}, false},
		{"fewer than ten before", report.Delta{From: 9, To: 500}, false},
		{"ten before", report.Delta{From: 10, To: 11}, true},
		{"no period before", report.Delta{Comparison: report.FirstPeriod, From: 100, To: 110}, false},
		{"another kind of count before", report.Delta{Comparison: report.AcrossBreak, From: 100, To: 110}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, known := tt.c.Rate(); known != tt.known || (!known && got != 0) {
				t.Errorf("got %d (known: %v), want known: %v", got, known, tt.known)
			}
		})
	}
}
