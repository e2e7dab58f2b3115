package report

import (
	"fmt"
	"slices"
)

// Section is one kind of legal demand that the report counts apart.
type Section string

// The sections that the source report used over the years.
const (
	// Combined holds all law enforcement requests in one sheet, 2013 to 2016.
	Combined Section = "combined"
	// Criminal holds law enforcement requests other than emergencies, from 2017.
	Criminal Section = "criminal"
	// Emergencies holds requests to prevent death or serious injury, from 2017.
	Emergencies Section = "emergencies"
	// Civil holds legal requests of civil litigants, 2017 (Jan-Jun) and from 2018.
	Civil Section = "civil"
	// Skype is a part of Combined, told apart in 2013 (Jan-Jun) only, and never added to it.
	Skype Section = "skype"
)

// Sections lists every section, in the order in which they are shown and written.
func Sections() []Section { return []Section{Combined, Criminal, Emergencies, Civil, Skype} }

// ParseSection reads a section's name. The error is ErrInvalid.
func ParseSection(s string) (Section, error) {
	if slices.Contains(Sections(), Section(s)) {
		return Section(s), nil
	}
	return "", fmt.Errorf("section %q: want one of %v: %w", s, Sections(), ErrInvalid)
}

// IsHeadline reports whether the section's totals are the report's headline figures: Combined to
// 2016 and Criminal from 2017. No other section is ever added to them.
func (s Section) IsHeadline() bool { return s == Combined || s == Criminal }

// CountsAccounts reports whether the section's four outcomes count accounts rather than requests,
// as the source's civil sheets do.
func (s Section) CountsAccounts() bool { return s == Civil }

// Name is the section's name for readers.
func (s Section) Name() string {
	switch s {
	case Combined, Criminal:
		return "Law enforcement requests"
	case Emergencies:
		return "Emergency requests"
	case Civil:
		return "Civil legal requests"
	case Skype:
		return "Skype"
	}
	return string(s)
}

// SeriesBreak reports whether figures of the two periods must not be compared: from 2017 the
// headline counts criminal requests alone, where until 2016 it held every kind in one sum.
func SeriesBreak(a, b Period) bool { return (a.Year >= 2017) != (b.Year >= 2017) }
