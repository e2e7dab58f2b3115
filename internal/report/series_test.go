package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// shape writes a series on one line: each cell's requests, or why there are none.
func shape(s report.Series) string {
	var cells []string
	for _, c := range s.Points {
		switch {
		case c.Status.HasFigure():
			cells = append(cells, fmt.Sprint(c.Counts.Requests))
		default:
			cells = append(cells, string(c.Status))
		}
	}
	return strings.Join(cells, ", ")
}

// years has each status: a break, a gap, a zero, a half-year that never was and one withdrawn.
func years(t *testing.T) *report.Archive {
	t.Helper()
	return archive(t,
		with(t, "2016-H1", report.Combined, "DE", 50, 60),
		with(t, "2016-H2", report.Combined, "KR", 100, 200),
		with(t, "2017-H1", report.Criminal, "DE", 0, 0),
		with(t, "2018-H1", report.Criminal, "DE", 7, 8),
		report.Revision{Number: 1, State: report.Withdrawn, Edition: report.Edition{Period: period(t, "2018-H2")}},
		with(t, "2019-H1", report.Civil, "DE", 3, 4),
	)
}

func TestSeries_SaysWhatStandsInEachHalfYear(t *testing.T) {
	a := years(t)
	for _, tt := range []struct {
		place, want string
		known       int
	}{
		{"de", "50, no_row, 0, not_reported, 7, withdrawn, not_reported", 3},
		{"global", "50, 100, 0, not_reported, 7, withdrawn, not_reported", 4},
		{"europe", "50, no_row, 0, not_reported, 7, withdrawn, not_reported", 3},
		{"at", "no_row, no_row, no_row, not_reported, no_row, withdrawn, not_reported", 0},
	} {
		place, err := a.Places().Find(tt.place)
		if err != nil {
			t.Fatal(err)
		}
		s := a.Series(place)
		if got := shape(s); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.place, got, tt.want)
		}
		if got := s.Known(); got != tt.known {
			t.Errorf("%s: %d are known, want %d", tt.place, got, tt.known)
		}
		if diff := cmp.Diff([]int{2}, s.Breaks()); diff != "" {
			t.Errorf("%s: breaks (-want +got)\n%s", tt.place, diff)
		}
		last, ok := s.Last()
		if ok != (tt.known > 0) || ok && last.Period != period(t, "2018-H1") {
			t.Errorf("%s: the last is %s, %v", tt.place, last.Period, ok)
		}
	}
	civil := a.SectionSeries(report.Place{}, report.Civil)
	if got, want := shape(civil), "not_reported, not_reported, not_reported, not_reported, not_reported, withdrawn, 3"; got != want {
		t.Errorf("civil: got %q, want %q", got, want)
	}
	if got := archive(t).Series(report.Place{}); len(got.Points) != 0 || len(got.Spans()) != 0 {
		t.Errorf("of an empty archive: %+v", got)
	}
}

func TestCell_TellsZeroFromWhatIsNotThere(t *testing.T) {
	c := report.Point{Status: report.StatusNumber, Counts: report.Counts{Requests: 3, Rejected: 3}}
	for i, want := range []report.Status{report.StatusNumber, report.StatusZero, report.StatusZero, report.StatusZero, report.StatusZero, report.StatusNumber} {
		if _, got := c.Figure(i); got != want {
			t.Errorf("figure %d: got %s, want %s", i, got, want)
		}
	}
	if n, got := (report.Point{Status: report.StatusNoRow}).Figure(0); n != 0 || got != report.StatusNoRow {
		t.Errorf("no_row: got %d, %s", n, got)
	}
}

func TestSpans_NeverReachAcrossABreak(t *testing.T) {
	a := years(t)
	de, _ := a.Places().Find("de")
	want := []report.Span{
		{
			From: period(t, "2016-H1"), To: period(t, "2016-H2"), Known: 1, Most: 50, Fewest: 50,
			MostIn: []report.Period{period(t, "2016-H1")}, FewestIn: []report.Period{period(t, "2016-H1")},
		},
		{
			From: period(t, "2017-H1"), To: period(t, "2019-H1"), Known: 2, Most: 7, Fewest: 0,
			MostIn: []report.Period{period(t, "2018-H1")}, FewestIn: []report.Period{period(t, "2017-H1")},
		},
	}
	if diff := cmp.Diff(want, a.Series(de).Spans()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	at, _ := a.Places().Find("at")
	if got := a.Series(at).Spans(); len(got) != 0 {
		t.Errorf("of no figures: %+v", got)
	}
}

func TestSpans_NameEveryHalfYearOfATie(t *testing.T) {
	a := archive(t,
		with(t, "2018-H1", report.Criminal, "DE", 7, 8),
		with(t, "2018-H2", report.Criminal, "DE", 9, 8),
		with(t, "2019-H1", report.Criminal, "DE", 7, 8),
		with(t, "2019-H2", report.Criminal, "DE", 9, 8),
	)
	got := a.Series(report.Place{}).Spans()[0]
	if fmt.Sprint(got.MostIn, got.FewestIn) != "[2018-H2 2019-H2] [2018-H1 2019-H1]" {
		t.Errorf("got %+v", got)
	}
}
