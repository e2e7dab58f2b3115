package sitetest

import (
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// Refer names the present version of an announcement, for somebody with both roles.
func Refer(t testing.TB, s *publish.Service, name string, p report.Period, follows int) publish.AnnouncementRef {
	t.Helper()
	list, err := s.Announcements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ref := publish.AnnouncementRef{Actor: publish.Actor{Name: name, Editor: true, Approver: true}, Period: p, Follows: follows}
	for _, a := range list {
		if a.Period == p && a.Follows == follows {
			ref.Version = a.Version
		}
	}
	return ref
}

// Announce makes a change of an announcement public, as ann proposes it and bob approves it.
func Announce(t testing.TB, s *publish.Service, p report.Period, follows int, c report.AnnouncementChange) publish.Announcement {
	t.Helper()
	if _, err := s.Propose(t.Context(), Refer(t, s, "ann", p, follows), c); err != nil {
		t.Fatal(err)
	}
	a, err := s.ApproveAnnouncement(t.Context(), Refer(t, s, "bob", p, follows))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Announce makes a change of the announcement of a first publication public, and shows it.
func (c *Console) Announce(p report.Period, change report.AnnouncementChange) {
	c.t.Helper()
	Announce(c.t, c.Publisher, p, 0, change)
	c.Step()
}
