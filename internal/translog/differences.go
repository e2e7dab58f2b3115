package translog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"lerr/internal/report"
)

// differences collects sentences that name where a side differs from the log.
type differences struct {
	side  string // "the database"
	where string // "in the database"
	list  []string
}

func (d *differences) add(format string, args ...any) {
	d.list = append(d.list, fmt.Sprintf(format, args...))
}

// field compares one field, a text or a list of texts, of something that both sides have.
func (d *differences) field(subject, name string, logged, stored any) {
	if l, s := fmt.Sprintf("%q", logged), fmt.Sprintf("%q", stored); l != s {
		d.add("%s: the log has the %s %s, %s has %s.", subject, name, l, d.side, s)
	}
}

func (d *differences) compareRegions(logged, stored []report.Region) {
	slugs := func(list []report.Region) (all []string) {
		for _, r := range list {
			all = append(all, r.Slug)
		}
		return all
	}
	d.field("Regions", "order", slugs(logged), slugs(stored))
	names := map[string]string{}
	for _, r := range stored {
		names[r.Slug] = r.Name
	}
	for _, r := range logged {
		if name, ok := names[r.Slug]; ok {
			d.field("Region "+r.Slug, "name", r.Name, name)
		}
	}
}

func (d *differences) compareCountries(logged, stored []report.Country) {
	left := map[string]report.Country{}
	for _, c := range stored {
		if _, twice := left[c.Code]; twice {
			d.add("Country %s is %s twice.", c.Code, d.where)
		}
		left[c.Code] = c
	}
	for _, c := range logged {
		other, ok := left[c.Code]
		delete(left, c.Code)
		if !ok {
			d.add("Country %s, %q, is in the log and not %s.", c.Code, c.Name, d.where)
			continue
		}
		subject := "Country " + c.Code
		d.field(subject, "name", c.Name, other.Name)
		d.field(subject, "region", c.Region, other.Region)
		d.field(subject, "spellings", c.Spellings, other.Spellings)
	}
	for _, code := range slices.Sorted(maps.Keys(left)) {
		d.add("Country %s, %q, is %s and not in the log.", code, left[code].Name, d.where)
	}
}

func (d *differences) compareRevisions(logged []Revision, stored []report.Revision) {
	type key struct {
		period report.Period
		number int
	}
	left := map[key]report.Revision{}
	for _, r := range stored {
		k := key{r.Edition.Period, r.Number}
		if _, twice := left[k]; twice {
			d.add("%s revision %d is %s twice.", r.Edition.Period, r.Number, d.where)
		}
		left[k] = r
	}
	for _, r := range logged {
		k := key{r.Edition.Period, r.Number}
		other, ok := left[k]
		delete(left, k)
		subject := fmt.Sprintf("%s revision %d", r.Edition.Period, r.Number)
		if !ok {
			d.add("%s is in the log and not %s.", subject, d.where)
			continue
		}
		d.field(subject, "state", string(r.State), string(other.State))
		d.field(subject, "time of publication", momentText(r.PublishedAt), momentText(other.PublishedAt))
		d.field(subject, "note", r.Note, other.Note)
		d.field(subject, "digest", r.Digest, other.Digest)
		d.field(subject, "mark of a period published again", fmt.Sprint(r.Again), fmt.Sprint(other.Again))
		d.field(subject, "mark of a direct publication", fmt.Sprint(r.Direct), fmt.Sprint(other.Direct))
		d.field(subject, "notice of withdrawal", r.WithdrawalNotice, other.WithdrawalNotice)
		d.field(subject, "time of withdrawal", momentText(r.WithdrawnAt), momentText(other.WithdrawnAt))
	}
	rest := slices.SortedFunc(maps.Keys(left), func(a, b key) int {
		if a.period != b.period {
			return a.period.Compare(b.period)
		}
		return a.number - b.number
	})
	for _, k := range rest {
		d.add("%s revision %d is %s and not in the log.", k.period, k.number, d.where)
	}
}

func (d *differences) compareAnnouncements(logged, stored []report.Announcement) {
	type key struct {
		period  report.Period
		follows int
	}
	subject := func(k key) string {
		if k.follows > 0 {
			return fmt.Sprintf("Announcement of %s after revision %d", k.period, k.follows)
		}
		return fmt.Sprintf("Announcement of %s", k.period)
	}
	left := map[key]report.Announcement{}
	for _, a := range stored {
		k := key{a.Period, a.Follows}
		if _, twice := left[k]; twice {
			d.add("%s is %s twice.", subject(k), d.where)
		}
		left[k] = a
	}
	for _, a := range logged {
		k := key{a.Period, a.Follows}
		other, ok := left[k]
		delete(left, k)
		if !ok {
			d.add("%s is in the log and not %s.", subject(k), d.where)
			continue
		}
		d.field(subject(k), "changes", changeTexts(a), changeTexts(other))
	}
	rest := slices.SortedFunc(maps.Keys(left), func(a, b key) int { return cmp.Or(a.period.Compare(b.period), a.follows-b.follows) })
	for _, k := range rest {
		d.add("%s is %s and not in the log.", subject(k), d.where)
	}
}

// changeTexts returns all of an announcement's changes, a text each.
func changeTexts(a report.Announcement) (texts []string) {
	for _, c := range a.Changes {
		texts = append(texts, fmt.Sprintf("%s: %s, reason %q", momentText(c.At), changeWords(c), c.Reason))
	}
	return texts
}

// momentText returns a time as entries have it; the zero time is "".
func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(momentLayout)
}
