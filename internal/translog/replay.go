package translog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"lerr/internal/report"
)

// State is what the log says the public site shows. The figures are in the revisions' digests.
type State struct {
	Regions   []report.Region
	Countries []report.Country // by code
	Revisions []Revision       // by period, then number
	Version   string           // of the program whose texts were logged last; empty if none were
	TextsHash string           // SHA-256 of those texts
	Lost      Numbers          // revisions that are gone, whose numbers are not used again
	// Announcements of releases, by period and the revision that they follow.
	Announcements []report.Announcement
}

// Numbers holds the number of the last revision of periods.
type Numbers map[report.Period]int

// with returns the numbers with that of a period, if it is larger than the one there is.
func (n Numbers) with(p report.Period, number int) Numbers {
	larger := Numbers{p: max(n[p], number)}
	for other, kept := range n {
		if other != p {
			larger[other] = kept
		}
	}
	return larger
}

// Revision is a revision as the log has it: its edition has only a period.
type Revision struct {
	report.Revision
	Index int64               // of the entry that published it
	Files map[string][]string // every SHA-256 that the log has for a format, the first one first
}

// Replay returns the state after the entries. It fails with ErrInvalid if one cannot follow those before it.
func Replay(entries []Entry) (State, error) {
	var s State
	for i, e := range entries {
		if err := s.apply(int64(i), e); err != nil {
			return State{}, fmt.Errorf("log entry %d, %s: %w: %w", i, e.Kind, err, report.ErrInvalid)
		}
	}
	slices.SortStableFunc(s.Revisions, func(a, b Revision) int { return a.Edition.Period.Compare(b.Edition.Period) })
	slices.SortFunc(s.Announcements, func(a, b report.Announcement) int {
		return cmp.Or(a.Period.Compare(b.Period), a.Follows-b.Follows)
	})
	return s, nil
}

func (s *State) apply(index int64, e Entry) error {
	switch e.Kind {
	case Places:
		return s.changePlaces(e)
	case Publication:
		return s.publish(index, e)
	case Withdrawal:
		return s.withdraw(e)
	case Notice:
		return s.correctNotice(e)
	case Announcement:
		return s.announce(e)
	case Files:
		r, ok := s.find(e.Period, e.Number)
		if !ok {
			return fmt.Errorf("%s revision %d was not published", e.Period, e.Number)
		}
		r.addFiles(e.Files)
	case Texts:
		s.Version, s.TextsHash = e.Version, e.SHA256
	case Loss:
		for text, number := range e.Numbers {
			p, err := report.ParsePeriod(text)
			if err != nil {
				return err
			}
			s.Lost = s.Lost.with(p, number)
		}
	default:
		return fmt.Errorf("kind is not known")
	}
	return nil
}

func (s *State) changePlaces(e Entry) error {
	if len(e.Regions) > 0 {
		s.Regions = e.Regions
	}
	countries := map[string]report.Country{}
	for _, c := range s.Countries {
		countries[c.Code] = c
	}
	for _, code := range e.Removed {
		if _, ok := countries[code]; !ok {
			return fmt.Errorf("country %s is removed and not listed", code)
		}
		delete(countries, code)
	}
	changed := map[string]bool{}
	for _, c := range e.Countries {
		if changed[c.Code] || slices.Contains(e.Removed, c.Code) {
			return fmt.Errorf("country %s is changed twice", c.Code)
		}
		countries[c.Code], changed[c.Code] = c, true
	}
	s.Countries = make([]report.Country, 0, len(countries))
	for _, code := range slices.Sorted(maps.Keys(countries)) {
		s.Countries = append(s.Countries, countries[code])
	}
	_, err := report.NewPlaces(s.Regions, s.Countries)
	return err
}

func (s *State) publish(index int64, e Entry) error {
	number, again := s.Lost[e.Period]+1, false
	for i := range s.Revisions {
		r := &s.Revisions[i]
		if r.Edition.Period != e.Period {
			continue
		}
		number, again = max(r.Number, s.Lost[e.Period])+1, r.State == report.Withdrawn
		if r.State == report.Published {
			r.State = report.Superseded
		}
	}
	switch {
	case e.Number != number:
		return fmt.Errorf("%s revision %d: the next is %d", e.Period, e.Number, number)
	case e.Again != again:
		return fmt.Errorf("%s revision %d: published again is %t and should be %t", e.Period, e.Number, e.Again, again)
	}
	r := Revision{Index: index, Files: map[string][]string{}, Revision: report.Revision{
		Edition: report.Edition{Period: e.Period}, Number: e.Number, State: report.Published, PublishedAt: e.At,
		Note: e.Note, Digest: e.Digest, Again: e.Again, Direct: e.Direct,
	}}
	r.addFiles(e.Files)
	s.Revisions = append(s.Revisions, r)
	return nil
}

func (s *State) withdraw(e Entry) error {
	found := false
	for i := range s.Revisions {
		if r := &s.Revisions[i]; r.Edition.Period == e.Period && r.State != report.Withdrawn {
			r.State, r.WithdrawalNotice, r.WithdrawnAt, found = report.Withdrawn, e.Notice, e.At, true
		}
	}
	if !found {
		return fmt.Errorf("%s has no revision that is not withdrawn", e.Period)
	}
	return nil
}

func (s *State) correctNotice(e Entry) error {
	var last *Revision
	for i := range s.Revisions {
		if r := &s.Revisions[i]; r.Edition.Period == e.Period && (last == nil || r.Number > last.Number) {
			last = r
		}
	}
	if last == nil || last.State != report.Withdrawn {
		return fmt.Errorf("%s is not withdrawn", e.Period)
	}
	at := last.WithdrawnAt
	for i := range s.Revisions {
		if r := &s.Revisions[i]; r.Edition.Period == e.Period && r.State == report.Withdrawn && r.WithdrawnAt.Equal(at) {
			r.WithdrawalNotice = e.Notice
		}
	}
	return nil
}

// announce adds a change to the announcement of a release. The first one begins it, for what follows the period's last
// revision.
func (s *State) announce(e Entry) error {
	c := e.announced()
	i := slices.IndexFunc(s.Announcements, func(a report.Announcement) bool { return a.Period == e.Period && a.Follows == e.Follows })
	if i < 0 {
		last := 0
		for _, r := range s.Revisions {
			if r.Edition.Period == e.Period {
				last = max(last, r.Number)
			}
		}
		switch {
		case e.Follows != last:
			return fmt.Errorf("%s is announced after revision %d and has %d", e.Period, e.Follows, last)
		case c.Cancelled:
			return fmt.Errorf("%s is cancelled and was not announced", e.Period)
		}
		s.Announcements = append(s.Announcements, report.Announcement{Period: e.Period, Follows: e.Follows, Changes: []report.AnnouncementChange{c}})
		return nil
	}
	a := &s.Announcements[i]
	switch before := a.Last(); {
	case c.Same(before):
		return fmt.Errorf("%s is announced as it was", e.Period)
	case !c.Keeps(before) && c.Reason == "":
		return fmt.Errorf("%s is moved without a reason", e.Period)
	}
	a.Changes = append(a.Changes, c)
	return nil
}

func (s *State) find(p report.Period, number int) (*Revision, bool) {
	for i := range s.Revisions {
		if r := &s.Revisions[i]; r.Edition.Period == p && r.Number == number {
			return r, true
		}
	}
	return nil, false
}

// Revision returns the revision of a period with a number.
func (s State) Revision(p report.Period, number int) (Revision, bool) {
	if r, ok := s.find(p, number); ok {
		return *r, true
	}
	return Revision{}, false
}

// HasFiles reports whether the log has each of the hashes, which are by format.
func (r Revision) HasFiles(files map[string]string) bool {
	for format, hash := range files {
		if !slices.Contains(r.Files[format], hash) {
			return false
		}
	}
	return true
}

func (r *Revision) addFiles(files map[string]string) {
	for _, format := range slices.Sorted(maps.Keys(files)) {
		if !slices.Contains(r.Files[format], files[format]) {
			r.Files[format] = append(r.Files[format], files[format])
		}
	}
}

// CalendarDifferences says in words where stored announcements differ from the log, as Differences does.
func (s State) CalendarDifferences(announcements []report.Announcement) []string {
	d := differences{side: "the database", where: "in the database"}
	d.compareAnnouncements(s.Announcements, announcements)
	return d.list
}

// Differences says in words where stored places and revisions differ from the log, with both values. It compares
// every field of both sides but the figures: the caller compares each edition's Digest with its revision's. It returns
// nil if nothing differs.
func (s State) Differences(regions []report.Region, countries []report.Country, revisions []report.Revision) []string {
	d := differences{side: "the database", where: "in the database"}
	d.compareRegions(s.Regions, regions)
	d.compareCountries(s.Countries, countries)
	d.compareRevisions(s.Revisions, revisions)
	return d.list
}
