package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Period is a half-year: half 1 is January to June, half 2 is July to December. The zero Period
// means no period.
type Period struct {
	Year int
	Half int
}

// ParsePeriod parses the form "2019-H1", ignoring case. Years run from 2000 to 2999. It fails with
// ErrInvalid.
func ParsePeriod(s string) (Period, error) {
	year, half, ok := strings.Cut(strings.ToUpper(s), "-H")
	y, err := strconv.ParseUint(year, 10, 16)
	if !ok || err != nil || len(year) != 4 || year[0] != '2' || (half != "1" && half != "2") {
		return Period{}, fmt.Errorf("period %q: want a half-year such as 2019-H1: %w", s, ErrInvalid)
	}
	return Period{Year: int(y), Half: int(half[0] - '0')}, nil
}

// String returns the form "2019-H1", used in addresses, columns and file names.
func (p Period) String() string { return fmt.Sprintf("%04d-H%d", p.Year, p.Half) }

// Label returns the form shown to readers, "2019 (Jan-Jun)", as in the source report.
func (p Period) Label() string { return fmt.Sprintf("%d (%s)", p.Year, p.Months()) }

// Months returns "Jan-Jun" or "Jul-Dec".
func (p Period) Months() string {
	if p.Half == 1 {
		return "Jan-Jun"
	}
	return "Jul-Dec"
}

// IsZero reports whether p is the zero Period.
func (p Period) IsZero() bool { return p == Period{} }

// Next returns the half-year after p.
func (p Period) Next() Period {
	if p.Half == 1 {
		return Period{p.Year, 2}
	}
	return Period{p.Year + 1, 1}
}

// Previous returns the half-year before p.
func (p Period) Previous() Period {
	if p.Half == 2 {
		return Period{p.Year, 1}
	}
	return Period{p.Year - 1, 2}
}

// Compare returns a negative number if p is before q, zero if they are equal, and a positive number
// if p is after q.
func (p Period) Compare(q Period) int { return (p.Year*2 + p.Half) - (q.Year*2 + q.Half) }

// First returns the first day of the half-year, at midnight UTC.
func (p Period) First() time.Time {
	return time.Date(p.Year, time.Month((p.Half-1)*6+1), 1, 0, 0, 0, 0, time.UTC)
}

// Last returns the last day of the half-year, at midnight UTC.
func (p Period) Last() time.Time { return p.Next().First().AddDate(0, 0, -1) }

// MarshalText returns the form that ParsePeriod parses.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText parses text as ParsePeriod does.
func (p *Period) UnmarshalText(text []byte) error {
	parsed, err := ParsePeriod(string(text))
	if err == nil {
		*p = parsed
	}
	return err
}
