package console

import "lerr/internal/report"

// WithdrawPage is the form that withdraws a period.
type WithdrawPage struct {
	ConsolePage
	Period report.Period
	Notice string
}

// PlacesPage lists the places that are public.
type PlacesPage struct {
	ConsolePage
	Places *report.Places
}
