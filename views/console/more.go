package console

import "lerr/internal/report"

// WithdrawPage is the form that withdraws a period.
type WithdrawPage struct {
	ConsolePage
	Period report.Period
	Notice string
}

// NoticePage is the form that corrects the notice on a withdrawn period.
type NoticePage struct {
	ConsolePage
	Period report.Period
	Public string // the notice that readers see
	Notice string // as typed
}

// PlacesPage lists the places that are public.
type PlacesPage struct {
	ConsolePage
	Places *report.Places
}
