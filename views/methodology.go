package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// IDs of the methodology chapters that are followed by generated content.
const (
	chapterDefinitions = "definitions"
	chapterSections    = "sections"
	chapterOddities    = "oddities"
	chapterSigns       = "signs"
	chapterAssessment  = "self-assessment"
)

// MethodologyPage explains how the figures are made.
type MethodologyPage struct {
	Page
	Chapters   []Section
	Sections   []string     // column heads of the table of reported sections
	Reported   []ReportedBy // its rows, newest period first
	Oddities   []Oddity
	Assessment []AssessedElement
	Score      string // "5 yes, 2 no, 3 not reported"
}

// ReportedBy says which sections a period reports.
type ReportedBy struct {
	Period, URL string
	Cells       []string // "53 countries", or "not reported"
}

// Oddity is a public note on figures.
type Oddity struct {
	Of   Link
	What string // ", Civil legal requests, Brazil"; empty for a note on the whole period
	Text string
}

// AssessedElement is one element of the self-assessment with its answer.
type AssessedElement struct {
	Name   string
	Answer string
	Class  string
	Reason string
	URL    string
}

// NewMethodologyPage returns the methodology page.
func NewMethodologyPage(f Frame, a *report.Archive) (MethodologyPage, error) {
	m := MethodologyPage{
		Page: newPage(f, urls.Methodology, "Methodology",
			"What the figures count, what they leave out, how shares are worked out, and how the report answers the Ranking Digital Rights indicator P11a."),
	}
	m.Bundle = bundleExplore
	m.at("", report.Selection{Period: a.NewestPublished()})
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		m.showFigures(newest, "methodology")
	}
	for _, c := range f.Site.Methodology {
		body, err := a.Describe(c.Body, Number, Date)
		if err != nil {
			return m, fmt.Errorf("methodology %s: %w", c.ID, err)
		}
		html, err := Markdown(body)
		if err != nil {
			return m, fmt.Errorf("methodology %s: %w", c.ID, err)
		}
		m.Chapters = append(m.Chapters, Section{ID: c.ID, Title: c.Title, HTML: html})
	}
	m.Sections, m.Reported = reportedBy(a)
	m.Oddities = oddities(a)
	return m, m.assess(f.Site.Assessment, a)
}

// sectionHeads holds the column heads of the table of reported sections.
var sectionHeads = map[report.Section]string{
	report.Combined: "One sum of all kinds", report.Criminal: "Criminal", report.Emergencies: "Emergencies",
	report.Civil: "Civil", report.Skype: "Skype",
}

// reportedBy returns the table of sections by period.
func reportedBy(a *report.Archive) (heads []string, rows []ReportedBy) {
	for _, s := range report.Sections() {
		heads = append(heads, sectionHeads[s])
	}
	heads = append(heads, "Extraterritorial")
	for _, r := range a.Revisions() {
		e := &r.Edition
		row := ReportedBy{Period: e.Period.Label(), URL: urls.Report(report.Selection{Period: e.Period})}
		for _, s := range report.Sections() {
			cell := notReported
			if t, ok := e.Table(s); ok {
				cell = Plural(len(t.Rows), "country", "countries")
			}
			row.Cells = append(row.Cells, cell)
		}
		cell := notReported
		if _, ok := e.SingleFigure(report.ConsumerWarrants); ok {
			cell = "U.S. warrants"
		}
		row.Cells = append(row.Cells, cell)
		rows = append(rows, row)
	}
	return heads, rows
}

// notReported marks a section that a period does not report.
const notReported = "not reported"

// oddities returns every public note on published figures.
func oddities(a *report.Archive) []Oddity {
	var list []Oddity
	for _, r := range a.Revisions() {
		e := &r.Edition
		add := func(p report.Place, what, text string) {
			if text != "" {
				list = append(list, Oddity{Link{e.Period.Label(), urls.Report(report.Selection{Period: e.Period, Place: p})}, what, text})
			}
		}
		add(report.Place{}, "", e.Note)
		for _, t := range e.Tables {
			add(report.Place{}, ", "+t.Section.Name(), t.Note)
			for _, row := range t.Rows {
				country, _ := a.Places().Country(row.Country)
				add(report.Place{Country: country}, ", "+t.Section.Name()+", "+country.Name, row.Note)
			}
		}
	}
	return list
}

// verdicts holds the answers of an assessment as shown to readers, in the order of the score.
var verdicts = []struct {
	verdict       report.Verdict
	answer, class string
}{
	{report.VerdictYes, "Yes", "yes"},
	{report.VerdictNo, "No", "no"},
	{report.VerdictNotReported, "Not reported", "unknown"},
}

// assess fills the assessment and its score.
func (m *MethodologyPage) assess(elements []report.Element, a *report.Archive) error {
	counts := map[report.Verdict]int{}
	for _, e := range elements {
		verdict := e.Verdict
		if verdict == report.VerdictByCalendar {
			verdict = a.Timely()
		}
		counts[verdict]++
		reason, err := a.Describe(e.Reason, Number, Date)
		if err != nil {
			return fmt.Errorf("assessment of %q: %w", e.Name, err)
		}
		assessed := AssessedElement{Name: e.Name, Reason: reason, URL: e.Address}
		for _, v := range verdicts {
			if v.verdict == verdict {
				assessed.Answer, assessed.Class = v.answer, v.class
			}
		}
		m.Assessment = append(m.Assessment, assessed)
	}
	var parts []string
	for _, v := range verdicts {
		parts = append(parts, fmt.Sprintf("%s %s", Number(counts[v.verdict]), string(v.verdict)))
	}
	m.Score = fmt.Sprintf("Of %s: %s.", Plural(len(elements), "element", "elements"), Sentence(parts))
	return nil
}
