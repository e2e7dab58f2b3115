package report_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// period reads a period that must be one.
func period(t *testing.T, s string) report.Period {
	t.Helper()
	p, err := report.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePeriod_ReadsHalfYears(t *testing.T) {
	for s, want := range map[string]report.Period{
		"2019-H1": {Year: 2019, Half: 1},
		"2019-H2": {Year: 2019, Half: 2},
		"2013-h1": {Year: 2013, Half: 1},
		"2000-H1": {Year: 2000, Half: 1},
		"2999-H2": {Year: 2999, Half: 2},
	} {
		got, err := report.ParsePeriod(s)
		if err != nil || got != want {
			t.Errorf("ParsePeriod(%q): got %v, %v, want %v", s, got, err, want)
		}
	}
}

func TestParsePeriod_RefusesWhatIsNoHalfYear(t *testing.T) {
	for _, tt := range []struct{ name, s string }{
		{"nothing", ""},
		{"a year alone", "2019"},
		{"a half alone", "H1"},
		{"a year without its half", "2019-H"},
		{"a third half", "2019-H3"},
		{"a half before the first", "2019-H0"},
		{"a half of two digits", "2019-H11"},
		{"a half in other digits", "2019-H١"},
		{"a half twice", "2019-H1-H1"},
		{"no hyphen", "2019H1"},
		{"another hyphen", "2019–H1"},
		{"the label that readers see", "2019 (Jan-Jun)"},
		{"a short year", "219-H1"},
		{"a long year", "20199-H1"},
		{"a year before 2000", "1999-H2"},
		{"a year after 2999", "3000-H1"},
		{"a year with a sign", "+219-H1"},
		{"a year in hexadecimal", "2abc-H1"},
		{"a year with an underscore", "2_19-H1"},
		{"a space before", " 2019-H1"},
		{"a space after", "2019-H1 "},
		{"a path", "../2019-H1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := report.ParsePeriod(tt.s)
			if !errors.Is(err, report.ErrInvalid) {
				t.Errorf("ParsePeriod(%q): got error %v, want ErrInvalid", tt.s, err)
			}
			if !got.IsZero() {
				t.Errorf("ParsePeriod(%q): got %v with the error, want no period", tt.s, got)
			}
		})
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2019-H1", "2013-h2", "2019", "", "2019-H3", "2_19-H1", "2019-H1-H1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := report.ParsePeriod(s)
		if err != nil {
			if !errors.Is(err, report.ErrInvalid) || !p.IsZero() {
				t.Errorf("ParsePeriod(%q): got %v, %v, want no period and ErrInvalid", s, p, err)
			}
			return
		}
		if !strings.EqualFold(p.String(), s) {
			t.Errorf("ParsePeriod(%q).String(): got %q", s, p)
		}
		if again, err := report.ParsePeriod(p.String()); err != nil || again != p {
			t.Errorf("ParsePeriod(%q): got %v, %v, want %v", p, again, err, p)
		}
	})
}

func TestPeriod_IsWrittenInFixedForms(t *testing.T) {
	type forms struct{ Text, Label, Months, Next, Previous, First, Last string }
	for _, want := range []forms{
		{"2019-H1", "2019 (Jan-Jun)", "Jan-Jun", "2019-H2", "2018-H2", "2019-01-01", "2019-06-30"},
		{"2019-H2", "2019 (Jul-Dec)", "Jul-Dec", "2020-H1", "2019-H1", "2019-07-01", "2019-12-31"},
	} {
		t.Run(want.Text, func(t *testing.T) {
			p := period(t, want.Text)
			got := forms{
				p.String(), p.Label(), p.Months(), p.Next().String(), p.Previous().String(),
				p.First().Format(time.DateOnly), p.Last().Format(time.DateOnly),
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, day := range []time.Time{p.First(), p.Last()} {
				if want := day.Truncate(24 * time.Hour); day.Location() != time.UTC || !day.Equal(want) {
					t.Errorf("got %v, want a midnight in UTC", day)
				}
			}
		})
	}
}

func TestPeriod_FollowsItsPrevious(t *testing.T) {
	for p := period(t, "2013-H1"); p.Year < 2030; p = p.Next() {
		if got := p.Next().Previous(); got != p {
			t.Errorf("%s: Next and Previous lead to %s", p, got)
		}
		if got, want := p.Last().AddDate(0, 0, 1), p.Next().First(); !got.Equal(want) {
			t.Errorf("%s: the day after its last is %v, want %v", p, got, want)
		}
	}
}

func TestCompare_OrdersByTime(t *testing.T) {
	want := []report.Period{{Year: 2013, Half: 2}, {Year: 2018, Half: 1}, {Year: 2018, Half: 2}, {Year: 2019, Half: 1}}
	got := []report.Period{want[2], want[3], want[0], want[1]}
	slices.SortFunc(got, report.Period.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := want[0].Compare(want[0]); got != 0 {
		t.Errorf("a period against itself: got %d, want 0", got)
	}
}

func TestIsZero_IsTrueOfNoPeriodOnly(t *testing.T) {
	if !(report.Period{}).IsZero() {
		t.Error("the zero Period: got false, want true")
	}
	if period(t, "2019-H1").IsZero() {
		t.Error("2019-H1: got true, want false")
	}
}

func TestPeriod_IsTextInJSON(t *testing.T) {
	want := map[report.Period]report.Period{{Year: 2019, Half: 1}: {Year: 2018, Half: 2}}
	raw, err := json.Marshal(want)
	if err != nil || string(raw) != `{"2019-H1":"2018-H2"}` {
		t.Fatalf("got %s, %v", raw, err)
	}
	var got map[report.Period]report.Period
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestUnmarshalText_LeavesThePeriodWhenTheTextIsNone(t *testing.T) {
	got := report.Period{Year: 2019, Half: 1}
	if err := got.UnmarshalText([]byte("2019-H3")); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("got error %v, want ErrInvalid", err)
	}
	if want := (report.Period{Year: 2019, Half: 1}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
