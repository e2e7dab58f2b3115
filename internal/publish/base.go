package publish

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/report"
)

// CodeBase is the code of the problem that what the draft follows has changed.
const CodeBase = "changed-since"

// Current returns a Refusal unless what the draft follows is still what is published: the revision that
// it corrects or comes after, and the places that it changes or names.
func (s *Service) Current(draft Draft, archive *report.Archive) error {
	if text := changedSince(draft, archive); text != "" {
		return &Refusal{report.ErrConflict, text}
	}
	return nil
}

// changedSince says what has been published or withdrawn since the draft was begun, so that the draft
// would undo it; "" if nothing was.
func changedSince(draft Draft, archive *report.Archive) string {
	period := draft.Edition.Period
	last := archive.LastNumber(period)
	gone, withdrawn := archive.Withdrawn(period)
	switch {
	case draft.Corrects > 0 && withdrawn:
		return fmt.Sprintf("%s was withdrawn on %s, after this correction was begun. Discard this draft; to publish the period again, upload its workbook.",
			period.Label(), day(gone.WithdrawnAt))
	case last > draft.base() && !withdrawn, draft.Corrects == 0 && last > 0 && !withdrawn:
		return supersededBy(draft, archive)
	case last > draft.base():
		return fmt.Sprintf("Revision %d of %s was published and withdrawn after this draft was begun. Discard this draft and upload the workbook again.",
			last, period.Label())
	}
	next, _, err := changePlaces(archive, draft.Places)
	if err != nil {
		return "The draft’s changes of places do not fit what is published. " + sentence(err)
	}
	return renamedSince(draft, next.ListedPlaces())
}

// renamedSince says that a country of the draft has another name or region than in the files that were made
// at its submission; "" if none has. listed holds the places as they are once it is public.
func renamedSince(draft Draft, listed *report.Places) string {
	if draft.Names == "" || draft.Names == namesDigest(draft.Edition, listed) {
		return ""
	}
	return "A country of this draft has another name or region since it was submitted, so its files would not be those that were approved. Return it and submit it again."
}

// supersededBy says that another revision took the place of the one that the draft follows, and what it
// changed.
func supersededBy(draft Draft, archive *report.Archive) string {
	period := draft.Edition.Period
	current, err := archive.Revision(period)
	if err != nil {
		return ""
	}
	if draft.Corrects == 0 {
		return fmt.Sprintf("%s is published: it has been public since %s, as revision %d. If that is not this draft, discard it and correct what is published.",
			period.Label(), day(current.PublishedAt), current.Number)
	}
	text := fmt.Sprintf("Revision %d of %s was published on %s, after this correction of revision %d was begun: “%s”",
		current.Number, period.Label(), day(current.PublishedAt), draft.Corrects, current.Note)
	if old, err := archive.RevisionNumber(period, draft.Corrects); err == nil {
		text += " It changed " + differences(old.Edition, current.Edition, archive.Places()) + "."
	}
	return text + " Nothing of it was undone. Discard this draft and correct the new revision."
}

// day formats the day of a time.
func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

// maxListed is the number of differences that differences lists.
const maxListed = 5

// differences lists what differs between two editions: rows with their requests, then what has none.
func differences(old, current report.Edition, places *report.Places) string {
	var list []string
	name := func(code string) string {
		c, _ := places.Country(code)
		return c.Name
	}
	for _, section := range report.Sections() {
		before, was := old.Table(section)
		after, is := current.Table(section)
		if was != is {
			list = append(list, fmt.Sprintf("the whole section %s", section.Name()))
			continue
		}
		for _, r := range after.Rows {
			switch row, ok := before.Row(r.Country); {
			case !ok:
				list = append(list, fmt.Sprintf("%s, %s: a new row with %d requests", section.Name(), name(r.Country), r.Counts.Requests))
			case row.Counts.Requests != r.Counts.Requests:
				list = append(list, fmt.Sprintf("%s, %s: %d requests, was %d", section.Name(), name(r.Country), r.Counts.Requests, row.Counts.Requests))
			case row != r:
				list = append(list, fmt.Sprintf("%s, %s", section.Name(), name(r.Country)))
			}
		}
		for _, r := range before.Rows {
			if _, ok := after.Row(r.Country); !ok {
				list = append(list, fmt.Sprintf("%s, %s: its row is gone", section.Name(), name(r.Country)))
			}
		}
		if before.CountUnit() != after.CountUnit() {
			list = append(list, fmt.Sprintf("the outcomes of %s count %s, was %s", section.Name(), after.CountUnit(), before.CountUnit()))
		}
		if before.Stated != after.Stated {
			list = append(list, "the stated totals of "+section.Name())
		}
		if before.Note != after.Note {
			list = append(list, "the note on "+section.Name())
		}
	}
	for _, figure := range report.SingleFigureNames() {
		before, was := old.SingleFigure(figure)
		after, is := current.SingleFigure(figure)
		if was != is || before != after {
			list = append(list, "the figure "+figure)
		}
	}
	if !slices.Equal(old.Names, current.Names) {
		list = append(list, "names of countries")
	}
	if old.Note != current.Note {
		list = append(list, "the note on the half-year")
	}
	switch more := len(list) - maxListed; {
	case len(list) == 0:
		return "answers or places"
	case more > 0:
		list = append(list[:maxListed], fmt.Sprintf("%d more", more))
	}
	return strings.Join(list, "; ")
}
