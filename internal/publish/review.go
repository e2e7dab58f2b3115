package publish

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lerr/internal/report"
)

// Part is a part of what becomes public with a draft.
type Part string

// The parts, in the order in which they are reviewed.
const (
	PartRelease Part = "release" // the period, what the draft follows, and the public note on it
	PartTotals  Part = "totals"  // sums of rows, by section and column
	PartRows    Part = "rows"    // counts of rows, by section, country and column
	PartUnits   Part = "units"   // what a section's outcomes count
	PartStated  Part = "stated"  // totals that the source states, by section and column
	PartSingle  Part = "single"  // single figures, by name
	PartNotes   Part = "notes"   // notes on rows, sections and the half-year
	PartAnswers Part = "answers" // answers of the FAQ as they are stored, by question
	PartReading Part = "reading" // answers of the FAQ as they are read, by question
	PartNames   Part = "names"   // names of countries in this half-year
	PartPlaces  Part = "places"  // changes of the list of places, by code and property
	PartFiles   Part = "files"   // fingerprints of the files, by format
)

// Parts returns all parts in the order in which they are reviewed.
func Parts() []Part {
	return []Part{PartRelease, PartTotals, PartRows, PartUnits, PartStated, PartSingle, PartNotes, PartAnswers, PartReading, PartNames, PartPlaces, PartFiles}
}

// Names of the items of PartRelease, and of the digest among those of PartFiles.
const (
	ItemPeriod   = "period"
	ItemCorrects = "corrects"
	ItemFollows  = "follows"
	ItemNote     = "note"
	ItemNames    = "names"
)

// Names of the items of PartPlaces.
const (
	PlaceCode   = "code"
	PlaceName   = "name"
	PlaceRegion = "region" // its slug
	PlaceAlso   = "also written"
)

// NotGiven is the text of a count that the source does not give.
const NotGiven = "not given"

// Item is one figure or one text that becomes public.
type Item struct {
	Part    Part
	Section report.Section `json:",omitempty"`
	Country string         `json:",omitempty"` // code
	Name    string         `json:",omitempty"` // of a column, a figure, a question, a property or a format
	Text    string
}

// ItemKey identifies what an Item is about.
type ItemKey struct {
	Part    Part
	Section report.Section
	Country string
	Name    string
}

// Key returns what the item is about.
func (i Item) Key() ItemKey { return ItemKey{i.Part, i.Section, i.Country, i.Name} }

// Value is a text that may be missing.
type Value struct {
	Text string
	Ok   bool
}

// Line is one thing that a draft makes public or takes away: as it will be, as it is published now, and as
// a person saw it last.
type Line struct {
	ItemKey
	New, Old, Seen Value
	// Changed says that it is not what the person saw. It is false for somebody who has seen nothing yet.
	Changed bool
}

// IsDifferent reports whether the line changes what is published.
func (l Line) IsDifferent() bool { return l.New != l.Old }

// Review is all that becomes public with a draft, and nothing else.
type Review struct {
	// Against is the revision that it is compared with: the one that it corrects, or that of the newest
	// half-year before. Its number is 0 if there is none.
	Against report.Revision
	Lines   []Line // by part, then in the order of the draft
}

// Of returns the lines of a part.
func (r Review) Of(part Part) []Line {
	var lines []Line
	for _, l := range r.Lines {
		if l.Part == part {
			lines = append(lines, l)
		}
	}
	return lines
}

// Changed returns the lines that are not what the person saw last. It leaves out what follows from others:
// sums, answers as they are read, and files.
func (r Review) Changed() []Line {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(l Line) bool { return !l.Changed || l.follows() })
}

// follows reports whether the line follows from others.
func (l Line) follows() bool {
	return l.Part == PartTotals || l.Part == PartReading || l.Part == PartFiles
}

// NewReview returns the review of a draft, given what is published and the questions of the FAQ. seen holds
// the items that a person saw last; nil if there are none.
func NewReview(draft Draft, archive *report.Archive, questions []report.Question, seen []Item) Review {
	r := Review{Against: Against(draft, archive)}
	now := Items(draft, archive, questions)
	first := draft.Corrects == 0
	before := newItemIndex(before(draft, r.Against, archive, questions))
	saw := newItemIndex(seen)
	done := map[ItemKey]bool{}
	add := func(key ItemKey, is Value) {
		l := Line{ItemKey: key, New: is, Old: before.value(key), Seen: saw.value(key)}
		l.Changed = len(seen) > 0 && l.Seen != is
		if key.Part == PartFiles && !l.Seen.Ok { // they are made at the submission
			l.Changed = false
		}
		done[key] = true
		if key.Part == PartReading && !l.IsDifferent() && !l.Changed {
			return
		}
		r.Lines = append(r.Lines, l)
	}
	for _, i := range now {
		if !done[i.Key()] {
			add(i.Key(), Value{i.Text, true})
		}
	}
	for _, i := range slices.Concat(before.items, seen) {
		// What the half-year before has, and this one has not, stays with the half-year before.
		stays := first && (i.Part == PartNotes || i.Part == PartAnswers || i.Part == PartStated || i.Part == PartUnits || i.Part == PartRelease)
		if !done[i.Key()] && i.Part != PartFiles && (!stays || saw.value(i.Key()).Ok) {
			add(i.Key(), Value{})
		}
	}
	order := Parts()
	slices.SortStableFunc(r.Lines, func(a, b Line) int {
		return cmp.Compare(slices.Index(order, a.Part), slices.Index(order, b.Part))
	})
	return r
}

// itemIndex finds items by key.
type itemIndex struct {
	items []Item
	byKey map[ItemKey]string
}

func newItemIndex(items []Item) itemIndex {
	x := itemIndex{items, make(map[ItemKey]string, len(items))}
	for _, i := range items {
		x.byKey[i.Key()] = i.Text
	}
	return x
}

func (x itemIndex) value(key ItemKey) Value {
	text, ok := x.byKey[key]
	return Value{text, ok}
}

// Against returns the revision that a draft is compared with: the one that it corrects, or that of the newest half-year
// before. Its number is 0 if there is none.
func Against(draft Draft, archive *report.Archive) report.Revision {
	if draft.Corrects > 0 {
		r, _ := archive.RevisionNumber(draft.Edition.Period, draft.Corrects)
		return r
	}
	for _, r := range archive.Revisions() { // newest first
		if r.Edition.Period.Compare(draft.Edition.Period) < 0 {
			return r
		}
	}
	return report.Revision{}
}

// Items returns all that becomes public with a draft: what its ContentDigest covers, and what follows from
// that. Equal lists become public as the same.
func Items(draft Draft, archive *report.Archive, questions []report.Question) []Item {
	d := draft
	d.Edition = draft.Edition.Clone()
	d.Edition.Sort()
	items := []Item{{Part: PartRelease, Name: ItemPeriod, Text: d.Edition.Period.String()}}
	release := func(name, text string) {
		if text != "" {
			items = append(items, Item{Part: PartRelease, Name: name, Text: text})
		}
	}
	if d.Corrects != 0 {
		release(ItemCorrects, fmt.Sprintf("revision %d", d.Corrects))
	}
	if d.base() != d.Corrects {
		release(ItemFollows, fmt.Sprintf("revision %d", d.base()))
	}
	release(ItemNote, d.Note)
	items = append(items, editionItems(d.Edition)...)
	for _, p := range d.Places {
		items = append(items, placeItems(p.Code(), p.After)...)
	}
	if next, err := withDraft(d, archive); err == nil {
		items = append(items, readings(next, questions)...)
	}
	for _, format := range slices.Sorted(maps.Keys(d.Files)) {
		items = append(items, Item{Part: PartFiles, Name: format, Text: d.Files[format]})
	}
	if d.Names != "" {
		items = append(items, Item{Part: PartFiles, Name: ItemNames, Text: d.Names})
	}
	return items
}

// withDraft returns the archive with a draft's places and edition.
func withDraft(d Draft, archive *report.Archive) (*report.Archive, error) {
	archive, _, err := changePlaces(archive, d.Places)
	if err != nil {
		return nil, err
	}
	return archive.With(report.Revision{Edition: d.Edition, Number: archive.NextNumber(d.Edition.Period), State: report.Published})
}

// before returns what is published in the place of a draft's items.
func before(draft Draft, base report.Revision, archive *report.Archive, questions []report.Question) []Item {
	var items []Item
	if base.Number > 0 {
		items = editionItems(base.Edition)
		if draft.Corrects > 0 {
			items = append(items, Item{Part: PartRelease, Name: ItemPeriod, Text: base.Edition.Period.String()})
		} else {
			// An answer is public until a later half-year has one.
			items = slices.DeleteFunc(items, func(i Item) bool { return i.Part == PartAnswers })
			for _, q := range questions {
				items = append(items, Item{Part: PartAnswers, Name: q.ID, Text: archive.Question(q).Body})
			}
		}
	}
	for _, p := range draft.Places {
		items = append(items, placeItems(p.Code(), p.Before)...)
	}
	return append(items, readings(archive, questions)...)
}

// editionItems returns all that an edition makes public.
func editionItems(e report.Edition) []Item {
	var items []Item
	add := func(part Part, s report.Section, country, name, text string) {
		items = append(items, Item{part, s, country, name, text})
	}
	note := func(s report.Section, country, text string) {
		if text != "" {
			add(PartNotes, s, country, "", text)
		}
	}
	note("", "", e.Note)
	for _, t := range e.Tables {
		add(PartUnits, t.Section, "", "", string(t.CountUnit()))
		note(t.Section, "", t.Note)
		for i, column := range report.Columns() {
			add(PartTotals, t.Section, "", column, countText(t.Sum(), i))
			if t.Stated != (report.Counts{}) && t.Stated.Has(i) {
				add(PartStated, t.Section, "", column, countText(t.Stated, i))
			}
		}
		for _, r := range t.Rows {
			for i, column := range report.Columns() {
				add(PartRows, t.Section, r.Country, column, countText(r.Counts, i))
			}
			note(t.Section, r.Country, r.Note)
		}
	}
	for _, f := range e.Figures {
		add(PartSingle, "", "", f.Name, report.Grouped(f.Value))
	}
	for _, a := range e.Answers {
		add(PartAnswers, "", "", a.Question, a.Body)
	}
	for _, n := range e.Names {
		add(PartNames, "", n.Country, "", n.Name)
	}
	return items
}

// countText returns count i as people read it.
func countText(c report.Counts, i int) string {
	switch {
	case !c.Has(i):
		return NotGiven
	case !c.IsWhole(i):
		return report.Grouped(c.Figures()[i]) + ", without rows that do not give it"
	}
	return report.Grouped(c.Figures()[i])
}

func placeItems(code string, c report.Country) []Item {
	if fields(c) == fields(report.Country{}) {
		return nil
	}
	items := []Item{
		{Part: PartPlaces, Country: code, Name: PlaceCode, Text: c.Code},
		{Part: PartPlaces, Country: code, Name: PlaceName, Text: c.Name},
		{Part: PartPlaces, Country: code, Name: PlaceRegion, Text: c.Region},
	}
	if len(c.Spellings) > 0 {
		items = append(items, Item{Part: PartPlaces, Country: code, Name: PlaceAlso, Text: strings.Join(c.Spellings, "; ")})
	}
	return items
}

// readings returns the answers of the FAQ as they are read in an archive.
func readings(archive *report.Archive, questions []report.Question) []Item {
	var items []Item
	for _, q := range questions {
		if text, err := archive.Answer(q, report.Grouped); err == nil {
			items = append(items, Item{Part: PartReading, Name: q.ID, Text: text})
		}
	}
	return items
}
