package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Banner tells readers before the figures that these were corrected, superseded or withdrawn.
type Banner struct {
	Heading string // if empty, there is no banner
	Text    string // the publisher's words
	Links   []Link
}

// correctedBanner returns the banner of a revision that corrects an earlier one, or comes after a
// withdrawal.
func correctedBanner(r report.Revision) Banner {
	if r.Number == 1 || r.Note == "" {
		return Banner{}
	}
	if r.Again {
		return Banner{Heading: fmt.Sprintf("Published again on %s, after a withdrawal", Date(r.PublishedAt)), Text: r.Note}
	}
	earlier, what := r.Number-1, "Corrected on "
	if r.Planned {
		what = "Updated, as announced, on "
	}
	return Banner{
		Heading: what + Date(r.PublishedAt),
		Text:    r.Note,
		Links:   []Link{{fmt.Sprintf("Revision %d, as it was before", earlier), urls.Revision(r.Edition.Period, earlier, report.Place{})}},
	}
}

// SupersededBanner returns the banner of a revision that is not the newest. It links to the newest.
func SupersededBanner(old, current report.Revision, place report.Place) Banner {
	to := report.Selection{Period: current.Edition.Period, Place: place}
	return Banner{
		Heading: fmt.Sprintf("Superseded: this is revision %d, as published on %s", old.Number, Date(old.PublishedAt)),
		Text:    fmt.Sprintf("Revision %d took its place on %s. %s", current.Number, Date(current.PublishedAt), current.Note),
		Links:   []Link{{fmt.Sprintf("Revision %d, the current one", current.Number), urls.Report(to)}},
	}
}

// PinnedBanner returns the banner of an address that always shows one revision, which is still the
// newest.
func PinnedBanner(r report.Revision, place report.Place) Banner {
	to := report.Selection{Period: r.Edition.Period, Place: place}
	return Banner{
		Heading: fmt.Sprintf("Revision %d, as published on %s", r.Number, Date(r.PublishedAt)),
		Text:    "This address will always show this revision. It is the current one.",
		Links:   []Link{{"The address of the newest revision", urls.Report(to)}},
	}
}

// NewWithdrawnPage returns the page of a withdrawn period with its withdrawal notice.
func NewWithdrawnPage(f Frame, r report.Revision, path string) MessagePage {
	label := r.Edition.Period.Label()
	return MessagePage{
		Page:    newPage(f, path, label+" is withdrawn", "The figures of "+label+" were withdrawn."),
		Status:  "Withdrawn on " + Date(r.WithdrawnAt),
		Heading: "The figures of " + label + " were withdrawn",
		Text:    r.WithdrawalNotice,
		Links:   []Link{{"The newest report", urls.Home}, {"All revisions", urls.Revisions}},
	}
}

// MessagePage reports an error or a withdrawal and offers other pages.
type MessagePage struct {
	Page
	Status  string // "404"
	Heading string
	Text    string
	Links   []Link // other pages to go to
}

// NewNotFoundPage returns the page for an unknown place. It is identical for scheduled and nonexistent
// periods. near are places that the reader may have meant, and period is a published one.
func NewNotFoundPage(f Frame, period report.Period, near []report.Place) MessagePage {
	m := MessagePage{
		Page:    newPage(f, "", "Not found", "There is no page at this address."),
		Status:  "404",
		Heading: "There is no page at this address",
		Text:    "The period may not be published, or the address may be mistyped.",
	}
	m.at("", report.Selection{Period: period})
	for _, p := range near {
		m.Links = append(m.Links, Link{p.Name(), urls.Report(report.Selection{Period: period, Place: p})})
	}
	if len(near) > 0 {
		m.Text = "Is it one of these?"
	}
	m.Links = append(m.Links, Link{"The newest report", urls.Home}, Link{"All revisions", urls.Revisions})
	return m
}

// NewErrorPage returns the page for a failed request. text is advice for the reader.
func NewErrorPage(f Frame, status, heading, text string) MessagePage {
	return MessagePage{
		Page:    newPage(f, "", heading, heading),
		Status:  status,
		Heading: heading,
		Text:    text,
		Links:   []Link{{"The newest report", urls.Home}},
	}
}
