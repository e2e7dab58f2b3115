package report

import (
	"slices"
	"strings"
)

// Canonical puts places into their one order, each once: the world, regions in the report's order,
// countries by name. So a set of places has one way to be written.
func (p *Places) Canonical(list ...Place) []Place {
	wanted := map[string]bool{}
	for _, place := range list {
		wanted[place.Slug()] = true
	}
	all := []Place{{}}
	for _, r := range p.regions {
		all = append(all, Place{Region: r})
	}
	for _, c := range p.ByName() {
		all = append(all, Place{Country: c})
	}
	return slices.DeleteFunc(all, func(place Place) bool { return !wanted[place.Slug()] })
}

// ByName lists every country by name alone, whatever its region.
func (p *Places) ByName() []Country {
	countries := p.Countries()
	slices.SortStableFunc(countries, func(a, b Country) int {
		return strings.Compare(NameKey(a.Name), NameKey(b.Name))
	})
	return countries
}

// IsNamed says whether words of the country's name, its code or another spelling begin as the text
// does: "cote" names Côte d'Ivoire. Nothing is named by a text without a letter or digit.
func (c Country) IsNamed(text string) bool {
	key := NameKey(text)
	if key == "" {
		return false
	}
	return slices.ContainsFunc(append([]string{c.Name, c.Code}, c.Spellings...), func(name string) bool {
		return strings.Contains(" "+NameKey(name), " "+key)
	})
}
