package report

import (
	"slices"
	"time"
)

// The code of practice asks for a calendar of twelve months, with day and time four weeks before a release.
const (
	planMonths = 12
	// ConfirmAhead is the time before a release by which its day and time should be public.
	ConfirmAhead = 28 * 24 * time.Hour
)

// PlanRow is a release of the year to come.
type PlanRow struct {
	Period    Period
	Usual     time.Time     // the day on which it is due by the publisher's rhythm, UTC; zero if there is none
	Entry     CalendarEntry // without changes if nothing is announced
	Announced bool
	Overdue   bool // the usual day has passed and nothing is announced
	Late      bool // it is due within ConfirmAhead, and no time is confirmed
}

// Rhythm returns the usual number of days from the end of a half-year to its publication: the median of what was
// published when. ok is false if nothing was.
func Rhythm(published map[Period]time.Time) (days int, ok bool) {
	var lags []int
	for p, at := range published {
		lags = append(lags, int(at.Sub(p.Last()).Hours()/24))
	}
	if len(lags) == 0 {
		return 0, false
	}
	slices.Sort(lags)
	return lags[len(lags)/2], true
}

// FirstPublished returns when each published period was first published.
func (a *Archive) FirstPublished() map[Period]time.Time {
	first := map[Period]time.Time{}
	for _, r := range a.all {
		if at, ok := first[r.Edition.Period]; !ok || r.PublishedAt.Before(at) {
			first[r.Edition.Period] = r.PublishedAt
		}
	}
	return first
}

// Plan returns the releases of the twelve months from now on, the first one first: the half-years that are due by the
// rhythm, those that are overdue by it, and all that are announced and not published. published says when half-years were
// published, for the rhythm.
func (a *Archive) Plan(published map[Period]time.Time, now time.Time) []PlanRow {
	var rows []PlanRow
	for _, e := range a.Calendar() {
		if e.IsOpen() || e.State == Cancelled && a.LastNumber(e.Period) == 0 {
			rows = append(rows, PlanRow{Period: e.Period, Entry: e, Announced: true})
		}
	}
	days, known := Rhythm(published)
	newest := a.NewestEver()
	for p := newest.Next(); known && !newest.IsZero(); p = p.Next() {
		usual := p.Last().AddDate(0, 0, days)
		if usual.After(now.AddDate(0, planMonths, 0)) {
			break
		}
		i := slices.IndexFunc(rows, func(r PlanRow) bool { return r.Period == p && r.Entry.Follows == 0 })
		if i < 0 {
			rows = append(rows, PlanRow{Period: p})
			i = len(rows) - 1
		}
		rows[i].Usual = usual
	}
	for i := range rows {
		rows[i].judge(now)
	}
	slices.SortStableFunc(rows, func(x, y PlanRow) int { return x.expected().Compare(y.expected()) })
	return rows
}

// expected returns the first moment at which the release may be.
func (r PlanRow) expected() time.Time {
	if r.Announced {
		return r.Entry.Announced().begins()
	}
	return r.Usual
}

func (r *PlanRow) judge(now time.Time) {
	confirmed := r.Announced && (r.Entry.Last().IsConfirmed() || r.Entry.State == Cancelled)
	r.Overdue = !r.Announced && r.Usual.Before(now)
	r.Late = !confirmed && !r.Overdue && r.expected().Sub(now) < ConfirmAhead
}
