package report

// Selection is a period and a place chosen by a reader.
type Selection struct {
	Period Period
	Place  Place
}

// Label returns the selection as the source report writes it: "2019 (Jan-Jun) - Global".
func (s Selection) Label() string { return s.Period.Label() + " - " + s.Place.Name() }
