package console

import (
	"lerr/internal/audit"
	"lerr/internal/report"
)

// WithdrawPage is the form that withdraws a period.
type WithdrawPage struct {
	ConsolePage
	Period report.Period
	Notice string
}

// AuditPage is the audit log.
type AuditPage struct {
	ConsolePage
	Altered string        // the first event that does not match its hash; empty if all match
	Events  []audit.Event // oldest first
}

// actionNames are the names shown for stored actions that do not explain themselves.
var actionNames = map[string]string{"publish alone": "prepare a direct publication"}

// periodOf returns the period that an event is about, or "".
func periodOf(e audit.Event) string {
	if e.Period.IsZero() {
		return ""
	}
	return e.Period.String()
}

// PlacesPage lists the places that are public.
type PlacesPage struct {
	ConsolePage
	Places *report.Places
}
