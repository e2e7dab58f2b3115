package report_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"lerr/internal/report"
)

// chronicle is an archive of two periods: the newest published at a time, and then corrected.
func chronicle(t *testing.T, published time.Time) *report.Archive {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "europe", Name: "Europe"}},
		[]report.Country{{Code: "DE", Name: "Germany", Region: "europe"}, {Code: "FR", Name: "France", Region: "europe"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	at := func(year, half, number int, state report.RevisionState, when time.Time) report.Revision {
		return report.Revision{Edition: report.Edition{Period: report.Period{Year: year, Half: half}}, Number: number, State: state, PublishedAt: when}
	}
	a, err := report.NewArchive(places, []report.Revision{
		at(2018, 2, 1, report.Published, published),
		at(2019, 1, 1, report.Superseded, published),
		at(2019, 1, 2, report.Published, published.AddDate(2, 0, 0)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTimely_GoesByTheFirstPublicationOfTheNewestPeriod(t *testing.T) {
	for day, want := range map[string]report.Verdict{
		"2019-08-01": report.VerdictYes, "2020-06-29": report.VerdictYes, "2020-06-30": report.VerdictNo, "2026-11-24": report.VerdictNo,
	} {
		when, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := chronicle(t, when).Timely(); got != want {
			t.Errorf("published on %s: got %s, want %s", day, got, want)
		}
	}
	empty, err := report.NewArchive(chronicle(t, time.Time{}).Places(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := empty.Timely(); got != report.VerdictNo {
		t.Errorf("with nothing published: got %s", got)
	}
}

func TestDescribe_FillsItsFields(t *testing.T) {
	a := chronicle(t, time.Date(2019, time.September, 3, 0, 0, 0, 0, time.UTC))
	date := func(t time.Time) string { return t.Format(time.DateOnly) }
	const text = "{periods} {places} {regions}; {first_period}, {newest_period}, {newest_last}, {newest_published}"
	got, err := a.Describe(text, strconv.Itoa, date)
	if want := "2 2 1; 2018 (Jul-Dec), 2019 (Jan-Jun), 2019-06-30, 2019-09-03"; got != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if _, err := a.Describe("{no_such_field}", strconv.Itoa, date); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("an unknown field: got %v, want ErrInvalid", err)
	}
	empty, err := report.NewArchive(a.Places(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := empty.Describe("{newest_period}", strconv.Itoa, date); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("with nothing published: got %v, want ErrNotFound", err)
	}
}
