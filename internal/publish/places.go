package publish

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// PlaceEdit is a change of one country: an addition, another name, region or spelling, or a removal. It
// is part of a draft, and becomes public with it.
type PlaceEdit struct {
	Before report.Country // as published when the change was made; without a code if it is new
	After  report.Country // as it will be; without a code if it is removed
}

// text says what changes, for the audit log.
func (p PlaceEdit) text() string {
	if p.After.Code == "" {
		return fmt.Sprintf("%s: %s, removed", p.Code(), described(p.Before))
	}
	return fmt.Sprintf("%s: %s, was %s; also written %q", p.Code(), described(p.After), described(p.Before), p.After.Spellings)
}

// Code returns the code of the country that changes.
func (p PlaceEdit) Code() string { return cmp.Or(p.After.Code, p.Before.Code) }

// fields returns all that is stored of a country, as one text in which equal countries are equal.
func fields(c report.Country) string { return fmt.Sprintf("%+q", c) }

// onto returns the country that a change makes of the published one. It merges spellings, and fails if
// anything else was changed since.
func (p PlaceEdit) onto(current report.Country) (report.Country, error) {
	was, is := p.Before, p.After
	switch {
	case fields(current) == fields(is):
		return is, nil
	case current.Code != was.Code, current.Name != was.Name, current.Region != was.Region, is.Code == "" && fields(current) != fields(was):
		return is, fmt.Errorf("%s was changed since by another publication: it is now %s", p.Code(), described(current))
	}
	merged := slices.DeleteFunc(slices.Clone(current.Spellings), func(s string) bool {
		return slices.Contains(was.Spellings, s) && !slices.Contains(is.Spellings, s)
	})
	for _, s := range is.Spellings {
		if !slices.Contains(merged, s) && !slices.Contains(was.Spellings, s) {
			merged = append(merged, s)
		}
	}
	is.Spellings = merged
	return is, nil
}

// described names a country and its region, or says that there is none.
func described(c report.Country) string {
	if c.Code == "" {
		return "not in the list"
	}
	return fmt.Sprintf("%s in %s", c.Name, c.Region)
}

// WithPlaces returns the archive with the places as they are once the draft is public. If the draft's
// changes do not fit what is published, it returns the archive as it is; Examine says why.
func WithPlaces(draft Draft, archive *report.Archive) *report.Archive {
	if next, _, err := changePlaces(archive, draft.Places); err == nil {
		return next
	}
	return archive
}

// changePlaces returns the archive with changed places, and the changes against what is published now.
// Its error is a sentence for people.
func changePlaces(archive *report.Archive, edits []PlaceEdit) (*report.Archive, []PlaceEdit, error) {
	if len(edits) == 0 {
		return archive, nil, nil
	}
	places := archive.ListedPlaces()
	countries := places.Countries()
	var changed []PlaceEdit
	for _, edit := range edits {
		current, _ := places.Country(edit.Code())
		next, err := edit.onto(current)
		if err != nil {
			return nil, nil, err
		}
		if fields(next) == fields(current) {
			continue
		}
		changed = append(changed, PlaceEdit{current, next})
		countries = slices.DeleteFunc(countries, func(c report.Country) bool { return c.Code == edit.Code() })
		if next.Code != "" {
			countries = append(countries, next)
		} else if period := usedIn(archive, edit.Code()); !period.IsZero() {
			return nil, nil, fmt.Errorf("%s cannot be removed: %s has a row of it", current.Name, period.Label())
		}
	}
	next, err := report.NewPlaces(places.Regions(), countries)
	if err != nil {
		return nil, nil, err
	}
	return archive.WithPlaces(next), changed, nil
}

// usedIn returns the newest period that has a row of a country at a revision that can be seen, or the
// zero Period.
func usedIn(archive *report.Archive, code string) report.Period {
	for _, r := range archive.History() {
		for _, t := range r.Edition.Tables {
			if _, ok := t.Row(code); ok {
				return r.Edition.Period
			}
		}
	}
	return report.Period{}
}

// namesDigest returns the digest of the names and regions of an edition's countries, given those of the
// list. They stand in the revision's own files.
func namesDigest(e report.Edition, listed *report.Places) string {
	places := listed.Named(e.Names)
	var lines []string
	for _, t := range e.Tables {
		for _, r := range t.Rows {
			c, _ := places.Country(r.Country)
			lines = append(lines, fmt.Sprintf("%q %q %q\n", c.Code, c.Name, c.Region))
		}
	}
	slices.Sort(lines)
	return report.DigestOf(strings.Join(slices.Compact(lines), ""))
}

// SetCountry adds a country to those that the draft needs, or gives a published one another name or
// region. A former name stays as a spelling. It refuses what is no country with report.ErrInvalid.
func (s *Service) SetCountry(ctx context.Context, e Edit, c report.Country) (Draft, error) {
	c.Code, c.Name = strings.ToUpper(strings.TrimSpace(c.Code)), strings.TrimSpace(c.Name)
	text := fmt.Sprintf("%s, %s, in %s", c.Code, c.Name, c.Region)
	return s.editPlace(ctx, e, "country", text, c.Code, func(next *report.Country) error {
		if next.Name != "" && next.Name != c.Name && !slices.Contains(next.Spellings, next.Name) {
			next.Spellings = append(next.Spellings, next.Name)
		}
		next.Code, next.Name, next.Region = c.Code, c.Name, c.Region
		next.Spellings = slices.DeleteFunc(next.Spellings, func(s string) bool { return s == c.Name })
		return nil
	})
}

// AddSpelling adds another way in which workbooks may write a country's name. It refuses one that is not
// the country's alone with report.ErrInvalid.
func (s *Service) AddSpelling(ctx context.Context, e Edit, code, spelling string) (Draft, error) {
	spelling = strings.TrimSpace(spelling)
	return s.editPlace(ctx, e, "spelling", fmt.Sprintf("%q for %s", spelling, code), code, func(next *report.Country) error {
		if next.Code == "" {
			return &Refusal{report.ErrInvalid, "Choose a country from the list."}
		}
		if !slices.Contains(next.Spellings, spelling) {
			next.Spellings = append(next.Spellings, spelling)
		}
		return nil
	})
}

// RemovePlace removes a country's spelling, or the country if no spelling is given. It refuses what is
// not in the list with report.ErrInvalid.
func (s *Service) RemovePlace(ctx context.Context, e Edit, code, spelling string) (Draft, error) {
	return s.editPlace(ctx, e, "remove place", strings.TrimSpace(code+" "+spelling), code, func(next *report.Country) error {
		switch i := slices.Index(next.Spellings, spelling); {
		case next.Code != "" && spelling == "":
			*next = report.Country{}
		case i >= 0:
			next.Spellings = slices.Delete(next.Spellings, i, i+1)
		default:
			return &Refusal{report.ErrInvalid, "There is no such place or spelling."}
		}
		return nil
	})
}

// ForgetPlace removes the draft's own change of a country, so that the country stays as it is published.
func (s *Service) ForgetPlace(ctx context.Context, e Edit, code string) (Draft, error) {
	return s.edit(ctx, e, "forget place", code, func(draft *Draft) error {
		archive, err := s.Archive(ctx)
		if err != nil {
			return err
		}
		draft.Places = slices.DeleteFunc(draft.Places, func(p PlaceEdit) bool { return p.Code() == code })
		return draft.fitNames(WithPlaces(*draft, archive).ListedPlaces())
	})
}

// editPlace changes one country in a draft.
func (s *Service) editPlace(ctx context.Context, e Edit, logged, text, code string, change func(*report.Country) error) (Draft, error) {
	return s.edit(ctx, e, logged, text, func(draft *Draft) error {
		archive, err := s.Archive(ctx)
		if err != nil {
			return err
		}
		current, _ := archive.ListedPlaces().Country(code)
		edit := PlaceEdit{current, current}
		if i := slices.IndexFunc(draft.Places, func(p PlaceEdit) bool { return p.Code() == code }); i >= 0 {
			edit = draft.Places[i]
			draft.Places = slices.Delete(draft.Places, i, i+1)
		}
		edit.After.Spellings = slices.Clone(edit.After.Spellings)
		if err := change(&edit.After); err != nil {
			return err
		}
		if edit.After.Code != "" {
			if fault := countryFault(edit.After, archive.ListedPlaces().Regions()); fault != "" {
				return &Refusal{report.ErrInvalid, fault}
			}
		}
		if fields(edit.After) != fields(edit.Before) {
			draft.Places = append(draft.Places, edit)
		}
		slices.SortFunc(draft.Places, func(a, b PlaceEdit) int { return strings.Compare(a.Code(), b.Code()) })
		next, _, err := changePlaces(archive, draft.Places)
		if err != nil {
			return &Refusal{report.ErrInvalid, sentence(err)}
		}
		return draft.fitNames(next.ListedPlaces())
	})
}

// sentence returns an error's text as a sentence.
func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ": "+report.ErrInvalid.Error())
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
