package console

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// StepState is how far a step of a draft is.
type StepState string

const (
	StepDone    StepState = "done"    // nothing is left to do
	StepTodo    StepState = "todo"    // it is somebody's turn
	StepBlocked StepState = "blocked" // something stands in the way
	StepNone    StepState = "none"    // nothing has to be done
	StepLocked  StepState = "locked"  // other steps come first
)

// The names of the steps are the last segments of their addresses.
const (
	StepFile     = "file"
	StepProblems = "problems"
	StepWarnings = "warnings"
	StepFigures  = "figures"
	StepTexts    = "texts"
	StepPlaces   = "places"
	StepReview   = "review"
	StepRelease  = "release"
)

// StepNames returns the names of all steps, in their order.
func StepNames() []string {
	return []string{StepFile, StepProblems, StepWarnings, StepFigures, StepTexts, StepPlaces, StepReview, StepRelease}
}

// Step is one step of a draft, from its file to its release. Steps can be done in any order.
type Step struct {
	Name    string
	Href    string
	State   StepState
	Text    string // what was done, or what stands in the way
	Current bool   // it is the page that is shown
}

// Steps are all steps of a draft, in their order.
type Steps []Step

// NewSteps returns the steps of a draft. current is the name of the one whose page is shown, or "".
func NewSteps(v DraftView, current string) Steps {
	var steps Steps
	for _, name := range StepNames() {
		state, text := stepState(v, name)
		steps = append(steps, Step{
			Name: strings.ToUpper(name[:1]) + name[1:], Href: urls.DraftForm(v.Draft.ID, name), State: state, Text: text, Current: name == current,
		})
	}
	return steps
}

// stepState returns the state of a step, with what was done or stands in the way.
func stepState(v DraftView, name string) (StepState, string) {
	d := v.Draft
	switch name {
	case StepFile:
		if d.File.Name == "" {
			return StepNone, fmt.Sprintf("Not needed: starts from revision %d", d.Corrects)
		}
		return StepDone, d.File.Name
	case StepProblems:
		return blockedBy(v, name, "1 problem", "problems", "None left")
	case StepWarnings:
		return warningsState(v)
	case StepFigures:
		return blockedBy(v, name, "1 to look at", "to look at", figuresText(v))
	case StepTexts:
		return blockedBy(v, name, "1 to write", "to write", "Nothing left to write")
	case StepPlaces:
		if len(d.Places)+namesChanged(v) == 0 {
			return StepNone, "No change"
		}
		return StepDone, views.Plural(len(d.Places)+namesChanged(v), "place changes", "places change")
	case StepReview:
		return reviewState(v)
	}
	return releaseState(v)
}

// stepOf returns the step in which a problem that blocks a draft is resolved.
func stepOf(p report.Problem) string {
	switch {
	case p.Severity == report.SeverityWarning:
		return StepWarnings
	case p.Code == publish.CodeAnswer, p.Code == publish.CodePublicNote:
		return StepTexts
	case p.Code == publish.CodeUnit:
		return StepFigures
	}
	return StepProblems
}

// blocking returns the draft's blockers that are resolved in a step.
func (v DraftView) blocking(step string) report.Problems {
	return slices.DeleteFunc(slices.Clone(v.Blockers), func(p report.Problem) bool { return stepOf(p) != step })
}

// NextStep returns the step that comes after one was saved: itself if it still stands in the way, the first other one
// that does, or the review.
func NextStep(v DraftView, saved string) string {
	names := v.blockedSteps()
	switch {
	case slices.Contains(names, saved):
		return saved
	case len(names) > 0:
		return names[0]
	}
	return StepReview
}

func blockedBy(v DraftView, step, one, many, none string) (StepState, string) {
	switch n := len(v.blocking(step)); n {
	case 0:
		return StepDone, none
	case 1:
		return StepBlocked, one
	default:
		return StepBlocked, strconv.Itoa(n) + " " + many
	}
}

func warningsState(v DraftView) (StepState, string) {
	all := len(v.Problems.Only(report.SeverityWarning))
	switch open := len(v.blocking(StepWarnings)); {
	case all == 0:
		return StepNone, "None"
	case open > 0:
		return StepBlocked, fmt.Sprintf("%d of %s open", open, views.Plural(all, "warning", "warnings"))
	}
	return StepDone, views.Plural(all, "warning", "warnings") + " accepted"
}

// figuresText says how many rows a draft has, or how many a correction changes.
func figuresText(v DraftView) string {
	rows := 0
	for _, t := range v.Draft.Edition.Tables {
		rows += len(t.Rows)
	}
	if v.Draft.Corrects > 0 {
		return views.Plural(changedRows(v), "row changed", "rows changed")
	}
	return views.Plural(rows, "row", "rows")
}

// changedRows returns the number of rows in which a correction has other figures than what it corrects.
func changedRows(v DraftView) (n int) {
	published, err := v.Archive.RevisionNumber(v.Draft.Edition.Period, v.Draft.Corrects)
	if err != nil {
		return 0
	}
	for _, s := range report.Sections() {
		now, _ := v.Draft.Edition.Table(s)
		before, _ := published.Edition.Table(s)
		for _, r := range now.Rows {
			if old, ok := before.Row(r.Country); !ok || old.Counts != r.Counts {
				n++
			}
		}
		for _, r := range before.Rows {
			if _, ok := now.Row(r.Country); !ok {
				n++
			}
		}
	}
	return n
}

// namesChanged returns the number of countries that the draft calls otherwise than what is published.
func namesChanged(v DraftView) (n int) {
	var before []report.CountryName
	for _, r := range v.Archive.Revisions() { // newest first
		if r.Edition.Period.Compare(v.Draft.Edition.Period) <= 0 {
			before = r.Edition.Names
			break
		}
	}
	for _, name := range v.Draft.Edition.Names {
		if !slices.Contains(before, name) {
			n++
		}
	}
	return n
}

func reviewState(v DraftView) (StepState, string) {
	switch d := v.Draft; {
	case d.State == publish.DraftSubmitted:
		return StepTodo, "Waiting for a second person"
	case d.Direct:
		return StepNone, "None: from the command line"
	case d.ApprovedBy != "":
		return StepDone, "Approved by " + d.ApprovedBy
	case d.State == publish.DraftDiscarded:
		return StepNone, "Discarded"
	case len(v.Blockers) > 0:
		return StepLocked, "After " + strings.Join(v.blockedSteps(), " and ")
	}
	return StepTodo, "Ready for a second person"
}

// blockedSteps returns the names of the steps in which something stands in the way.
func (v DraftView) blockedSteps() (names []string) {
	for _, name := range StepNames() {
		if len(v.blocking(name)) > 0 {
			names = append(names, name)
		}
	}
	return names
}

func releaseState(v DraftView) (StepState, string) {
	switch d := v.Draft; d.State {
	case publish.DraftPublished:
		return StepDone, "Public"
	case publish.DraftScheduled:
		return StepDone, NewMoment(d.ReleaseAt, v.Now, d.Zone).Full()
	case publish.DraftApproved:
		return StepTodo, "Ready to be released"
	case publish.DraftDiscarded:
		return StepNone, "Discarded"
	}
	return StepLocked, "After the review"
}

// fileFacts describes the file that a draft was read from.
func fileFacts(d publish.Draft) []Fact {
	if d.File.Name == "" {
		return []Fact{{"File", fmt.Sprintf("None: it starts from revision %d.", d.Corrects)}}
	}
	return []Fact{
		{"File", fmt.Sprintf("%s, %s bytes", d.File.Name, views.Number(d.File.Size))}, {"Read for", d.UploadedBy}, {"Fingerprint (SHA-256)", d.File.SHA256},
	}
}
