package report

import (
	"slices"
	"strings"
)

// Canonical returns places without duplicates in canonical order: the world, regions in the
// report's order, countries by name. Equal sets of places thus have equal addresses.
func (p *Places) Canonical(list ...Place) []Place {
	wanted := map[string]bool{}
	for _, place := range list {
		wanted[place.Slug()] = true
	}
	all := slices.Concat([]Place{{}}, p.RegionPlaces(), convert(p.ByName(Place{}), countryPlace))
	return slices.DeleteFunc(all, func(place Place) bool { return !wanted[place.Slug()] })
}

// ByName returns the countries that lie in place, ordered by name alone.
func (p *Places) ByName(place Place) []Country {
	countries := p.In(place)
	slices.SortStableFunc(countries, func(a, b Country) int {
		return strings.Compare(NameKey(a.Name), NameKey(b.Name))
	})
	return countries
}

// IsNamed reports whether text matches the beginning of a word in the country's name, code or
// spellings, compared by NameKey: "cote" matches Côte d'Ivoire. Text without letters and digits
// matches nothing.
func (c Country) IsNamed(text string) bool {
	key := NameKey(text)
	if key == "" {
		return false
	}
	return slices.ContainsFunc(append([]string{c.Name, c.Code}, c.Spellings...), func(name string) bool {
		return strings.Contains(" "+NameKey(name), " "+key)
	})
}
