package report_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

func TestParseSection_ReadsTheNamesOfSections(t *testing.T) {
	for _, want := range report.Sections() {
		if got, err := report.ParseSection(string(want)); err != nil || got != want {
			t.Errorf("ParseSection(%q): got %q, %v", want, got, err)
		}
	}
	for _, s := range []string{"", "Criminal", "criminal ", "total"} {
		if got, err := report.ParseSection(s); got != "" || !errors.Is(err, report.ErrInvalid) {
			t.Errorf("ParseSection(%q): got %q, %v, want ErrInvalid", s, got, err)
		}
	}
}

func TestSection_SaysWhatItCounts(t *testing.T) {
	type facts struct {
		Name                     string
		Headline, CountsAccounts bool
	}
	want := map[report.Section]facts{
		report.Combined:    {"Law enforcement requests", true, false},
		report.Criminal:    {"Law enforcement requests", true, false},
		report.Emergencies: {"Emergency requests", false, false},
		report.Civil:       {"Civil legal requests", false, true},
		report.Skype:       {"Skype", false, false},
	}
	got := map[report.Section]facts{}
	for _, s := range report.Sections() {
		got[s] = facts{s.Name(), s.IsHeadline(), s.UsualUnit() == report.UnitAccounts}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSeriesBreak_LiesBetween2016And2017(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"2016-H1", "2016-H2", false},
		{"2016-H2", "2017-H1", true},
		{"2017-H1", "2016-H2", true},
		{"2017-H1", "2017-H2", false},
		{"2013-H1", "2019-H1", true},
	} {
		if got := report.SeriesBreak(period(t, tt.a), period(t, tt.b)); got != tt.want {
			t.Errorf("%s against %s: got %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestLabel_NamesPeriodAndPlace(t *testing.T) {
	s := report.Selection{Period: period(t, "2019-H1")}
	if got, want := s.Label(), "2019 (Jan-Jun) - Global"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
