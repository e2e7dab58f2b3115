package views_test

import (
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// Each part of a bar has its label, in order and not over the next one, and a part too thin to be seen has a mark
// within it.
func TestOutcomes_EachPartIsSeenAndLabelled(t *testing.T) {
	a := sitetest.Archive(t)
	thin := 0
	for _, r := range a.Revisions() {
		for _, place := range everyPlace(a) {
			s := report.Selection{Period: r.Edition.Period, Place: place}
			o := views.OutcomesOf(a, s)
			if !o.Known {
				continue
			}
			total, _ := r.Edition.Headline().Total(place, a.Places())
			from, label := 0.0, -1.0
			for i, p := range o.Parts {
				share := 100 * float64(total.Outcomes()[i]) / float64(total.OutcomeSum())
				at := float(t, strings.TrimSuffix(p.At, "%"))
				if at < label || at > 85 {
					t.Errorf("%s: label %d is at %v, after %v", s.Label(), i, at, label)
				}
				label = at + 10
				if p.Mark == "" != (share == 0 || share >= 1.5) {
					t.Errorf("%s: part %d is %.2f%% of the bar, marked %q", s.Label(), i, share, p.Mark)
				}
				if p.Mark != "" {
					thin++
					if mark := float(t, strings.TrimSuffix(p.Mark, "%")); mark < from-0.05 || mark > from+share+0.05 {
						t.Errorf("%s: part %d is from %v, %v wide; its mark is at %v", s.Label(), i, from, share, mark)
					}
				}
				from += share
			}
		}
	}
	if thin < 40 {
		t.Errorf("only %d thin parts were seen", thin)
	}
}
