package views

import (
	"fmt"
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Headline holds the selection's own figures.
type Headline struct {
	Selection report.Selection
	Absent    string // a sentence shown instead of figures, if the place made no request
	Measures  []Measure
	Break     string // explains a missing comparison with the half-year before; usually empty
	Outcomes  Outcomes
	Notes     []string
	Strip     Strip      // of all half-years; empty on the page of a revision
	News      []NewsItem // empty on the page of a revision, too, whose half-year before may be corrected
}

// ReportPage is the report for one selection.
type ReportPage struct {
	Page
	Intro         []Section // on the world's page alone
	Banner        Banner    // usually empty
	Applied       string    // "2019 (Jan-Jun) - Global"
	Filter        Filter
	Headline      Headline
	Tables        Tables
	Supplementary []Supplementary
	OverTime      OverTime // of a place, but not on the page of a revision
	Warrants      []LabelledFigure
	Note          string   // on the whole edition
	Files         []Link   // of the revision, on the page of a revision
	Line          DataLine // empty for the world, whose figures are those of the files
	Trust         Trust
	Next          NextRelease // empty on the page of a revision
	FAQIntro      string
	Answers       []Answer
	Questions     []Link // to the answers, where they are not on the page
	Expand        urls.Expand
}

// NewReportPage returns the report for a selection. path is the page's canonical path: the
// selection's own, or that of the home page. It fails with report.ErrNotFound if the period is not
// published.
func NewReportPage(f Frame, a *report.Archive, s report.Selection, path string, expand urls.Expand) (ReportPage, error) {
	a, s = a.In(s)
	revision, err := a.Revision(s.Period)
	if err != nil {
		return ReportPage{}, err
	}
	e := &revision.Edition
	m := ReportPage{
		Page:          newPage(f, path, s.Label(), describeReport(f.Site.Organization, a, s, e)),
		Applied:       s.Label(),
		Banner:        correctedBanner(revision),
		Filter:        newFilter(f, a, s, e.Headline()),
		Tables:        newTables(a, s, e.Headline(), expand),
		Supplementary: newSupplementary(f, a, s, e, expand),
		Note:          e.Note,
		Trust:         newTrust(f.Site, revision, s),
		Expand:        expand,
	}
	m.at(entryReport, s)
	m.Warrants = warrants(a, s, e)
	if m.Headline, err = newHeadline(f, a, s, e); err != nil {
		return ReportPage{}, err
	}
	if path == urls.Home || path == urls.Report(s) {
		m.Headline.Strip, m.Headline.News, m.Next = newStrip(a, s), newNews(a, s), newNextRelease(a)
		if !s.Place.IsGlobal() {
			m.OverTime, m.Bundle = newOverTime(a, s.Place), bundlePlace
		}
	} else {
		m.Files = revisionFiles(revision)
	}
	if s.Place.IsGlobal() {
		if m.Intro, err = newIntro(f.Site.Intro); err != nil {
			return ReportPage{}, err
		}
	}
	if err := m.answer(a, f.Site, expand); err != nil {
		return ReportPage{}, err
	}
	m.showFigures(revision, s.Label())
	m.Cite = f.Site.Cite(revision.Citation(s.Label(), urls.Absolute(f.BaseURL, urls.Revision(s.Period, revision.Number, s.Place))))
	m.share(NewShareCard(f, a, s))
	m.CiteMore = urls.Cite(s)
	view, err := a.Observations(s)
	if err != nil {
		return ReportPage{}, err
	}
	m.Data = urls.Report(s)
	if path != urls.Home {
		m.Data = path // of a single revision, its own
	}
	if !s.Place.IsGlobal() {
		m.Line = newDataLine(m.Data, view)
	}
	m.Dataset = pageDataset(m.Page, interval(s.Period, s.Period), s.Place.Name(), strconv.Itoa(revision.Number))
	return m, nil
}

func newHeadline(f Frame, a *report.Archive, s report.Selection, e *report.Edition) (Headline, error) {
	h := Headline{Selection: s}
	table := e.Headline()
	total, rows := table.Total(s.Place, a.Places())
	requests, accounts, err := a.Deltas(s)
	if err != nil {
		return h, err
	}
	for _, c := range a.Places().In(s.Place) {
		if row, ok := table.Row(c.Code); ok && row.Note != "" {
			h.Notes = append(h.Notes, c.Name+": "+row.Note)
		}
	}
	h.Notes = append(h.Notes, remarks(table, s.Place, a.Places())...)
	if s.Place.IsCountry() && total.NotGiven != 0 {
		h.Notes = append(h.Notes, report.StatusNotGiven.Sign()+": "+report.StatusNotGiven.Meaning())
	}
	if requests.Comparison == report.AcrossBreak {
		h.Break = report.BreakText
	}
	h.Outcomes = outcomesOf(total, table.CountUnit())
	if rows == 0 {
		h.Absent = noRowText(f.Site.Organization, s)
		if requests.Comparison == report.Comparable && requests.From > 0 {
			h.Absent += fmt.Sprintf(" In %s there had been %s.", requests.Previous.Label(), Number(requests.From))
		}
		return h, nil
	}
	h.Measures = []Measure{
		measure("Total number of requests", "Requests", figureText(total, 0), requests),
		measure("Accounts/users specified in request", "Accounts/users", figureText(total, 1), accounts),
	}
	return h, nil
}

// noRowText says that a place has no row in a half-year's table, in the same words everywhere.
func noRowText(organization string, s report.Selection) string {
	return fmt.Sprintf("%s’s tables have no row for %s in %s.", organization, s.Place.InProse(), s.Period.Label())
}

// describeReport returns the description for search engines and shared links.
func describeReport(organization string, a *report.Archive, s report.Selection, e *report.Edition) string {
	total, rows := e.Headline().Total(s.Place, a.Places())
	from := "law enforcement agencies around the world"
	if !s.Place.IsGlobal() {
		from = "law enforcement in " + s.Place.InProse()
	}
	if rows == 0 {
		return noRowText(organization, s)
	}
	requests, accounts := Plural(total.Requests, "request", "requests"), ", specifying "+Plural(total.Accounts, "account", "accounts")
	if !total.Has(0) {
		requests = "requests"
	}
	if !total.Has(1) {
		accounts = ""
	}
	return fmt.Sprintf("%s received %s for customer data from %s in %s%s: how many there were, and how they ended.",
		organization, requests, from, s.Period.Label(), accounts)
}
