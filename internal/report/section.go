package report

import (
	"fmt"
	"slices"
)

// Section is a kind of legal demand that the report counts separately.
type Section string

// The sections of the source report.
const (
	// Combined holds all law enforcement requests of 2013 to 2016.
	Combined Section = "combined"
	// Criminal holds law enforcement requests other than emergencies, from 2017.
	Criminal Section = "criminal"
	// Emergencies holds requests to prevent death or serious injury, from 2017.
	Emergencies Section = "emergencies"
	// Civil holds legal requests of civil litigants, in 2017 (Jan-Jun) and from 2018.
	Civil Section = "civil"
	// Skype holds a part of Combined that was also reported separately in 2013 (Jan-Jun). It is never
	// added to Combined.
	Skype Section = "skype"
)

// Sections returns all sections, in the order in which pages and files list them.
func Sections() []Section { return []Section{Combined, Criminal, Emergencies, Civil, Skype} }

// ParseSection parses the name of a section. It fails with ErrInvalid.
func ParseSection(s string) (Section, error) {
	if slices.Contains(Sections(), Section(s)) {
		return Section(s), nil
	}
	return "", fmt.Errorf("section %q: want one of %v: %w", s, Sections(), ErrInvalid)
}

// IsHeadline reports whether the section's totals are the headline figures of the report: Combined
// until 2016 and Criminal from 2017. No other section is added to them.
func (s Section) IsHeadline() bool { return s == Combined || s == Criminal }

// HeadlineOf returns the section that is the headline of a period.
func HeadlineOf(p Period) Section {
	if p.Year < 2017 {
		return Combined
	}
	return Criminal
}

// Name returns the section's name for readers.
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

// BreakText explains SeriesBreak to readers, in the same words everywhere.
const BreakText = "Until 2016 one sum held every kind of request; from 2017 emergency and civil requests are counted apart. Figures on the two sides must not be compared."

// SeriesBreak reports whether figures of the two periods must not be compared. Until 2016 the
// headline counts requests of every kind; from 2017 it counts criminal requests alone.
func SeriesBreak(a, b Period) bool { return (a.Year >= 2017) != (b.Year >= 2017) }
