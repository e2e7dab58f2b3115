package views_test

import (
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/views"
)

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 24175: "24,175", 1234567: "1,234,567", -9735: "−9,735",
	} {
		if got := views.Number(n); got != want {
			t.Errorf("Number(%d): got %q, want %q", n, got, want)
		}
	}
}

func TestShareAndRate(t *testing.T) {
	for p, want := range map[report.Permille][2]string{
		0: {"0.0%", "0.0%"}, 4: {"0.4%", "+0.4%"}, 534: {"53.4%", "+53.4%"}, 1000: {"100.0%", "+100.0%"}, 12345: {"1234.5%", "+1234.5%"},
	} {
		if got := [2]string{views.Share(p), views.Rate(p)}; got != want {
			t.Errorf("%d: got %q, want %q", p, got, want)
		}
	}
	if got, want := views.Rate(-31), "−3.1%"; got != want {
		t.Errorf("a fall: got %q, want %q", got, want)
	}
}

func TestShares_StandForNothingThatIsTooFew(t *testing.T) {
	for rate, want := range map[report.Rate][2]string{
		report.RateOf(0, 0): {"", "–"}, report.RateOf(0, 9): {"", "–"}, report.RateOf(9, 9): {"–", "–"},
		report.RateOf(0, 10): {"", "0"}, report.RateOf(4, 12): {"33.3%", "33.3%"}, report.RateOf(12, 12): {"100.0%", "100.0%"},
		report.RateOf(1, 5000): {"<0.1%", "<0.1%"}, report.RateOf(4999, 5000): {">99.9%", ">99.9%"}, report.RateOf(1, 2000): {"0.1%", "0.1%"},
	} {
		if got := [2]string{views.ShortShare(rate), views.LoneShare(rate)}; got != want {
			t.Errorf("%d of %d: got %q, want %q", rate.Part, rate.Whole, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	zone := time.FixedZone("behind UTC", -5*3600)
	if got, want := views.Date(time.Date(2026, 11, 23, 22, 0, 0, 0, zone)), "24 November 2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPluralAndSentence(t *testing.T) {
	for n, want := range map[int]string{0: "0 countries", 1: "1 country", 1200: "1,200 countries"} {
		if got := views.Plural(n, "country", "countries"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, names := range map[string][]string{
		"": nil, "A": {"A"}, "A and B": {"A", "B"}, "A, B and C": {"A", "B", "C"},
	} {
		if got := views.Sentence(names); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
