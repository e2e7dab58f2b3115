package publish

import (
	"slices"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// Entries returns what the transparency log records of the publication: its places, then its revisions in their
// order. A store appends them in the same transaction.
func (p Publication) Entries() []translog.Entry {
	places := translog.Entry{Kind: translog.Places, Regions: p.Regions, Countries: p.Countries}
	for _, edit := range p.Places {
		if edit.After.Code == "" {
			places.Removed = append(places.Removed, edit.Code())
		} else {
			places.Countries = append(places.Countries, edit.After)
		}
	}
	var entries []translog.Entry
	if len(places.Regions)+len(places.Countries)+len(places.Removed) > 0 {
		entries = append(entries, places)
	}
	for _, r := range p.Revisions {
		e := publicationEntry(r)
		if p.Draft != nil {
			e.Files = p.Draft.Files
		}
		entries = append(entries, e)
	}
	return entries
}

func publicationEntry(r report.Revision) translog.Entry {
	return translog.Entry{
		Kind: translog.Publication, Period: r.Edition.Period, Number: r.Number, At: r.PublishedAt, Note: r.Note,
		Digest: r.Digest, Again: r.Again, Direct: r.Direct,
	}
}

// Entry returns what the transparency log records of the withdrawal.
func (w Withdrawal) Entry() translog.Entry {
	return translog.Entry{Kind: translog.Withdrawal, Period: w.Period, At: w.Events[0].At, Notice: w.Notice}
}

// Entry returns what the transparency log records of the correction.
func (n NoticeCorrection) Entry() translog.Entry {
	return translog.Entry{Kind: translog.Notice, Period: n.Period, At: n.Event.At, Notice: n.Text}
}

// BackfilledEntries returns the entries of places and revisions that were stored before there was a transparency log,
// in the order of what happened. Revisions are ordered by period and number.
func BackfilledEntries(regions []report.Region, countries []report.Country, revisions []report.Revision) []translog.Entry {
	var periods [][]translog.Entry // what happened to each
	for i, r := range revisions {
		if i == 0 || revisions[i-1].Edition.Period != r.Edition.Period {
			periods = append(periods, nil)
		}
		happened := &periods[len(periods)-1]
		*happened = append(*happened, publicationEntry(r))
		last := i+1 == len(revisions) || revisions[i+1].Edition.Period != r.Edition.Period
		if r.State == report.Withdrawn && (last || revisions[i+1].WithdrawnAt != r.WithdrawnAt) {
			*happened = append(*happened, translog.Entry{
				Kind: translog.Withdrawal, Period: r.Edition.Period, At: r.WithdrawnAt, Notice: r.WithdrawalNotice,
			})
		}
	}
	var entries []translog.Entry
	if len(regions) > 0 {
		entries = append(entries, translog.Entry{Kind: translog.Places, Regions: regions, Countries: countries})
	}
	for len(periods) > 0 { // what happened first, in the order of each period even if a clock went back
		first := slices.IndexFunc(periods, func(p []translog.Entry) bool {
			return !slices.ContainsFunc(periods, func(other []translog.Entry) bool { return other[0].At.Before(p[0].At) })
		})
		entries = append(entries, periods[first][0])
		if periods[first] = periods[first][1:]; len(periods[first]) == 0 {
			periods = slices.Delete(periods, first, first+1)
		}
	}
	for i := range entries {
		entries[i].Backfilled = true
	}
	return entries
}
