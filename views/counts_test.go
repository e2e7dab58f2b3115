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

// What is read out instead of a bar has the number of each outcome, none left out, and its share if there are enough.
func TestOutcomes_SummaryHasEachNumber(t *testing.T) {
	a := sitetest.Archive(t)
	few, none := 0, 0
	for _, r := range a.Revisions() {
		for _, place := range everyPlace(a) {
			s := report.Selection{Period: r.Edition.Period, Place: place}
			o := views.OutcomesOf(a, s)
			total, _ := r.Edition.Headline().Total(place, a.Places())
			var parts []string
			for i, n := range total.Outcomes() {
				part := views.OutcomeLabels[i].Plain + " " + views.Number(n)
				switch {
				case n == 0:
					none++
				case total.OutcomeSum() < report.MinForPercent:
					few++
				default:
					part += " (" + o.Parts[i].Share + ")"
				}
				parts = append(parts, part)
			}
			want := "How the requests ended: " + strings.Join(parts[:3], ", ") + " and " + parts[3] + "."
			if o.Summary != want {
				t.Errorf("%s: got %q, want %q", s.Label(), o.Summary, want)
			}
		}
	}
	if few < 40 || none < 40 {
		t.Errorf("only %d outcomes of few requests and %d of none were seen", few, none)
	}
}
