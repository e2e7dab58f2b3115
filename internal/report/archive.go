package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Archive holds everything public: the places, all revisions of all periods, and the announcements. It is immutable,
// so any number of readers can share it; a publication creates another archive.
type Archive struct {
	places    *Places
	published []Revision // newest period first
	all       []Revision // newest period first; within a period, highest number first

	lost  map[Period]int     // numbers of the last revisions that were lost; see WithLost
	named map[Period]*Places // places of published periods that use other names than the list

	announced []Announcement
	// announcedAt is the last announced time that had passed at the moment of the announcements' states, so that an
	// archive of a later moment is the same until the next passes.
	announcedAt time.Time
}

// NewArchive returns an archive of the given revisions. Withdrawn ones must hold no figures. It
// fails with ErrInvalid if a period has two published revisions or two of the same number, or if a
// state is unknown.
func NewArchive(places *Places, revisions []Revision) (*Archive, error) {
	a := &Archive{places: places, all: slices.Clone(revisions)}
	slices.SortFunc(a.all, func(x, y Revision) int {
		return cmp.Or(y.Edition.Period.Compare(x.Edition.Period), y.Number-x.Number)
	})
	for i, r := range a.all {
		p := r.Edition.Period
		if i > 0 && a.all[i-1].Edition.Period == p && a.all[i-1].Number == r.Number {
			return nil, fmt.Errorf("archive: %s revision %d occurs twice: %w", p, r.Number, ErrInvalid)
		}
		switch r.State {
		case Published:
			if n := len(a.published); n > 0 && a.published[n-1].Edition.Period == p {
				return nil, fmt.Errorf("archive: %s is published twice: %w", p, ErrInvalid)
			}
			a.published = append(a.published, r)
		case Withdrawn:
			if len(r.Edition.Tables)+len(r.Edition.Figures)+len(r.Edition.Answers) > 0 {
				return nil, fmt.Errorf("archive: %s is withdrawn and has figures: %w", p, ErrInvalid)
			}
		case Superseded:
		default:
			return nil, fmt.Errorf("archive: %s has the state %q: %w", p, r.State, ErrInvalid)
		}
	}
	a.nameplaces()
	return a, nil
}

// WithPlaces returns a copy of the archive with other places.
func (a *Archive) WithPlaces(p *Places) *Archive {
	changed := *a
	changed.places = p
	changed.nameplaces()
	return &changed
}

// Places returns the places of the report, with the names of the newest published period; see In.
func (a *Archive) Places() *Places { return a.PlacesIn(a.NewestPublished()) }

// ListedPlaces returns the places with the names of the list, which an edition's Names replace. Whatever writes
// several editions needs it.
func (a *Archive) ListedPlaces() *Places { return a.places }

// nameplaces sets the places of each period with names of its own. It must follow any change of places or
// published.
func (a *Archive) nameplaces() {
	a.named = map[Period]*Places{}
	for i := range a.published {
		if e := &a.published[i].Edition; len(e.Names) > 0 {
			a.named[e.Period] = a.places.Named(e.Names)
		}
	}
}

// PlacesIn returns the places with their names in a period. A period that is not published has those of the
// list.
func (a *Archive) PlacesIn(p Period) *Places {
	if places, ok := a.named[p]; ok {
		return places
	}
	return a.places
}

// In returns the archive in which all places have their names in the selection's period, and the selection
// with that of its place.
func (a *Archive) In(s Selection) (*Archive, Selection) {
	places := a.PlacesIn(s.Period)
	if c, ok := places.Country(s.Place.Country.Code); ok && s.Place.IsCountry() {
		s.Place = countryPlace(c)
	}
	if places == a.Places() && places == a.places {
		return a, s
	}
	changed := *a
	changed.places, changed.named = places, nil
	return &changed, s
}

// Revisions returns the published revision of each period, newest period first. The caller must not
// modify their contents.
func (a *Archive) Revisions() []Revision { return slices.Clone(a.published) }

// History returns every revision in any state, newest period first, then highest number first.
// Withdrawn ones hold no figures.
func (a *Archive) History() []Revision { return slices.Clone(a.all) }

// Corrections returns the corrections and withdrawals, the last one first.
func (a *Archive) Corrections() []Revision {
	list := slices.DeleteFunc(a.History(), func(r Revision) bool { return !r.Corrects() })
	slices.SortStableFunc(list, func(x, y Revision) int { return y.ChangedAt().Compare(x.ChangedAt()) })
	return list
}

// Periods returns the published periods, newest first.
func (a *Archive) Periods() []Period {
	return convert(a.published, func(r Revision) Period { return r.Edition.Period })
}

// Span returns the first and the last published period as one text: "2013 (Jan-Jun) to 2019 (Jan-Jun)". It is empty if
// none is published.
func (a *Archive) Span() string {
	periods := a.Periods()
	switch n := len(periods); n {
	case 0:
		return ""
	case 1:
		return periods[0].Label()
	default:
		return periods[n-1].Label() + " to " + periods[0].Label()
	}
}

// NewestPublished returns the newest published period, or the zero Period if none is published.
func (a *Archive) NewestPublished() Period { return newest(a.published) }

// NewestEver returns the newest period that was ever published, even if it was withdrawn, or the
// zero Period. The next period to publish follows it.
func (a *Archive) NewestEver() Period { return newest(a.all) }

func newest(revisions []Revision) Period {
	if len(revisions) == 0 {
		return Period{}
	}
	return revisions[0].Edition.Period
}

// Revision returns the published revision of a period. It fails with ErrNotFound for any period
// that is not public, whether scheduled, withdrawn or unknown.
func (a *Archive) Revision(p Period) (Revision, error) {
	if i := a.index(p); i >= 0 {
		return a.published[i], nil
	}
	return Revision{}, fmt.Errorf("period %s: %w", p, ErrNotFound)
}

// RevisionNumber returns the published or superseded revision with a number. It fails with
// ErrNotFound.
func (a *Archive) RevisionNumber(p Period, number int) (Revision, error) {
	r, ok := find(a.of(p), func(r *Revision) bool { return r.Number == number && r.State != Withdrawn })
	if !ok {
		return r, fmt.Errorf("period %s revision %d: %w", p, number, ErrNotFound)
	}
	return r, nil
}

// Withdrawn returns the last revision of a period, and whether the period is withdrawn and not
// published again. The revision holds the withdrawal notice and no figures.
func (a *Archive) Withdrawn(p Period) (Revision, bool) {
	if of := a.of(p); len(of) > 0 {
		return of[0], of[0].State == Withdrawn
	}
	return Revision{}, false
}

// NextNumber returns the number for the period's next revision.
func (a *Archive) NextNumber(p Period) int {
	return max(a.LastNumber(p), a.lost[p]) + 1
}

// LastNumber returns the number of the period's last revision in any state, 0 if there is none.
func (a *Archive) LastNumber(p Period) int {
	if of := a.of(p); len(of) > 0 {
		return of[0].Number
	}
	return 0
}

// WithLost returns a copy of the archive that knows the numbers of the last revisions of periods which were lost with
// a database. They are not used again.
func (a *Archive) WithLost(numbers map[Period]int) *Archive {
	changed := *a
	changed.lost = numbers
	return &changed
}

// With returns a copy of the archive in which r is published, for previews.
func (a *Archive) With(r Revision) (*Archive, error) {
	r.State = Published
	revisions := append(a.History(), r)
	for i, old := range a.all {
		if old.Edition.Period == r.Edition.Period && old.State == Published {
			revisions[i].State = Superseded
		}
	}
	next, err := NewArchive(a.places, revisions)
	if err != nil {
		return nil, err
	}
	next.announced, next.announcedAt = a.announced, a.announcedAt
	next.markPlanned()
	return next.WithLost(a.lost), nil
}

// At returns a copy of the archive in which r is the published revision of its period. Pages of a
// superseded revision are rendered from it. It fails with ErrNotFound if the period is not
// published.
func (a *Archive) At(r Revision) (*Archive, error) {
	i := a.index(r.Edition.Period)
	if i < 0 {
		return nil, fmt.Errorf("period %s: %w", r.Edition.Period, ErrNotFound)
	}
	r.State = Published
	changed := *a
	changed.published = slices.Clone(a.published)
	changed.published[i] = r
	changed.nameplaces()
	return &changed, nil
}

// Fingerprint returns a hash of everything that readers can see. Archives have equal fingerprints
// if they show the same.
func (a *Archive) Fingerprint() string {
	var b strings.Builder
	for _, r := range a.places.regions {
		fmt.Fprintf(&b, "%q\n", []string{r.Slug, r.Name})
	}
	for _, c := range a.places.countries {
		fmt.Fprintf(&b, "%q %q\n", []string{c.Code, c.Name, c.Region}, c.Spellings)
	}
	for _, r := range a.all {
		fmt.Fprintf(&b, "%s %d %s %d %q %s %q %d %t %t\n", r.Edition.Period, r.Number, r.State,
			r.PublishedAt.UnixMicro(), r.Note, r.Digest, r.WithdrawalNotice, r.WithdrawnAt.UnixMicro(), r.Again, r.Direct)
	}
	b.WriteString(a.calendarText())
	return DigestOf(b.String())
}

// of returns a period's revisions, highest number first.
func (a *Archive) of(p Period) []Revision {
	newestFirst := func(r Revision, p Period) int { return p.Compare(r.Edition.Period) }
	from, _ := slices.BinarySearchFunc(a.all, p, newestFirst)
	to, _ := slices.BinarySearchFunc(a.all, p.Previous(), newestFirst)
	return a.all[from:to]
}

// index returns the index of a period in published, or -1.
func (a *Archive) index(p Period) int {
	return slices.IndexFunc(a.published, func(r Revision) bool { return r.Edition.Period == p })
}

// Rows returns the number of rows in the tables of all published editions.
func (a *Archive) Rows() int {
	rows := 0
	for i := range a.published {
		for _, t := range a.published[i].Edition.Tables {
			rows += len(t.Rows)
		}
	}
	return rows
}

// UpdatedAt returns the time of the last publication or withdrawal, or the zero time.
func (a *Archive) UpdatedAt() time.Time {
	var latest time.Time
	for _, r := range a.all {
		for _, at := range []time.Time{r.PublishedAt, r.WithdrawnAt} {
			if at.After(latest) {
				latest = at
			}
		}
	}
	return latest
}

// Question returns q with the body that is public: the text confirmed by the newest period that has
// one, or the shipped text.
func (a *Archive) Question(q Question) Question {
	_, q = a.confirmed(q)
	return q
}

// confirmed returns the newest edition that confirmed the text of q, and q with that text, or nil
// and q.
func (a *Archive) confirmed(q Question) (*Edition, Question) {
	for i := range a.published {
		e := &a.published[i].Edition
		if answer, ok := e.Answer(q.ID); ok {
			q.Body = answer.Body
			return e, q
		}
	}
	return nil, q
}

// Answer returns the answer to q with its fields filled. They are filled from the edition that
// confirmed the text, or else from the newest edition that reports every quoted figure. It fails
// with ErrNotFound if no published edition does, for example after a withdrawal.
func (a *Archive) Answer(q Question, format func(int) string) (string, error) {
	if e, q := a.confirmed(q); e != nil {
		return q.Answer(e, format)
	}
	if len(q.Quotes()) == 0 {
		return q.Body, nil
	}
	for i := range a.published {
		if text, err := q.Answer(&a.published[i].Edition, format); err == nil {
			return text, nil
		}
	}
	return "", fmt.Errorf("answer %s: no published period reports all that it quotes: %w", q.ID, ErrNotFound)
}
