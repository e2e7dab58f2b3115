package report

import (
	"fmt"
	"slices"
	"time"
)

// Announcement says when a release will be. It reveals a date and nothing else: it is tied to no draft.
//
// A half-year's first publication is announced, and so is a planned update of its figures. A correction of an error is
// not: it is published as soon as it is made.
type Announcement struct {
	Period  Period
	Follows int                  // number of the revision that a planned update follows; 0 for a first publication
	Changes []AnnouncementChange // public, oldest first; at least one
}

// AnnouncementChange holds the content of an announcement from a moment on: a month, a time, or that the release is cancelled.
type AnnouncementChange struct {
	At        time.Time // when it became public, UTC
	Month     Month     // while no time is confirmed
	Release   time.Time // the confirmed time, UTC; zero if there is none
	Zone      string    // IANA name of the zone in which Release was given
	Cancelled bool
	Reason    string // public; empty unless the change breaks what was announced before
}

// AnnouncementState is the state of an announcement at a moment.
type AnnouncementState string

// The states.
const (
	Provisional AnnouncementState = "provisional" // a month, without a day
	Confirmed   AnnouncementState = "confirmed"   // a date, a time and a zone
	Postponed   AnnouncementState = "postponed"   // later than was announced before, for a reason
	Cancelled   AnnouncementState = "cancelled"   // for a reason
	Released    AnnouncementState = "published"
	Missed      AnnouncementState = "missed" // the time has passed without a release
)

// AnnouncementStates lists all states.
func AnnouncementStates() []AnnouncementState {
	return []AnnouncementState{Provisional, Confirmed, Postponed, Cancelled, Released, Missed}
}

// IsConfirmed reports whether the change gives a time.
func (c AnnouncementChange) IsConfirmed() bool { return !c.Release.IsZero() }

// Due returns the moment after which the release is late: the confirmed time, or the end of the month in UTC. It is
// zero for a cancelled release.
func (c AnnouncementChange) Due() time.Time {
	if c.IsConfirmed() || c.Cancelled {
		return c.Release
	}
	return c.Month.Next().First()
}

// begins returns the moment from which on a release is the announced one.
func (c AnnouncementChange) begins() time.Time {
	if c.IsConfirmed() || c.Cancelled {
		return c.Release
	}
	return c.Month.First()
}

// Keeps reports whether what was said before still holds: the same time, the same month, or a time within the month.
func (c AnnouncementChange) Keeps(before AnnouncementChange) bool {
	switch {
	case before.Cancelled || c.Cancelled:
		return before.Cancelled == c.Cancelled
	case before.IsConfirmed():
		return c.Release.Equal(before.Release)
	case c.IsConfirmed():
		return MonthOf(c.In()) == before.Month
	}
	return c.Month == before.Month
}

// Same reports whether both say the same, for whatever reason and from whatever moment on.
func (c AnnouncementChange) Same(other AnnouncementChange) bool {
	return c.Month == other.Month && c.Release.Equal(other.Release) && c.Zone == other.Zone && c.Cancelled == other.Cancelled
}

// In returns the confirmed time in its zone, or in UTC if the zone is unknown.
func (c AnnouncementChange) In() time.Time {
	if zone, err := time.LoadLocation(c.Zone); err == nil && c.Zone != "" {
		return c.Release.In(zone)
	}
	return c.Release.UTC()
}

// Check fails with ErrInvalid unless the change says exactly one thing: a month, a time in whole minutes with its zone,
// or that the release is cancelled.
func (c AnnouncementChange) Check() error {
	said := 0
	for _, is := range []bool{c.Month != Month{}, c.IsConfirmed(), c.Cancelled} {
		if is {
			said++
		}
	}
	zone, err := time.LoadLocation(c.Zone)
	switch {
	case said != 1:
		return fmt.Errorf("announcement: want a month, a time or that it is cancelled: %w", ErrInvalid)
	case c.Month != Month{} && c.Month != MonthOf(c.Month.First()):
		return fmt.Errorf("announcement: month %s does not exist: %w", c.Month, ErrInvalid)
	case c.IsConfirmed() && !c.Release.Equal(c.Release.Truncate(time.Minute)):
		return fmt.Errorf("announcement: time %s: want whole minutes: %w", c.Release, ErrInvalid)
	case c.IsConfirmed() && (err != nil || c.Zone == "" || zone == time.Local), !c.IsConfirmed() && c.Zone != "":
		return fmt.Errorf("announcement: zone %q: %w", c.Zone, ErrInvalid)
	}
	return nil
}

// Last returns the last change, which holds.
func (a Announcement) Last() AnnouncementChange { return a.Changes[len(a.Changes)-1] }

// Broken returns what the last change broke, and whether it broke anything: what is announced first breaks nothing.
func (a Announcement) Broken() (AnnouncementChange, bool) {
	if len(a.Changes) < 2 {
		return AnnouncementChange{}, false
	}
	before := a.Changes[len(a.Changes)-2]
	return before, !a.Last().Keeps(before)
}

// Announced returns the last change that gave a month or a time; of a cancelled release it is the one before that.
func (a Announcement) Announced() AnnouncementChange {
	for _, c := range slices.Backward(a.Changes) {
		if !c.Cancelled {
			return c
		}
	}
	return a.Last()
}

// State returns the state at a moment. published is when the release was made; zero if it was not.
func (a Announcement) State(published, now time.Time) AnnouncementState {
	last := a.Last()
	before, broken := a.Broken()
	switch {
	case !published.IsZero():
		return Released
	case last.Cancelled:
		return Cancelled
	case !now.Before(last.Due()):
		return Missed
	case broken && !before.Cancelled && last.Due().After(before.Due()):
		return Postponed
	case last.IsConfirmed():
		return Confirmed
	}
	return Provisional
}

// release returns the revision that the announcement was of, among the revisions of its period in any order: the first
// one, or the first that follows the named one and was not published before its time.
func (a Announcement) release(revisions []Revision) (first Revision, ok bool) {
	for _, r := range revisions {
		if r.Number <= a.Follows || a.Follows > 0 && (a.Last().Cancelled || r.PublishedAt.Before(a.Last().begins())) {
			continue
		}
		if !ok || r.Number < first.Number {
			first, ok = r, true
		}
	}
	return first, ok
}

// clone returns a copy that shares no memory.
func (a Announcement) clone() Announcement {
	a.Changes = slices.Clone(a.Changes)
	return a
}
