package console

import (
	"fmt"
	"time"

	"lerr/internal/report"
	"lerr/views"
)

// Moment is a time in the zone in which it was given, and in UTC.
type Moment struct {
	ISO       string
	Local     string // "09:00 in London, 08:00 UTC"; once if both are the same
	Day       string // "Monday, 30 November 2026", in the zone
	Countdown string // "2 h 5 min"; empty for a time that has passed
}

// Full returns the day and the time.
func (m Moment) Full() string { return m.Day + ", " + m.Local }

// NewMoment formats a time, with the time left from now.
func NewMoment(at, now time.Time, zone string) Moment {
	location, err := time.LoadLocation(zone)
	if err != nil {
		location, zone = time.UTC, "UTC"
	}
	local, utc := at.In(location), at.UTC()
	m := Moment{ISO: utc.Format(time.RFC3339), Day: local.Format("Monday, 2 January 2006")}
	m.Local = utc.Format("15:04 UTC")
	if zone != "UTC" {
		if utc.Day() != local.Day() {
			m.Local += " on " + utc.Format("2 January")
		}
		m.Local = local.Format("15:04") + " in " + report.ZonePlace(zone) + ", " + m.Local
	}
	if left := at.Sub(now); left > 0 {
		m.Countdown = leftText(left)
	}
	return m
}

// leftText writes how long something takes, to the minute.
func leftText(left time.Duration) string {
	minutes := int(left.Round(time.Minute) / time.Minute)
	days, hours, minutes := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case days > 0:
		return fmt.Sprintf("%s %d h %d min", views.Plural(days, "day", "days"), hours, minutes)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min", minutes)
	}
	return "less than a minute"
}
