package report

import (
	"fmt"
	"time"
)

// Month is a month of a year. The zero Month means none.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf returns the month of a time, in its location.
func MonthOf(t time.Time) Month { return Month{t.Year(), t.Month()} }

// ParseMonth parses the form "2027-03". It fails with ErrInvalid.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 2000 || t.Year() > 2999 {
		return Month{}, fmt.Errorf("month %q: want a form such as 2027-03: %w", s, ErrInvalid)
	}
	return MonthOf(t), nil
}

// String returns the form "2027-03".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// Label returns the form shown to readers, "March 2027".
func (m Month) Label() string { return fmt.Sprintf("%s %d", m.Month, m.Year) }

// IsZero reports whether m is the zero Month.
func (m Month) IsZero() bool { return m == Month{} }

// First returns the first moment of the month, in UTC.
func (m Month) First() time.Time { return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC) }

// Next returns the month after m.
func (m Month) Next() Month { return MonthOf(m.First().AddDate(0, 1, 0)) }

// MarshalText returns the form that ParseMonth parses, empty for the zero Month.
func (m Month) MarshalText() ([]byte, error) {
	if m.IsZero() {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText parses text as ParseMonth does.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	parsed, err := ParseMonth(string(text))
	if err == nil {
		*m = parsed
	}
	return err
}
