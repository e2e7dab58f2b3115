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

// DraftHead is what every page of a draft shows: what it is, and its steps.
type DraftHead struct {
	ConsolePage
	DraftView
	About string // who prepares it and since when
	Steps Steps
}

// NewDraftHead returns the head of a step's page; of the overview's if step is "".
func NewDraftHead(p ConsolePage, v DraftView, step string) DraftHead {
	return DraftHead{ConsolePage: p, DraftView: v, About: about(v.Draft), Steps: NewSteps(v, step)}
}

// about says what a draft is, in a sentence or two.
func about(d publish.Draft) string {
	what := "First publication."
	switch {
	case d.Corrects > 0:
		what = fmt.Sprintf("Starts from revision %d; the public page stays as it is until this one is released.", d.Corrects)
	case d.Again():
		what = "Published again after it was withdrawn."
	}
	return fmt.Sprintf("%s Last changed by %s, %s.", what, d.UpdatedBy, Clock(d.UpdatedAt))
}

// DraftPage is the overview of a draft, or the page of one of its steps.
type DraftPage struct {
	DraftHead
	StepForm
	Next      string // what to do next, in a sentence
	Ways      []Way  // what stands in the way
	Faults    []ProblemKind
	Elsewhere []ProblemKind // problems that other steps resolve
	Notices   []ProblemKind
	Kinds     []WarningKind
	Says      Says
	Done      []DoneRow // what was done with it, the last first
	Approvers string    // who can approve it, in sentences
	Table     FiguresTable
	Texts     []TextField
	Answers   []AnswerField
	StepUp    string // URL at which to enter the second factor again; empty if it is not needed

	CanEdit, CanSubmit, CanDiscard, CanReturn bool
	CanApprove, CanSchedule, CanPublish       bool
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
	Form      StepForm // of the step whose page is shown: its address, and what was typed in it
	Table     string   // of the figures that are shown
	Approvers []string // names of those whose role lets them approve; for the overview
}

// NewDraftPage returns the view model of a step's page; of the overview's if step is "".
func NewDraftPage(p ConsolePage, v DraftView, step string) (DraftPage, error) {
	d := v.Draft
	m := DraftPage{DraftHead: NewDraftHead(p, v, step), StepForm: v.Form}
	m.permit(v)
	switch step {
	case "":
		m.Ways = ways(v)
		m.Says, m.Done, m.Approvers = newSays(v), doneRows(d), approversText(v)
	case StepProblems:
		faults := v.Problems.Only(report.SeverityError)
		here := func(p report.Problem) bool { return stepOf(p) == StepProblems }
		m.Elsewhere = problemKinds(v, slices.DeleteFunc(slices.Clone(faults), here))
		m.Faults = problemKinds(v, slices.DeleteFunc(faults, func(p report.Problem) bool { return !here(p) }))
		m.Notices = problemKinds(v, v.Problems.Only(report.SeverityNotice))
	case StepWarnings:
		m.Kinds = warningKinds(v)
	case StepFigures:
		m.Table = newFiguresTable(v, v.Table)
		m.Texts = TextFields(v)
	case StepTexts:
		m.Texts = TextFields(v)
		var err error
		if m.Answers, err = AnswerFields(v); err != nil {
			return m, err
		}
	}
	fields := StoredFields(v, step)
	m.Stored = url.Values{}
	for _, f := range fields {
		m.Stored[f.Name] = f.Values
	}
	if !m.CanEdit {
		m.leave(fields)
	}
	m.setConflicts(v, fields)
	return m, nil
}

// Way is what stands in the way in one step.
type Way struct{ Step, Text, Href, Link string }

// wayLinks are the links to the steps in which something stands in the way.
var wayLinks = map[string]string{
	StepProblems: "Look at the problems", StepWarnings: "Look at the warnings", StepFigures: "Look at the figures", StepTexts: "Write the texts",
}

// ways returns what stands in the way of a draft, by step. The first of several problems is told.
func ways(v DraftView) (list []Way) {
	if v.Draft.IsOver() {
		return nil
	}
	for _, s := range NewSteps(v, "") {
		problems := v.blocking(strings.ToLower(s.Name))
		if len(problems) == 0 {
			continue
		}
		text := wayText(v, strings.ToLower(s.Name), problems)
		list = append(list, Way{s.Name, text, s.Href, wayLinks[strings.ToLower(s.Name)]})
	}
	return list
}

// wayText says what stands in the way in a step: how much, and the first of it.
func wayText(v DraftView, step string, problems report.Problems) string {
	first := problems[0].Text
	if step == StepWarnings {
		kinds := map[string]bool{}
		for _, p := range problems {
			kinds[kindOf(p)] = true
		}
		// The first clause says why. The figures that follow stand on the page.
		worst, _, _ := strings.Cut(first, ";")
		worst, _, _ = strings.Cut(worst, ". ")
		return fmt.Sprintf("%s in %s not accepted yet. First: %s.", views.Plural(len(problems), "row", "rows"),
			views.Plural(len(kinds), "kind is", "kinds are"), strings.TrimSuffix(worst, "."))
	}
	if more := len(problems) - 1; more > 0 {
		return first + fmt.Sprintf(" And %d more.", more)
	}
	return first
}

// permit sets what the actor can do with the draft now, and the next step.
func (m *DraftPage) permit(v DraftView) {
	d, ready := v.Draft, len(v.Blockers) == 0
	may := func(action publish.Action) bool { return publish.May(d, v.Actor, action) == nil }
	m.CanEdit, m.CanDiscard, m.CanReturn = may(publish.ActionEdit), may(publish.ActionDiscard), may(publish.ActionReturn)
	m.CanSubmit = may(publish.ActionSubmit) && ready
	m.CanApprove, m.CanSchedule = may(publish.ActionApprove), may(publish.ActionSchedule)
	m.CanPublish = may(publish.ActionPublish)
	if v.Stale && (m.CanApprove || m.CanSchedule || m.CanPublish) {
		m.StepUp = urls.WithNext(urls.StepUp, urls.Draft(d.ID)+"#release")
		m.CanApprove, m.CanSchedule, m.CanPublish = false, false, false
	}
	switch {
	case d.State == publish.DraftOpen && !ready:
		m.Next = fmt.Sprintf("Next: resolve %s. The steps say where.", views.Plural(len(v.Blockers), "problem or warning", "problems and warnings"))
	case d.State == publish.DraftOpen:
		m.Next = "Next: look at the preview, then submit it to a second person."
	case d.State == publish.DraftSubmitted:
		m.Next = "Next: an approver who did not prepare it looks at the preview and at the changes, then approves or returns it."
	case d.State == publish.DraftApproved:
		m.Next = "Next: schedule it, or publish it now."
	case d.State == publish.DraftScheduled:
		m.Next = "It becomes public automatically at its time."
	}
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
