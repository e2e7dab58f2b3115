package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// tableOf is a headline of countries and their requests: "DE", 5, "KR", 3 …
func tableOf(pairs ...any) report.Table {
	t := report.Table{Section: report.Criminal}
	for i := 0; i+1 < len(pairs); i += 2 {
		n := pairs[i+1].(int)
		t.Rows = append(t.Rows, report.Row{Country: pairs[i].(string), Counts: report.Counts{Requests: n, Rejected: n}})
	}
	return t
}

func TestRank_IsSharedByTies(t *testing.T) {
	table := tableOf("AT", 3, "AU", 9, "CI", 0, "DE", 9, "KR", 3)
	for code, want := range map[string]report.Rank{
		"AU": {Place: 1, Of: 5, Tied: true}, "DE": {Place: 1, Of: 5, Tied: true},
		"AT": {Place: 3, Of: 5, Tied: true}, "KR": {Place: 3, Of: 5, Tied: true}, "CI": {Place: 5, Of: 5},
	} {
		got, ok := table.Rank(code)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %v (-want +got)\n%s", code, ok, diff)
		}
	}
	if got, ok := table.Rank("AX"); ok {
		t.Errorf("a country without a row: got %+v", got)
	}
}

// leaders writes codes and the rate.
func leaders(l report.Leaders) string {
	var codes []string
	for _, r := range l.Rows {
		codes = append(codes, r.Country)
	}
	return strings.Join(codes, " ")
}

func TestLeaders(t *testing.T) {
	table := tableOf("AT", 3, "AU", 9, "CI", 1, "DE", 9, "KR", 3)
	europe := report.Place{Region: regions()[1]}
	for _, tt := range []struct {
		name, want string
		place      report.Place
		n          int
		rate       report.Rate
		of         int
		tied       bool
	}{
		{"the first of two alike, by name", "AU", report.Place{}, 1, report.RateOf(9, 25), 5, true},
		{"both", "AU DE", report.Place{}, 2, report.RateOf(18, 25), 5, false},
		{"one of two third ones", "AU DE AT", report.Place{}, 3, report.RateOf(21, 25), 5, true},
		{"more than there are", "AU DE AT KR CI", report.Place{}, 9, report.RateOf(25, 25), 5, false},
		{"of a region", "DE", europe, 1, report.RateOf(9, 12), 2, false},
	} {
		got := table.Leaders(tt.place, places(t), tt.n)
		if leaders(got) != tt.want || got.Rate != tt.rate || got.Of != tt.of || got.Tied != tt.tied {
			t.Errorf("%s: got %+v", tt.name, got)
		}
	}
}

func TestMajority_IsMoreThanHalf(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		table      report.Table
		tied       bool
	}{
		{"nothing", "", tableOf(), false},
		{"no requests", "", tableOf("AU", 0), false},
		{"one alone", "AU", tableOf("AU", 1), false},
		{"half is not more than half", "AU DE", tableOf("AU", 5, "DE", 5), false},
		{"one", "AU", tableOf("AU", 6, "DE", 5), false},
		{"two of four alike and more", "AU DE AT", tableOf("AU", 1, "DE", 1, "AT", 1, "KR", 1), true},
	} {
		got := tt.table.Majority(report.Place{}, places(t))
		if tt.name == "two of four alike and more" {
			if len(got.Rows) != 3 || !got.Tied {
				t.Errorf("%s: got %+v", tt.name, got)
			}
			continue
		}
		if leaders(got) != tt.want || got.Tied != tt.tied {
			t.Errorf("%s: got %+v", tt.name, got)
		}
	}
}
