package console

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// DraftPage is one draft with everything that can be done to it.
type DraftPage struct {
	ConsolePage
	ID       string
	Version  string
	Heading  string
	State    string
	Facts    []Fact
	Step     string // what to do next, in a sentence
	Sections []SectionRow
	Faults   []ProblemGroup
	Warnings []WarningRow
	Notices  []ProblemGroup
	Notes    []NoteForm
	Changes  []ChangeTable
	Answers  []AnswerForm
	Figures  []FigureField
	Digest   string
	Typed    url.Values // what was typed into a form that was refused

	IsCorrection bool
	PublicNote   string
	EditionNote  string

	StepUp string // where to give the second factor again, before what needs it; empty when it is fresh

	CanEdit, CanSubmit, CanApprove, CanRelease, IsScheduled, CanReturn bool
	WhyNotApprove                                                      string
	Release                                                            Moment
	Zones                                                              []string
	Zone                                                               string
	Reason                                                             string
}

// Fact is a name and a value.
type Fact struct{ Name, Value string }

// SectionRow is a section's totals.
type SectionRow struct {
	Section string
	Counts  views.CountsRow
	Rows    string
}

// DraftView is what a draft's page is made of.
type DraftView struct {
	Draft     publish.Draft
	Archive   *report.Archive
	Problems  report.Problems
	Blockers  report.Problems
	Questions []report.Question // those that quote a period's figures
	Actor     string
	May       struct{ Edit, Approve, Release bool }
	Stale     bool // the second factor must be given again before approving or releasing
	Now       time.Time
	Typed     url.Values
}

// NewDraftPage makes a draft's view model.
func NewDraftPage(p ConsolePage, v DraftView) (DraftPage, error) {
	d := v.Draft
	m := DraftPage{
		ConsolePage: p, ID: d.ID, Version: strconv.Itoa(d.Version), Heading: draftTitle(d),
		State: draftState(d.State), Digest: d.ContentDigest(), Typed: v.Typed,
		IsCorrection: d.Corrects > 0, PublicNote: d.Note, EditionNote: d.Edition.Note,
		Zones: zones, Zone: d.Zone,
	}
	m.Facts = draftFacts(d, v.Now)
	for _, t := range d.Edition.Tables {
		m.Sections = append(m.Sections, SectionRow{
			Section: t.Section.Name(), Counts: views.NewCountsRow(t.Section.Name(), t.Sum()), Rows: views.Plural(len(t.Rows), "country", "countries"),
		})
	}
	m.Faults = problemGroups(v.Problems.Only(report.SeverityError))
	m.Notices = problemGroups(v.Problems.Only(report.SeverityNotice))
	m.Warnings = warningRows(d, v.Problems.Only(report.SeverityWarning))
	m.Notes = noteForms(d, v.Archive.Places())
	m.Changes = changeTables(d, v.Archive)
	m.Figures = figureFields(d, v.Archive)
	var err error
	if m.Answers, err = answerForms(d, v.Archive, v.Questions); err != nil {
		return m, err
	}
	m.permit(v)
	return m, nil
}

// permit says what the actor can do with the draft now, and what comes next.
func (m *DraftPage) permit(v DraftView) {
	d, clear := v.Draft, len(v.Blockers) == 0
	own := v.Actor == d.SubmittedBy || v.Actor == d.UploadedBy
	m.CanEdit = v.May.Edit && !d.IsOver()
	m.CanSubmit = m.CanEdit && d.State == publish.DraftOpen && clear
	m.CanApprove = v.May.Approve && d.State == publish.DraftSubmitted && !own
	m.CanRelease = v.May.Release && (d.State == publish.DraftApproved || d.State == publish.DraftScheduled)
	if v.Stale && (m.CanApprove || m.CanRelease) {
		m.StepUp = urls.WithNext(urls.StepUp(), urls.Draft(m.ID)+"#release")
		m.CanApprove, m.CanRelease = false, false
	}
	m.CanReturn = !d.IsOver() && d.State != publish.DraftOpen
	m.IsScheduled = d.State == publish.DraftScheduled
	if m.IsScheduled {
		m.Release = NewMoment(d.ReleaseAt, v.Now, d.Zone)
	}
	switch {
	case d.State == publish.DraftOpen && !clear:
		m.Step = fmt.Sprintf("Next: settle %s below.", views.Plural(len(v.Blockers), "point", "points"))
	case d.State == publish.DraftOpen:
		m.Step = "Next: look at the preview, then submit it to a second person."
	case d.State == publish.DraftSubmitted && own:
		m.Step = "Next: a second person approves it. You prepared it, so it cannot be you."
	case d.State == publish.DraftSubmitted:
		m.Step = "Next: look at the preview and at what changes, then approve it, or return it."
	case d.State == publish.DraftApproved:
		m.Step = "Next: schedule it, or publish it now."
	case d.State == publish.DraftScheduled:
		m.Step = "It becomes public by itself at its time."
	}
}

func draftFacts(d publish.Draft, now time.Time) []Fact {
	facts := []Fact{{"State", draftState(d.State)}}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, Fact{name, value})
		}
	}
	if d.File.Name != "" {
		add("File", fmt.Sprintf("%s, %s bytes", d.File.Name, views.Number(d.File.Size)))
	}
	add("Uploaded by", d.UploadedBy)
	add("Submitted by", d.SubmittedBy)
	if d.ApprovedBy != "" {
		add("Approved by", fmt.Sprintf("%s, %s", d.ApprovedBy, d.ApprovedAt.UTC().Format("2 January 2006, 15:04 UTC")))
	}
	if !d.ReleaseAt.IsZero() {
		release := NewMoment(d.ReleaseAt, now, d.Zone)
		add("Release", fmt.Sprintf("%s (%s)", release.Local, release.UTC))
	}
	add("Last change", fmt.Sprintf("%s by %s", d.UpdatedAt.UTC().Format("2 January 2006, 15:04 UTC"), d.UpdatedBy))
	return facts
}

// zones are offered for release times; any IANA zone can be typed.
var zones = []string{"UTC", "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"}

// typed is what stood in a field when its form was refused, or else the field's own value.
func typed(m DraftPage, field, value string) string {
	if m.Typed.Has(field) {
		return m.Typed.Get(field)
	}
	return value
}

// ticked is whether a warning was ticked when the form was refused.
func ticked(m DraftPage, key string) bool { return slices.Contains(m.Typed["warning"], key) }
