package console

import (
	"fmt"
	"slices"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// ReleasePage is the page on which an approved draft is released, now or at a time, and on which a release is
// awaited or looked back at.
type ReleasePage struct {
	DraftHead
	Main      []MainFigure
	Contents  string // what becomes public, counted
	Zones     []string
	LastZone  string // the zone that was used last
	When      string // "now", "at" or "" if nothing is chosen yet
	At, Zone  string // as typed
	Which     string
	Twice     bool   // the time comes twice
	Chosen    Moment // the time, if one is chosen and right
	Confirm   string // as typed
	Scheduled Moment
	Readiness []ReadinessRow
	Revision  *report.Revision // what it became
	Links     []Link
	Reason    string // for taking it back, as typed
	Off       string // how the chosen time differs from what is announced; empty if it does not
	OffReason string // why, as typed
	Announced bool   // the form is filled with the announced time
	StepUp    string

	CanSchedule, CanPublish, CanReopen bool
	MayNot                             string
}

// MainFigure is one of the figures by which a release is recognized.
type MainFigure struct{ Name, Value, Before string }

// Link is a named address. Without an address it is text.
type Link struct{ Name, Href, Note string }

// ReleaseInput is the input of NewReleasePage.
type ReleaseInput struct {
	When, At, Zone, Which, Confirm, Reason string
	Twice                                  bool
	Chosen                                 time.Time // zero unless a right time is chosen
	LastZone                               string
	Readiness                              []ReadinessRow
	Off, OffReason                         string
	Announced                              bool
}

// NewReleasePage returns the view model of a draft's release.
func NewReleasePage(p ConsolePage, v DraftView, in ReleaseInput) ReleasePage {
	d := v.Draft
	m := ReleasePage{
		DraftHead: NewDraftHead(p, v, StepRelease), Main: mainFigures(v), Contents: countedContents(v), Zones: zones, LastZone: in.LastZone,
		When: in.When, At: in.At, Zone: in.Zone, Which: in.Which, Twice: in.Twice, Confirm: in.Confirm, Readiness: in.Readiness, Reason: in.Reason,
		Off: in.Off, OffReason: in.OffReason, Announced: in.Announced,
	}
	if m.Zone == "" {
		m.Zone = in.LastZone
	}
	if !slices.Contains(m.Zones, in.LastZone) {
		m.Zones = append([]string{in.LastZone}, m.Zones...)
	}
	if !in.Chosen.IsZero() {
		m.Chosen = NewMoment(in.Chosen, v.Now, in.Zone)
	}
	if d.State == publish.DraftScheduled {
		m.Scheduled = NewMoment(d.ReleaseAt, v.Now, d.Zone)
	}
	may := func(action publish.Action) bool { return publish.May(d, v.Actor, action) == nil }
	m.CanSchedule, m.CanPublish, m.CanReopen = may(publish.ActionSchedule), may(publish.ActionPublish), may(publish.ActionReopen)
	if v.Stale && (m.CanSchedule || m.CanPublish) {
		m.StepUp = urls.WithNext(urls.StepUp, urls.DraftForm(d.ID, StepRelease))
		m.CanSchedule, m.CanPublish = false, false
	}
	if !v.Actor.Approver && (d.State == publish.DraftApproved || d.State == publish.DraftScheduled) {
		m.MayNot = "An approver releases it, or changes its time. Your roles do not let you."
	}
	if d.State == publish.DraftPublished {
		m.became(p)
	}
	return m
}

// became sets what the draft became, with its addresses and files.
func (m *ReleasePage) became(p ConsolePage) {
	period := m.Draft.Edition.Period
	for _, r := range m.Archive.History() {
		if _, ok := becameRevision([]publish.Draft{m.Draft}, r); ok {
			m.Revision = &r
		}
	}
	if m.Revision == nil {
		return
	}
	public := func(name, path, note string) {
		l := Link{Name: name, Note: note}
		if p.BaseURL != "" {
			l.Href = urls.Absolute(p.BaseURL, path)
		} else if l.Note == "" {
			l.Note = path
		}
		m.Links = append(m.Links, l)
	}
	public("The public page of "+period.Label(), urls.Report(report.Selection{Period: period}), "")
	public("The list of revisions", urls.Revisions, "")
	for _, format := range []string{"xlsx", "csv", "json"} {
		public(fmt.Sprintf("%s-r%d.%s", period, m.Revision.Number, format), urls.RevisionDownload(period, m.Revision.Number, format), m.Draft.Files[format])
	}
}

// mainFigures returns the headline of a draft, with that of what it is compared with.
func mainFigures(v DraftView) []MainFigure {
	d := v.Draft
	now := d.Edition.Headline().Sum()
	var before report.Counts
	against := publish.Against(d, v.Archive)
	if against.Number > 0 {
		before = against.Edition.Headline().Sum()
	}
	figure := func(name, value, old string) MainFigure {
		f := MainFigure{Name: name, Value: value}
		if against.Number > 0 {
			f.Before = old + " in " + against.Edition.Period.Label()
			if d.Corrects > 0 {
				f.Before = old + " in revision " + fmt.Sprint(d.Corrects)
			}
		}
		return f
	}
	texts, old := views.FigureTexts(now), views.FigureTexts(before)
	return []MainFigure{
		figure("Requests", texts[0], old[0]), figure("Accounts", texts[1], old[1]),
		figure("Content disclosed", shareText(now, 0), shareText(before, 0)), figure("Rejected", shareText(now, 3), shareText(before, 3)),
	}
}

// countedContents says what becomes public with a draft, counted.
func countedContents(v DraftView) string {
	e := v.Draft.Edition
	rows, notes := 0, 0
	for _, t := range e.Tables {
		rows += len(t.Rows)
		if t.Note != "" {
			notes++
		}
		for _, r := range t.Rows {
			if r.Note != "" {
				notes++
			}
		}
	}
	if e.Note != "" {
		notes++
	}
	var list []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{len(e.Tables), "section", "sections"}, {rows, "row", "rows"}, {len(e.Figures), "single figure", "single figures"}, {notes, "public note", "public notes"},
		{len(e.Answers), "answer", "answers"}, {len(v.Draft.Places), "change of places", "changes of places"}, {len(v.Draft.Files), "file", "files"},
	} {
		if part.n > 0 {
			list = append(list, views.Plural(part.n, part.one, part.many))
		}
	}
	return views.Sentence(list)
}

// endingText names what ends when a draft is taken back.
func endingText(d publish.Draft) string {
	if d.Direct {
		return "It came from the command line, without an approval; it then needs one."
	}
	return fmt.Sprintf("The approval by %s of %s ends, and it needs a review again.", d.ApprovedBy, Clock(d.ApprovedAt))
}
