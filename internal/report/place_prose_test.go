package report_test

import (
	"slices"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// TestInProse_HasTheArticleWhereEnglishDoes names every place of the shipped report that takes "the".
func TestInProse_HasTheArticleWhereEnglishDoes(t *testing.T) {
	with := []string{
		"Netherlands", "United Kingdom", "United States", "United Arab Emirates", "Czech Republic", "Dominican Republic",
		"British Virgin Islands", "French Southern Territories",
	}
	for _, c := range sitetest.Shipped(t).Countries {
		want := c.Name
		if slices.Contains(with, c.Name) {
			want = "the " + c.Name
		}
		if got := (report.Place{Country: c}).InProse(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for name, want := range map[string]string{"Europe": "Europe", "Middle East and Africa": "the Middle East and Africa"} {
		if got := (report.Place{Region: report.Region{Slug: "x", Name: name}}).InProse(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (report.Place{}).InProse(); got != "the world" {
		t.Errorf("got %q, want the world", got)
	}
}
