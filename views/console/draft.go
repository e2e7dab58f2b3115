package console

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// DraftPage is the page of one draft.
type DraftPage struct {
	ConsolePage
	DraftView
	Facts    []Fact
	Step     string // the next step, in a sentence
	Faults   []ProblemGroup
	Warnings report.Problems
	Notices  []ProblemGroup
	Notes    []NoteForm
	Changes  []ChangeTable
	Answers  []AnswerForm
	Figures  []FigureField
	Zones    []string
	StepUp   string // URL at which to enter the second factor again; empty if it is not needed

	CanEdit, CanSubmit, CanDiscard, CanReturn    bool
	CanApprove, CanSchedule, CanHold, CanPublish bool
}

// Fact is a name and a value.
type Fact struct{ Name, Value string }

// DraftView is the input of NewDraftPage.
type DraftView struct {
	Draft     publish.Draft
	Archive   *report.Archive
	Problems  report.Problems
	Blockers  report.Problems
	Questions []report.Question // those that quote a period's figures
	Actor     publish.Actor
	Stale     bool // the second factor must be entered again before an approval or a release
	Now       time.Time
	Typed     url.Values // input of a form that was refused
}

// NewDraftPage returns a draft's view model.
func NewDraftPage(p ConsolePage, v DraftView) (DraftPage, error) {
	d := v.Draft
	m := DraftPage{ConsolePage: p, DraftView: v, Facts: draftFacts(d, v.Now), Zones: zones}
	m.Faults = problemGroups(v.Problems.Only(report.SeverityError))
	m.Notices = problemGroups(v.Problems.Only(report.SeverityNotice))
	m.Warnings = v.Problems.Only(report.SeverityWarning)
	m.Notes = noteForms(d, v.Problems, v.Archive.Places())
	m.Changes = changeTables(d, v.Archive)
	m.Figures = figureFields(d, v.Archive)
	var err error
	if m.Answers, err = answerForms(d, v.Archive, v.Questions); err != nil {
		return m, err
	}
	m.permit(v)
	return m, nil
}

// permit sets what the actor can do with the draft now, and the next step.
func (m *DraftPage) permit(v DraftView) {
	d, ready := v.Draft, len(v.Blockers) == 0
	may := func(action publish.Action) bool { return publish.May(d, v.Actor, action) == nil }
	m.CanEdit, m.CanDiscard, m.CanReturn = may(publish.ActionEdit), may(publish.ActionDiscard), may(publish.ActionReturn)
	m.CanSubmit = may(publish.ActionSubmit) && ready
	m.CanApprove, m.CanSchedule = may(publish.ActionApprove), may(publish.ActionSchedule)
	m.CanHold, m.CanPublish = may(publish.ActionHold), may(publish.ActionPublish)
	if v.Stale && (m.CanApprove || m.CanSchedule || m.CanHold || m.CanPublish) {
		m.StepUp = urls.WithNext(urls.StepUp, urls.Draft(d.ID)+"#release")
		m.CanApprove, m.CanSchedule, m.CanHold, m.CanPublish = false, false, false, false
	}
	switch {
	case d.State == publish.DraftOpen && !ready:
		m.Step = fmt.Sprintf("Next: resolve %s, listed below.", views.Plural(len(v.Blockers), "problem or warning", "problems and warnings"))
	case d.State == publish.DraftOpen:
		m.Step = "Next: look at the preview, then submit it to a second person."
	case d.State == publish.DraftSubmitted:
		m.Step = "Next: an approver who did not prepare it looks at the preview and at the changes, then approves or returns it."
	case d.State == publish.DraftApproved:
		m.Step = "Next: schedule it, or publish it now."
	case d.State == publish.DraftScheduled:
		m.Step = "It becomes public automatically at its time."
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
	add("Changed by", strings.Join(d.Changers(), ", "))
	add("Submitted by", d.SubmittedBy)
	if d.Direct {
		add("Approval", "none: it comes directly from the command line, without a second person")
	}
	if d.ApprovedBy != "" {
		add("Approved by", d.ApprovedBy+", "+Clock(d.ApprovedAt))
	}
	if !d.ReleaseAt.IsZero() {
		release := NewMoment(d.ReleaseAt, now, d.Zone)
		add("Release", fmt.Sprintf("%s (%s)", release.Local, release.UTC))
	}
	add("Last change", Clock(d.UpdatedAt)+" by "+d.UpdatedBy)
	return facts
}

// noteLabel returns the label of a draft's public note.
func noteLabel(d publish.Draft) string {
	if d.Again() {
		return "Public note on publishing it again: why it was withdrawn, and what is different now"
	}
	return "Public note on the correction: what was wrong, why, and what it changes"
}

// zones are suggestions for release times; any IANA zone can be typed.
var zones = []string{"UTC", "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"}

// typed returns the input of a field if its form was refused, or else its stored value.
func typed(m DraftPage, field, value string) string {
	if m.Typed.Has(field) {
		return m.Typed.Get(field)
	}
	return value
}

// ticked reports whether a warning was ticked in a form that was refused.
func ticked(m DraftPage, key string) bool { return slices.Contains(m.Typed["warning"], key) }
