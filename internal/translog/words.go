package translog

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lerr/internal/report"
)

// String describes the entry for readers, in one line: "2019-H1 revision 2 was published on 24 November 2026, 12:00 UTC: …".
func (e Entry) String() string {
	text := e.words()
	if e.Backfilled {
		text += " (From before the log.)"
	}
	return text
}

func (e Entry) words() string {
	at := e.At.UTC().Format("2 January 2006, 15:04 UTC")
	switch e.Kind {
	case Places:
		return e.placeWords()
	case Publication:
		text := fmt.Sprintf("%s revision %d was published", e.Period, e.Number)
		if e.Again {
			text += " again"
		}
		if e.Direct {
			text += " from the command line"
		}
		return text + " on " + at + colon(e.Note)
	case Withdrawal:
		return fmt.Sprintf("%s was withdrawn on %s%s", e.Period, at, colon(e.Notice))
	case Notice:
		return fmt.Sprintf("The notice on %s, which is withdrawn, was corrected on %s%s", e.Period, at, colon(e.Notice))
	case Announcement:
		of := "The release of " + e.Period.String()
		if e.Follows > 0 {
			of = fmt.Sprintf("The update of %s after revision %d", e.Period, e.Follows)
		}
		return fmt.Sprintf("%s was, on %s, %s%s", of, at, changeWords(e.announced()), colon(e.Note))
	case Files:
		return fmt.Sprintf("%s revision %d has further files: %s.", e.Period, e.Number, strings.Join(slices.Sorted(maps.Keys(e.Files)), ", "))
	case Texts:
		return fmt.Sprintf("Version %s of the program has the texts %s.", e.Version, e.SHA256)
	case Loss:
		return fmt.Sprintf("The database was restored from an older copy on %s. The log had %d entries before, and %d events of the audit log are gone.", at, e.Size, e.Events)
	}
	return "An entry of the unknown kind " + string(e.Kind) + "."
}

// changeWords says what a change of an announcement says: "announced for March 2027".
func changeWords(c report.AnnouncementChange) string {
	switch {
	case c.Cancelled:
		return "cancelled"
	case c.IsConfirmed():
		return fmt.Sprintf("announced for %s, given in %s", c.Release.UTC().Format("2 January 2006, 15:04 UTC"), c.Zone)
	}
	return "announced for " + c.Month.Label()
}

// colon returns a text that continues a sentence, on one line, or the sentence's full stop without one.
func colon(text string) string {
	if text == "" {
		return "."
	}
	return ": " + strings.Join(strings.Fields(text), " ")
}

func (e Entry) placeWords() string {
	var parts []string
	if len(e.Regions) > 0 {
		parts = append(parts, "regions are "+listed(e.Regions, func(r report.Region) string { return r.Name }))
	}
	if len(e.Countries) > 0 {
		parts = append(parts, "countries are "+listed(e.Countries, func(c report.Country) string {
			text := c.Code + " " + c.Name + " in " + c.Region
			if len(c.Spellings) > 0 {
				text += " (also " + strings.Join(c.Spellings, ", ") + ")"
			}
			return text
		}))
	}
	if len(e.Removed) > 0 {
		parts = append(parts, "removed are "+strings.Join(e.Removed, ", "))
	}
	return "Places changed: " + strings.Join(parts, "; ") + "."
}

// maxListed bounds the elements that a sentence names.
const maxListed = 10

// listed joins the names of a list, and counts those that are too many.
func listed[T any](list []T, name func(T) string) string {
	var names []string
	for _, v := range list[:min(len(list), maxListed)] {
		names = append(names, name(v))
	}
	text := strings.Join(names, ", ")
	if more := len(list) - maxListed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
