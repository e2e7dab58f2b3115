package data

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// loadMethodology reads the texts of the page on how the figures are made, the signs of a cell, and
// the self-assessment.
func loadMethodology(site *report.Site) error {
	err := eachText("site/methodology", func(id string, t report.Text) {
		site.Methodology = append(site.Methodology, report.Chapter{ID: id, Title: t.Title, Body: t.Body})
	})
	if err != nil {
		return err
	}
	err = eachRecord("site/signs.csv", []string{"sign", "meaning"}, func(r []string) error {
		site.Signs = append(site.Signs, report.Sign{Sign: r[0], Meaning: r[1]})
		return nil
	})
	if err != nil {
		return err
	}
	verdicts := []report.Verdict{report.VerdictYes, report.VerdictNo, report.VerdictNotReported, report.VerdictByCalendar}
	return eachRecord("site/assessment.csv", []string{"element", "answer", "reason", "address"}, func(r []string) error {
		e := report.Element{Name: r[0], Verdict: report.Verdict(r[1]), Reason: r[2], Address: r[3]}
		if !slices.Contains(verdicts, e.Verdict) {
			return fmt.Errorf("answer is %q, want one of %q", r[1], verdicts)
		}
		site.Assessment = append(site.Assessment, e)
		return nil
	})
}
