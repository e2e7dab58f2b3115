package report_test

import (
	"errors"
	"strings"
	"testing"

	"lerr/internal/report"
)

func TestSorted(t *testing.T) {
	table := report.Table{Section: report.Criminal, Rows: []report.Row{
		{Country: "AT", Counts: report.CountsOf([6]int{4, 9, 4, 0, 0, 0})}, // a rate of few
		{Country: "AU", Counts: report.CountsOf([6]int{10, 5, 1, 9, 0, 0})},
		{Country: "AX", Counts: report.CountsOf([6]int{20, 7, 4, 6, 8, 2})},
		{Country: "DE", Counts: report.CountsOf([6]int{10, 8, 0, 3, 3, 4})},
	}}
	for order, want := range map[report.Order]string{
		report.ByName:        "AX AU AT DE",
		report.ByRequests:    "AX AU DE AT",
		report.ByAccounts:    "AT DE AX AU",
		report.ByContent:     "AX AT AU DE",
		report.ByNonContent:  "AU AX DE AT",
		report.ByNoData:      "AX DE AU AT",
		report.ByRejected:    "DE AX AU AT",
		report.ByContentRate: "AX AU DE AT",
	} {
		if got := leaders(report.Leaders{Rows: table.Sorted(order, report.Place{}, places(t))}); got != want {
			t.Errorf("%s: got %s, want %s", order, got, want)
		}
	}
	europe := report.Place{Region: regions()[1]}
	if got := leaders(report.Leaders{Rows: table.Sorted(report.ByRequests, europe, places(t))}); got != "AX DE AT" {
		t.Errorf("Europe: got %s", got)
	}
}

func TestParseOrder(t *testing.T) {
	for _, o := range report.Orders() {
		if got, err := report.ParseOrder(string(o)); got != o || err != nil {
			t.Errorf("%s: got %q, %v", o, got, err)
		}
	}
	for _, s := range []string{"", "Requests", "regions"} {
		if _, err := report.ParseOrder(s); !errors.Is(err, report.ErrNotFound) || !strings.Contains(err.Error(), "content-rate") {
			t.Errorf("%q: got %v", s, err)
		}
	}
}
