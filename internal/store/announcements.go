package store

import (
	"context"
	"fmt"

	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectAnnouncements = `SELECT period, follows, version, proposed_by, proposed_at, month, release_at, zone, cancelled, reason
		FROM announcements ORDER BY period, follows`

	selectAnnouncementChanges = `SELECT period, follows, at, month, release_at, zone, cancelled, reason, proposed_by, approved_by
		FROM announcement_changes ORDER BY period, follows, sequence`

	insertAnnouncement = `INSERT INTO announcements (period, follows, version, proposed_by, proposed_at, month, release_at, zone, cancelled, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (period, follows) DO NOTHING`

	updateAnnouncement = `UPDATE announcements SET version = $3, proposed_by = $4, proposed_at = $5, month = $6, release_at = $7, zone = $8,
			cancelled = $9, reason = $10
		WHERE period = $1 AND follows = $2 AND version = $11`

	insertAnnouncementChange = `INSERT INTO announcement_changes
			(period, follows, sequence, at, month, release_at, zone, cancelled, reason, proposed_by, approved_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
)

// Announcements returns every announcement, by period and the revision that it follows.
func (db *DB) Announcements(ctx context.Context) (list []publish.Announcement, err error) {
	err = db.read(ctx, func(tx *transaction) { list = tx.announcements() })
	return list, err
}

func (tx *transaction) announcements() []publish.Announcement {
	type row struct {
		publish.Announcement
		proposal publish.Proposal
	}
	type change struct {
		period  report.Period
		follows int
		publish.ApprovedChange
	}
	var list []publish.Announcement
	for _, r := range query(tx, func(r *row) []any {
		return append([]any{scanPeriod(&r.Period), &r.Follows, &r.Version, &r.proposal.By, (*moment)(&r.proposal.At)}, changeFields(&r.proposal.Change)...)
	}, selectAnnouncements) {
		if r.proposal.By != "" {
			r.Proposed = &r.proposal
		}
		list = append(list, r.Announcement)
	}
	changes := query(tx, func(c *change) []any {
		fields := append([]any{scanPeriod(&c.period), &c.follows, (*moment)(&c.At)}, changeFields(&c.AnnouncementChange)...)
		return append(fields, &c.ProposedBy, &c.ApprovedBy)
	}, selectAnnouncementChanges)
	for i := range list {
		for _, c := range changes {
			if c.period == list[i].Period && c.follows == list[i].Follows {
				list[i].Changes = append(list[i].Changes, c.ApprovedChange)
			}
		}
	}
	return list
}

// changeFields returns the destinations of what a change says.
func changeFields(c *report.AnnouncementChange) []any {
	month := parsed[report.Month]{&c.Month, func(s string) (report.Month, error) {
		if s == "" {
			return report.Month{}, nil
		}
		return report.ParseMonth(s)
	}}
	return []any{month, (*moment)(&c.Release), &c.Zone, &c.Cancelled, &c.Reason}
}

// changeValues returns what a change says, as it is stored.
func changeValues(c report.AnnouncementChange) []any {
	month, cancelled := "", 0
	if !c.Month.IsZero() {
		month = c.Month.String()
	}
	if c.Cancelled {
		cancelled = 1
	}
	return []any{month, micros(c.Release), c.Zone, cancelled, c.Reason}
}

// SaveAnnouncement stores an announcement with its event and, if it was approved, its last change as an entry of the
// transparency log. It fails with report.ErrConflict unless the stored version is the one before it.
func (db *DB) SaveAnnouncement(ctx context.Context, e publish.AnnouncementEdit) error {
	return db.writeAudited(ctx, e.Event, func(tx *transaction) {
		period, follows := e.Period.String(), e.Follows
		tx.touch(announcementRecord, period, follows)
		var p publish.Proposal
		if e.Proposed != nil {
			p = *e.Proposed
		}
		values := append([]any{period, follows, e.Version, p.By, micros(p.At)}, changeValues(p.Change)...)
		changed := 0
		if e.Version == 1 {
			changed = tx.exec(insertAnnouncement, values...)
		} else {
			changed = tx.exec(updateAnnouncement, append(values, e.Version-1)...)
		}
		if changed == 0 {
			tx.fail(fmt.Errorf("the announcement of %s is no longer at version %d: %w", e.Period, e.Version-1, report.ErrConflict))
		}
		if entry, ok := e.Entry(); ok {
			c := e.Changes[len(e.Changes)-1]
			values := append([]any{period, follows, len(e.Changes), micros(c.At)}, changeValues(c.AnnouncementChange)...)
			tx.exec(insertAnnouncementChange, append(values, c.ProposedBy, c.ApprovedBy)...)
			tx.addEntries(entry)
		}
		tx.addMessages(e.Messages...)
	})
}
