package store_test

import (
	"errors"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// Whoever changes an announcement that somebody else has changed since is refused, whatever the service has read.
func TestSaveAnnouncement_ComparesVersions(t *testing.T) {
	db := sitetest.NewConsole(t).DB
	save := func(version int, by string) error {
		return db.SaveAnnouncement(t.Context(), publish.AnnouncementEdit{
			Announcement: publish.Announcement{Period: report.Period{Year: 2019, Half: 2}, Version: version, Proposed: &publish.Proposal{
				Change: report.AnnouncementChange{Month: report.Month{Year: 2027, Month: time.March}}, By: by, At: sitetest.Now,
			}},
			Event: audit.Event{At: sitetest.Now, Actor: by, Action: publish.ActionProposeAnnouncement},
		})
	}
	for _, c := range []struct {
		version int
		by      string
		right   bool
	}{{1, "ann", true}, {1, "eva", false}, {2, "eva", true}, {2, "dan", false}, {4, "dan", false}} {
		if err := save(c.version, c.by); (err == nil) != c.right || err != nil && !errors.Is(err, report.ErrConflict) {
			t.Errorf("version %d by %s: got %v", c.version, c.by, err)
		}
	}
	list, err := db.Announcements(t.Context())
	if err != nil || len(list) != 1 || list[0].Version != 2 || list[0].Proposed.By != "eva" || list[0].Proposed.Change.Month.String() != "2027-03" {
		t.Errorf("got %+v, %v", list, err)
	}
}
