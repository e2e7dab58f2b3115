package report_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// viewed is an archive of three periods: one before the break, one after it, one withdrawn.
func viewed(t *testing.T) (*report.Archive, *report.Places) {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "europe", Name: "Europe"}, {Slug: "oceania", Name: "Oceania"}},
		[]report.Country{{Code: "DE", Name: "Germany", Region: "europe"}, {Code: "FR", Name: "France", Region: "europe"}, {Code: "AU", Name: "Australia", Region: "oceania"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	row := func(code string, n int) report.Row {
		return report.Row{Country: code, Counts: report.CountsOf([6]int{n, 2 * n, 0, n, 0, 0})}
	}
	noted := row("FR", 7)
	noted.Note = "As published."
	old := report.Edition{Period: report.Period{Year: 2016, Half: 2}, Tables: []report.Table{{Section: report.Combined, Rows: []report.Row{row("DE", 5)}}}}
	new := report.Edition{Period: report.Period{Year: 2017, Half: 1}, Tables: []report.Table{
		{Section: report.Criminal, Rows: []report.Row{row("DE", 3), noted}},
		{Section: report.Civil, Note: "Civil.", Rows: []report.Row{row("AU", 0)}},
	}}
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	a, err := report.NewArchive(places, []report.Revision{
		{Edition: old, Number: 1, State: report.Published, PublishedAt: at},
		{Edition: new, Number: 2, State: report.Published, PublishedAt: at},
		{Edition: old.Clone(), Number: 0, State: report.Superseded, PublishedAt: at},
		{Edition: report.Edition{Period: report.Period{Year: 2017, Half: 2}}, Number: 1, State: report.Withdrawn, WithdrawalNotice: "Checked.", PublishedAt: at},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, places
}

// told is a row in short: period, section, place, status, requests, note.
func told(rows []report.Observation) (all [][6]any) {
	for _, r := range rows {
		all = append(all, [6]any{r.Period.String(), string(r.Section), r.Place.Slug(), string(r.Status), r.Counts.Requests, r.Note})
	}
	return all
}

func TestView_HasARowForEachPlaceAndAReasonWhereThereIsNoFigure(t *testing.T) {
	a, places := viewed(t)
	europe, _ := places.Find("europe")
	v, err := a.Observations(report.Selection{Period: report.Period{Year: 2017, Half: 1}, Place: europe})
	if err != nil {
		t.Fatal(err)
	}
	const p = "2017-H1"
	want := [][6]any{
		{p, "combined", "europe", "not_reported", 0, ""},
		{p, "criminal", "europe", "number", 10, ""},
		{p, "criminal", "fr", "number", 7, "As published."},
		{p, "criminal", "de", "number", 3, ""},
		{p, "emergencies", "europe", "not_reported", 0, ""},
		{p, "civil", "europe", "no_row", 0, ""},
		{p, "civil", "fr", "no_row", 0, ""},
		{p, "civil", "de", "no_row", 0, ""},
		{p, "skype", "europe", "not_reported", 0, ""},
	}
	if diff := cmp.Diff(want, told(v.Rows)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if v.Label != "2017 (Jan-Jun) - Europe" || v.Revision.Number != 2 || v.FigureCount() != 54 {
		t.Errorf("got %q, revision %d, %d cells", v.Label, v.Revision.Number, v.FigureCount())
	}
}

func TestOver_HoldsEveryPeriodAlsoOneThatWasWithdrawn(t *testing.T) {
	a, places := viewed(t)
	germany, _ := places.Find("de")
	want := [][6]any{
		{"2017-H2", "combined", "de", "withdrawn", 0, ""}, {"2017-H1", "combined", "de", "not_reported", 0, ""}, {"2016-H2", "combined", "de", "number", 5, ""},
		{"2017-H2", "criminal", "de", "withdrawn", 0, ""}, {"2017-H1", "criminal", "de", "number", 3, ""}, {"2016-H2", "criminal", "de", "not_reported", 0, ""},
	}
	if diff := cmp.Diff(want, told(a.AllPeriods(germany).Rows[:6])); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestWhole_IsEachPeriodsView(t *testing.T) {
	a, _ := viewed(t)
	rows := a.All().Rows
	// Withdrawn: 5 signs. 2017-H1: two sections of 6 places, three signs. 2016-H2: one of 6, four signs.
	if len(rows) != 5+(2*6+3)+(6+4) {
		t.Fatalf("got %d rows", len(rows))
	}
	if got := told(rows[11:12])[0]; got != [6]any{"2017-H1", "criminal", "au", "no_row", 0, ""} {
		t.Errorf("row 11 is %v", got)
	}
	civil := rows[13]
	if counts, statuses := civil.Figures(); civil.Section != report.Civil || civil.Note != "Civil." ||
		counts != [6]int{} || statuses[0] != report.StatusZero {
		t.Errorf("the world's civil row is %+v with %v", civil, statuses)
	}
}

func TestView_OfWhatIsNotPublishedIsNotFound(t *testing.T) {
	a, _ := viewed(t)
	for _, p := range []report.Period{{Year: 2017, Half: 2}, {Year: 2018, Half: 1}} {
		if _, err := a.Observations(report.Selection{Period: p}); !errors.Is(err, report.ErrNotFound) {
			t.Errorf("%s: got %v, want not found", p, err)
		}
	}
}

func TestStatus_EachHasItsSignAndMeaning(t *testing.T) {
	signs := map[string]report.Status{}
	for _, s := range report.Statuses() {
		if other, twice := signs[s.Sign()]; twice || s.Sign() == "" || s.Meaning() == "" {
			t.Errorf("%s: sign %q (also of %q), meaning %q", s, s.Sign(), other, s.Meaning())
		}
		signs[s.Sign()] = s
	}
}
