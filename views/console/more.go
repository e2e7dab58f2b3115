package console

import (
	"cmp"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/views"
)

// WithdrawPage is the form that withdraws a period.
type WithdrawPage struct {
	ConsolePage
	URL, Period, Label string
	Notice             string
}

// AuditPage is the audit log.
type AuditPage struct {
	ConsolePage
	Altered string // the first event that does not match its hash; empty if all match
	Rows    []AuditRow
}

// AuditRow is one event.
type AuditRow struct {
	At, Actor, Action, Period, Text, Digest string
}

// actionNames are the names shown for stored actions that do not explain themselves.
var actionNames = map[string]string{"publish alone": "publish without a second person"}

// NewAuditPage returns the audit log's view model, the newest event first.
func NewAuditPage(p ConsolePage, events []audit.Event, altered string) AuditPage {
	m := AuditPage{ConsolePage: p, Altered: altered}
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		row := AuditRow{
			At: e.At.UTC().Format("2006-01-02 15:04:05"), Actor: e.Actor, Text: e.Text, Digest: e.Digest,
			Action: cmp.Or(actionNames[e.Action], e.Action),
		}
		if !e.Period.IsZero() {
			row.Period = e.Period.String()
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// PlacesPage lists the places, with forms to add a spelling or a country.
type PlacesPage struct {
	ConsolePage
	CanEdit   bool
	Regions   []views.Link
	Countries []PlaceRow
	Typed     map[string]string
}

// PlaceRow is a row of the list of countries.
type PlaceRow struct {
	Code, Name, Region, Spellings string
}

// NewPlacesPage returns the list's view model.
func NewPlacesPage(p ConsolePage, places *report.Places, canEdit bool, typed map[string]string) PlacesPage {
	m := PlacesPage{ConsolePage: p, CanEdit: canEdit, Typed: typed}
	for _, r := range places.Regions() {
		m.Regions = append(m.Regions, views.Link{Name: r.Name, URL: r.Slug})
	}
	for _, c := range places.Countries() {
		m.Countries = append(m.Countries, PlaceRow{
			Code: c.Code, Name: c.Name, Region: places.RegionOf(c).Name, Spellings: views.Sentence(c.Spellings),
		})
	}
	return m
}
