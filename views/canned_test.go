package views

import (
	"testing"
	"time"

	"lerr/internal/report"
)

// canned is an archive for examples. Its figures are made up, so that each case that a part of a page must bear
// occurs among few places: long names, zeros, few requests, thin parts, missing rows, and half-years that are
// missing, corrected or withdrawn.
func canned(t *testing.T) *report.Archive {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "americas", Name: "Americas"}, {Slug: "asia", Name: "Asia"}, {Slug: "europe", Name: "Europe"}},
		[]report.Country{
			{Code: "BR", Name: "Brazil", Region: "americas"},
			{Code: "VC", Name: "Saint Vincent and the Grenadines", Region: "americas"},
			{Code: "US", Name: "United States", Region: "americas"},
			{Code: "LA", Name: "Lao People’s Democratic Republic", Region: "asia"},
			{Code: "BA", Name: "Bosnia and Herzegovina", Region: "europe"},
			{Code: "DE", Name: "Germany", Region: "europe"},
			{Code: "NL", Name: "Netherlands", Region: "europe"},
		})
	if err != nil {
		t.Fatal(err)
	}
	corrected := cannedRevision("2017-H1", report.Published, figures{"US": {4200, 9100, 700, 2400, 500, 600}, "DE": {5100, 8000, 0, 3700, 800, 600}, "NL": {80, 95, 0, 61, 12, 7}})
	corrected.Number, corrected.PublishedAt = 2, day(2026, 3, 1)
	corrected.Note = "The accounts specified by Germany were 7,000 and are 8,000."
	withdrawn := cannedRevision("2018-H1", report.Withdrawn, nil)
	withdrawn.WithdrawnAt, withdrawn.WithdrawalNotice = day(2026, 5, 20), "A table of the half-year before was published under this heading. The right one will follow."
	newest := cannedRevision("2019-H1", report.Published, figures{
		"US": {104200, 239100, 12700, 52400, 20500, 18600}, "DE": {21433, 39083, 12, 15421, 3100, 2900}, "NL": {80, 95, 0, 80, 0, 0},
		"BA": {3, 4, 0, 1, 1, 1}, "BR": {1176, 2301, 566, 300, 200, 105}, "VC": {0, 0, 0, 0, 0, 0},
	})
	newest.Edition.Tables[0].Rows[1].Note = "The outcomes add up to 1,171 requests, as published."
	newest.Edition.Tables = append(newest.Edition.Tables, report.Table{Section: report.Civil, Rows: []report.Row{{Country: "US", Counts: report.CountsOf([6]int{31, 57, 2, 41, 13, 1})}}})
	a, err := report.NewArchive(places, []report.Revision{
		// 2016-H1 is missing.
		cannedRevision("2015-H2", report.Published, figures{"US": {5300, 9900, 900, 3100, 700, 600}, "DE": {6100, 8700, 0, 4400, 900, 800}, "BA": {12, 20, 0, 9, 2, 1}}),
		cannedRevision("2016-H2", report.Published, figures{"US": {4900, 9400, 800, 2900, 600, 600}, "DE": {5800, 8100, 0, 4100, 900, 800}, "BA": {9, 11, 0, 6, 2, 1}, "BR": {1, 1, 0, 0, 0, 1}}),
		cannedRevision("2017-H1", report.Superseded, figures{"US": {4200, 9100, 700, 2400, 500, 600}, "DE": {5100, 7000, 0, 3700, 800, 600}, "NL": {80, 95, 0, 61, 12, 7}}),
		corrected,
		cannedRevision("2017-H2", report.Published, figures{"US": {4300, 9000, 750, 2450, 500, 600}, "DE": {5100, 8300, 0, 3600, 900, 600}, "BA": {7, 8, 0, 5, 1, 1}, "VC": {1, 1, 0, 0, 0, 1}}),
		withdrawn,
		cannedRevision("2018-H2", report.Published, figures{"US": {88000, 190000, 11000, 44000, 17000, 16000}, "DE": {18942, 31020, 10, 13500, 2832, 2600}, "BA": {14, 15, 0, 9, 3, 2}, "BR": {900, 1800, 300, 300, 200, 100}}),
		newest,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// figures holds the headline of an edition: by country, the counts in the order of report.Columns.
type figures map[string][6]int

// cannedRevision returns the first revision of an edition; without figures it has no table.
func cannedRevision(period string, state report.RevisionState, f figures) report.Revision {
	p, _ := report.ParsePeriod(period)
	r := report.Revision{Number: 1, State: state, PublishedAt: day(2026, 1, 15), Edition: report.Edition{Period: p}}
	if len(f) == 0 {
		return r
	}
	table := report.Table{Section: report.Criminal}
	if p.Year < 2017 {
		table.Section = report.Combined
	}
	for code, counts := range f {
		table.Rows = append(table.Rows, report.Row{Country: code, Counts: report.CountsOf(counts)})
	}
	r.Edition.Tables = []report.Table{table}
	r.Edition.Sort()
	return r
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 12, 0, 0, 0, time.UTC)
}

// cannedFrame is the frame of the examples' pages.
func cannedFrame() Frame {
	newest, _ := report.ParsePeriod("2019-H1")
	return Frame{BaseURL: "https://requests.example", Version: "0", Site: &report.Site{
		Language: "en", Title: "Law Enforcement Requests Report", Organization: "Contoso",
		Recreation: "Recreated from published figures.", OwnReport: "https://contoso.example/report",
		Publications: map[report.Period]report.Publication{newest: {Address: "https://contoso.example/news", Date: day(2019, 10, 30)}},
		FAQIntro:     "Questions that readers ask about the figures.",
		FAQ: []report.Question{
			{ID: "us", Title: "How many requests came from the United States?", Body: "In {period} there were **{criminal.requests.US}**.\n\n- A list\n- with a [link](https://contoso.example/law)"},
			{ID: "long", Title: "Does the number of accounts that are specified in requests include those that were named more than once, or by law enforcement in several countries?", Body: "It does."},
			{ID: "unanswered", Title: "What do figures mean that are not public?", Body: "There were {skype.requests.US}."},
		},
	}}
}
