package views

import (
	"fmt"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Trust says where the figures of a half-year come from and whether they were changed.
type Trust struct {
	Organization string
	Day          string // on which the organization published them; empty if it is not known
	Announcement string // address of its announcement on that day
	OwnReport    string // address of its own report; may be empty
	Copied       string // "Copied here on 24 November 2026"
	Revision     Link
	Corrections  string // "Nothing has been corrected since.", "Corrected on 1 March 2027."
}

func newTrust(site *report.Site, r report.Revision, s report.Selection) Trust {
	t := Trust{
		OwnReport:   site.OwnReport,
		Copied:      "Published on " + Date(r.PublishedAt),
		Revision:    Link{fmt.Sprintf("revision %d", r.Number), urls.Revision(s.Period, r.Number, s.Place)},
		Corrections: "Nothing has been corrected since.",
	}
	if site.Recreation != "" { // otherwise the organization publishes them here
		t.Organization, t.Copied = site.Organization, "Copied here on "+Date(r.PublishedAt)
		if p, ok := site.Publications[s.Period]; ok {
			t.Day, t.Announcement = Date(p.Date), p.Address
		}
	}
	switch {
	case r.Again:
		t.Corrections = fmt.Sprintf("Published again on %s, after a withdrawal: %s", Date(r.PublishedAt), r.Note)
	case r.Planned:
		t.Corrections = fmt.Sprintf("Updated on %s, as announced: %s", Date(r.PublishedAt), r.Note)
	case r.Number > 1:
		t.Corrections = fmt.Sprintf("Corrected on %s: %s", Date(r.PublishedAt), r.Note)
	}
	return t
}

// recreation splits the note on whose copy this is around the words that lead to the organization's report.
func recreation(site *report.Site) (before, link, after string) {
	before, after, found := strings.Cut(site.Recreation, site.RecreationSource)
	if !found || site.RecreationSource == "" || site.OwnReport == "" {
		return site.Recreation, "", ""
	}
	return before, site.RecreationSource, after
}
