package publish_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

func TestArchive_MeetsTheControlTotals(t *testing.T) {
	type total struct {
		Period             string
		Requests, Accounts int
	}
	// Each is the total that the period's published workbook states.
	want := []total{
		{"2019-H1", 24175, 43727},
		{"2018-H2", 21433, 41112},
		{"2018-H1", 23222, 46488},
		{"2017-H2", 22939, 40181},
		{"2017-H1", 25367, 44831},
		{"2016-H2", 25837, 44876},
		{"2016-H1", 35572, 60372},
		{"2015-H2", 39083, 64614},
		{"2015-H1", 35228, 62750},
		{"2014-H2", 31002, 52997},
		{"2014-H1", 34494, 58562},
		{"2013-H2", 35083, 58676},
		{"2013-H1", 37196, 66539},
	}
	archive := sitetest.Archive(t)
	var got, regional []total
	for _, r := range archive.Revisions() {
		headline := r.Edition.Headline()
		world, _ := headline.Total(report.Place{}, archive.Places())
		got = append(got, total{r.Edition.Period.String(), world.Requests, world.Accounts})
		var sum report.Counts
		for _, region := range archive.Places().Regions() {
			part, _ := headline.Total(report.Place{Region: region}, archive.Places())
			sum = sum.Add(part)
		}
		regional = append(regional, total{r.Edition.Period.String(), sum.Requests, sum.Accounts})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Global (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want, regional); diff != "" {
		t.Errorf("the regions together (-want +got)\n%s", diff)
	}
}
