package report

// Selection is what a reader asked for: one period, one place.
type Selection struct {
	Period Period
	Place  Place
}

// Label is what is applied, as the source report writes it: "2019 (Jan-Jun) - Global".
func (s Selection) Label() string { return s.Period.Label() + " - " + s.Place.Name() }
