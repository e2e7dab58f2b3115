package report

import (
	"fmt"
	"slices"
)

// Unit names the things that the four outcomes of a table count: requests or accounts.
type Unit string

// The units.
const (
	UnitRequests Unit = "requests"
	UnitAccounts Unit = "accounts"
)

// Units returns both units.
func Units() []Unit { return []Unit{UnitRequests, UnitAccounts} }

// ParseUnit parses a unit. It fails with ErrInvalid.
func ParseUnit(s string) (Unit, error) {
	if slices.Contains(Units(), Unit(s)) {
		return Unit(s), nil
	}
	return "", fmt.Errorf("unit %q: want one of %v: %w", s, Units(), ErrInvalid)
}

// UsualUnit returns the unit of the section's outcomes where a table does not state another: accounts in
// civil tables, as in the source's up to 2019, and requests in all others.
func (s Section) UsualUnit() Unit {
	if s == Civil {
		return UnitAccounts
	}
	return UnitRequests
}

// UnitVaries reports whether the outcomes of the section count accounts in some periods and requests in
// others, so that each table must state its unit.
func (s Section) UnitVaries() bool { return s == Civil }

// CountUnit returns the unit of the table's outcomes.
func (t Table) CountUnit() Unit {
	if t.Unit == "" {
		return t.Section.UsualUnit()
	}
	return t.Unit
}

// InferUnits sets the unit of each table whose section's unit varies, unless the table states it. Rows
// with a note are not considered, since the note can be about their sum.
func (e *Edition) InferUnits() {
	for i := range e.Tables {
		if t := &e.Tables[i]; t.Section.UnitVaries() && t.Unit == "" {
			t.Unit = t.inferUnit()
		}
	}
}

// inferUnit returns the only unit that the rows' outcomes add up to. It returns "" if the rows fit both
// units or neither.
func (t Table) inferUnit() Unit {
	fits := map[Unit]bool{}
	for _, r := range t.Rows {
		c := r.Counts
		if r.Note != "" || c.NotGiven != 0 || c.Requests == c.Accounts {
			continue
		}
		for _, u := range Units() {
			fits[u] = fits[u] || c.OutcomeSum() == c.Expected(u)
		}
	}
	switch {
	case fits[UnitRequests] == fits[UnitAccounts]:
		return ""
	case fits[UnitRequests]:
		return UnitRequests
	}
	return UnitAccounts
}
