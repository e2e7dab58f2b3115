package handlers

import (
	"cmp"
	"fmt"
	"strconv"

	"lerr/internal/report"
)

// findSelection reads a period and a place as an address or a form gives them. An empty period is
// the newest one, an empty place the world. It fails with report.ErrNotFound for a period that is not
// published or a place that is not known.
func findSelection(a *report.Archive, period, place string) (report.Selection, error) {
	s := report.Selection{Period: a.NewestPublished()}
	if period != "" {
		p, err := report.ParsePeriod(period)
		if err != nil {
			// An address without a period does not exist, rather than being wrong.
			return s, fmt.Errorf("%w: %w", report.ErrNotFound, err)
		}
		s.Period = p
	}
	if _, err := a.Revision(s.Period); err != nil {
		return s, err
	}
	var err error
	s.Place, err = a.Places().Find(place)
	return s, err
}

// selection returns the period and place in the request's address. It fails with withdrawn for a
// period that was withdrawn.
func (snap *snapshot) selection(q request) (report.Selection, error) {
	if p, err := report.ParsePeriod(q.vars["period"]); err == nil {
		if r, ok := snap.archive.Withdrawn(p); ok {
			return report.Selection{}, withdrawn{r}
		}
	}
	return findSelection(snap.archive, q.vars["period"], q.vars["place"])
}

// pinned is a selection at one revision, with the archive as of it.
type pinned struct {
	report.Selection
	archive  *report.Archive
	revision report.Revision
}

// atRevision returns what the request's address asks for at the revision in it, or at the current
// one where it names none.
func (snap *snapshot) atRevision(q request) (pinned, error) {
	at, err := snap.selection(request{vars: map[string]string{"period": q.vars["period"]}})
	if err != nil {
		return pinned{}, err
	}
	p := pinned{archive: snap.archive}
	if number, none := strconv.Atoi(q.vars["revision"]); none != nil {
		p.revision, err = snap.archive.Revision(at.Period)
	} else if p.revision, err = snap.archive.RevisionNumber(at.Period, number); err == nil {
		p.archive, err = snap.archive.At(p.revision)
	}
	if err != nil {
		return p, cmp.Or(snap.goneRevision(at.Period, q.vars["revision"]), err)
	}
	p.Selection, err = findSelection(p.archive, q.vars["period"], q.vars["place"])
	return p, err
}

// goneRevision returns withdrawn for a revision that was withdrawn although its period was published again,
// or nil.
func (snap *snapshot) goneRevision(p report.Period, number string) error {
	for _, r := range snap.archive.History() {
		if r.Edition.Period == p && r.State == report.Withdrawn && strconv.Itoa(r.Number) == number {
			return withdrawn{r}
		}
	}
	return nil
}
