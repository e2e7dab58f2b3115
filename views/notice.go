package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Notice is what a reader must know before the figures: that they were corrected, superseded or
// withdrawn.
type Notice struct {
	Heading string // empty for no notice
	Text    string // in the publisher's words
	Links   []Link
}

// correctedNotice says that a revision corrects an earlier one, which stays at its address.
func correctedNotice(r report.Revision) Notice {
	if r.Number == 1 || r.Note == "" {
		return Notice{}
	}
	earlier := r.Number - 1
	return Notice{
		Heading: fmt.Sprintf("Corrected on %s", Date(r.PublishedAt)),
		Text:    r.Note,
		Links:   []Link{{fmt.Sprintf("Revision %d, as it was before", earlier), urls.Revision(r.Edition.Period, earlier, report.Place{})}},
	}
}

// SupersededNotice says that a revision is no longer the newest, and leads to the one that is.
func SupersededNotice(old, current report.Revision, place report.Place) Notice {
	to := report.Selection{Period: current.Edition.Period, Place: place}
	return Notice{
		Heading: fmt.Sprintf("Superseded: this is revision %d, as published on %s", old.Number, Date(old.PublishedAt)),
		Text:    fmt.Sprintf("Revision %d took its place on %s. %s", current.Number, Date(current.PublishedAt), current.Note),
		Links:   []Link{{fmt.Sprintf("Revision %d, the current one", current.Number), urls.Report(to)}},
	}
}

// PinnedNotice says that an address is of one revision, which is the newest so far.
func PinnedNotice(r report.Revision, place report.Place) Notice {
	to := report.Selection{Period: r.Edition.Period, Place: place}
	return Notice{
		Heading: fmt.Sprintf("Revision %d, as published on %s", r.Number, Date(r.PublishedAt)),
		Text:    "This address will always show this revision. It is the current one.",
		Links:   []Link{{"The address of the newest revision", urls.Report(to)}},
	}
}

// NewWithdrawnPage says that a period was withdrawn, in the publisher's words.
func NewWithdrawnPage(f Frame, a *report.Archive, r report.Revision, path string) MessagePage {
	label := r.Edition.Period.Label()
	return MessagePage{
		Page: Page{
			Frame: f, Path: path, Newest: a.NewestPublished(), Title: label + " is withdrawn · " + f.Site.Title,
			Description: "The figures of " + label + " were withdrawn.",
		},
		Status:  "Withdrawn on " + Date(r.WithdrawnAt),
		Heading: "The figures of " + label + " were withdrawn",
		Text:    r.WithdrawalNotice,
		Links:   []Link{{"The newest report", urls.Home()}, {"All revisions", urls.Revisions()}},
	}
}
