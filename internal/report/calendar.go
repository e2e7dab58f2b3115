package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// CalendarEntry is an announcement as it is at a moment.
type CalendarEntry struct {
	Announcement
	State    AnnouncementState
	Revision Revision // what was published; zero unless State is Released
}

// ChangedAt returns when the entry last changed: by a change of the announcement, by its release, or by its time having
// passed.
func (e CalendarEntry) ChangedAt() time.Time {
	at := e.Last().At
	switch e.State {
	case Released:
		return later(at, e.Revision.PublishedAt)
	case Missed:
		return later(at, e.Last().Due())
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// IsOpen reports whether the release is still to come or to be made.
func (e CalendarEntry) IsOpen() bool { return e.State != Released && e.State != Cancelled }

// WithAnnouncements returns a copy of the archive with the announcements of releases, as they are at a moment.
func (a *Archive) WithAnnouncements(list []Announcement, now time.Time) *Archive {
	changed := *a
	changed.announced, changed.announcedAt = make([]Announcement, len(list)), time.Time{}
	for i, n := range list {
		changed.announced[i] = n.clone()
		if due := n.Last().Due(); !due.After(now) {
			changed.announcedAt = later(changed.announcedAt, due)
		}
	}
	changed.markPlanned()
	return &changed
}

// markPlanned marks the revisions that are announced updates. It must follow any change of announcements or revisions.
func (a *Archive) markPlanned() {
	updates := map[Period]map[int]bool{}
	for _, n := range a.announced {
		if e := a.entry(n); n.Follows > 0 && e.State == Released {
			if updates[n.Period] == nil {
				updates[n.Period] = map[int]bool{}
			}
			updates[n.Period][e.Revision.Number] = true
		}
	}
	marked := func(revisions []Revision) []Revision {
		return convert(revisions, func(r Revision) Revision {
			r.Planned = updates[r.Edition.Period][r.Number]
			return r
		})
	}
	a.published, a.all = marked(a.published), marked(a.all)
}

// Calendar returns every announcement with its state: first what is open, in the order of its time, then the rest, the
// last one first.
func (a *Archive) Calendar() []CalendarEntry {
	var list []CalendarEntry
	for _, n := range a.announced {
		list = append(list, a.entry(n))
	}
	slices.SortStableFunc(list, func(x, y CalendarEntry) int {
		if x.IsOpen() != y.IsOpen() {
			if x.IsOpen() {
				return -1
			}
			return 1
		}
		order := cmp.Or(x.Announced().Due().Compare(y.Announced().Due()), x.Period.Compare(y.Period), x.Follows-y.Follows)
		if !x.IsOpen() {
			return -order
		}
		return order
	})
	return list
}

// entry returns an announcement with its state.
func (a *Archive) entry(n Announcement) CalendarEntry {
	e := CalendarEntry{Announcement: n}
	released, ok := n.release(a.of(n.Period))
	if ok {
		e.Revision = released
	}
	e.State = n.State(e.Revision.PublishedAt, a.announcedAt)
	return e
}

// NextRelease returns the announced release that comes next: the first that is open, or else one that is cancelled and
// whose half-year is not public. ok is false if there is none.
func (a *Archive) NextRelease() (next CalendarEntry, ok bool) {
	for _, e := range a.Calendar() {
		if e.IsOpen() {
			return e, true
		}
		if e.State == Cancelled && e.Follows == 0 && e.Period.Compare(a.NewestEver()) > 0 {
			return e, true
		}
	}
	return CalendarEntry{}, false
}

// OpenAnnouncement returns the announcement of what a period's next revision would be, and whether one is open.
func (a *Archive) OpenAnnouncement(p Period) (CalendarEntry, bool) {
	for _, e := range a.Calendar() {
		if e.Period == p && e.IsOpen() {
			return e, true
		}
	}
	return CalendarEntry{}, false
}

// AnnouncementOf returns the entry of a period's release, and whether there is one.
func (a *Archive) AnnouncementOf(p Period, follows int) (CalendarEntry, bool) {
	for _, n := range a.announced {
		if n.Period == p && n.Follows == follows {
			return a.entry(n), true
		}
	}
	return CalendarEntry{}, false
}

// CalendarTurns returns the next moment at which the calendar changes without anybody doing anything, since an
// announced time passes; zero if there is none.
func (a *Archive) CalendarTurns() (next time.Time) {
	for _, e := range a.Calendar() {
		if due := e.Last().Due(); e.IsOpen() && e.State != Missed && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next
}

// CalendarUpdatedAt returns when the calendar last changed; zero if nothing was announced.
func (a *Archive) CalendarUpdatedAt() (at time.Time) {
	for _, e := range a.Calendar() {
		at = later(at, e.ChangedAt())
	}
	return at
}

// calendarText returns all that readers can see of the calendar as one text, in which equal content is equal.
func (a *Archive) calendarText() string {
	var b strings.Builder
	for _, e := range a.Calendar() {
		fmt.Fprintf(&b, "announced %s %d %s\n", e.Period, e.Follows, e.State)
		for _, c := range e.Changes {
			fmt.Fprintf(&b, "%d %s %d %q %t %q\n", c.At.UnixMicro(), c.Month, c.Release.UnixMicro(), c.Zone, c.Cancelled, c.Reason)
		}
	}
	return b.String()
}

// Announcements returns the announcements alone, by period and the revision that they follow.
func (a *Archive) Announcements() []Announcement {
	list := slices.Clone(a.announced)
	slices.SortFunc(list, func(x, y Announcement) int { return cmp.Or(x.Period.Compare(y.Period), x.Follows-y.Follows) })
	return list
}
