package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Global is the slug of the world as a place.
const Global = "global"

// Region is one of the report's regions.
type Region struct {
	Slug string // "middle-east-and-africa"
	Name string // "Middle East and Africa"
}

// Country is a country or territory. Its code never changes; its name may.
type Country struct {
	Code      string   // ISO 3166-1 alpha-2, "AU"
	Name      string   // as shown to readers
	Region    string   // slug of its Region
	Spellings []string // other names found in published workbooks
}

// Slug returns the country's part of an address: its code in lower case.
func (c Country) Slug() string { return strings.ToLower(c.Code) }

// Place is the world, a region or a country. The zero Place is the world.
type Place struct {
	Region  Region  // set for a region
	Country Country // set for a country
}

// IsGlobal reports whether p is the world.
func (p Place) IsGlobal() bool { return p.Region.Slug == "" && p.Country.Code == "" }

// IsRegion reports whether p is a region.
func (p Place) IsRegion() bool { return p.Region.Slug != "" }

// IsCountry reports whether p is a country.
func (p Place) IsCountry() bool { return p.Country.Code != "" }

// Name returns the place's name for readers; the world's is "Global".
func (p Place) Name() string {
	switch {
	case p.IsCountry():
		return p.Country.Name
	case p.IsRegion():
		return p.Region.Name
	}
	return "Global"
}

// article matches the names of places that take "the" within a sentence.
var article = regexp.MustCompile(`^(United|Isle of|Republic of|Democratic Republic|Federated States|European Union|Middle East)\b|\b(Islands|Republic|Territories|Emirates)$|^(Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles)$`)

// InProse returns the place's name as it stands within a sentence: "the Netherlands", "Brazil", "the world".
func (p Place) InProse() string {
	switch name := p.Name(); {
	case p.IsGlobal():
		return "the world"
	case article.MatchString(name):
		return "the " + name
	default:
		return name
	}
}

// Slug returns the place's part of an address.
func (p Place) Slug() string {
	switch {
	case p.IsCountry():
		return p.Country.Slug()
	case p.IsRegion():
		return p.Region.Slug
	}
	return Global
}

// Contains reports whether c lies in p.
func (p Place) Contains(c Country) bool {
	switch {
	case p.IsCountry():
		return p.Country.Code == c.Code
	case p.IsRegion():
		return p.Region.Slug == c.Region
	}
	return true
}

// Places is the list of regions and countries of a report.
type Places struct {
	regions   []Region
	countries []Country // by region, then name
	byCode    map[string]Country
	byKey     map[string]Country
}

// NewPlaces returns the list of the given regions and countries. It fails with ErrInvalid if a
// region has no slug or name, if a country names an unknown region or has a code that is not two
// capital letters, or if two countries share a code, name or spelling.
func NewPlaces(regions []Region, countries []Country) (*Places, error) {
	p := &Places{
		regions:   slices.Clone(regions),
		countries: slices.Clone(countries),
		byCode:    make(map[string]Country, len(countries)),
		byKey:     make(map[string]Country, 2*len(countries)),
	}
	p.byCode[NoCountry] = noCountry
	for _, name := range append([]string{noCountry.Name}, noCountry.Spellings...) {
		p.byKey[NameKey(name)] = noCountry
	}
	rank := make(map[string]int, len(regions))
	for i, r := range regions {
		if r.Slug == "" || r.Name == "" {
			return nil, fmt.Errorf("region %d has no slug or no name: %w", i+1, ErrInvalid)
		}
		rank[r.Slug] = i
	}
	for _, c := range countries {
		if _, ok := rank[c.Region]; !ok {
			return nil, fmt.Errorf("country %s: region %q is not listed: %w", c.Code, c.Region, ErrInvalid)
		}
		if len(c.Code) != 2 || strings.ToUpper(c.Code) != c.Code || c.Name == "" {
			return nil, fmt.Errorf("country %q (%q): want a two-letter code in capitals and a name: %w", c.Code, c.Name, ErrInvalid)
		}
		if _, ok := p.byCode[c.Code]; ok {
			return nil, fmt.Errorf("country %s is listed twice: %w", c.Code, ErrInvalid)
		}
		p.byCode[c.Code] = c
		for _, name := range append([]string{c.Name}, c.Spellings...) {
			key := NameKey(name)
			if other, ok := p.byKey[key]; ok && other.Code != c.Code {
				return nil, fmt.Errorf("%q names both %s and %s: %w", name, other.Code, c.Code, ErrInvalid)
			}
			p.byKey[key] = c
		}
	}
	slices.SortStableFunc(p.countries, func(a, b Country) int {
		return cmp.Or(rank[a.Region]-rank[b.Region], strings.Compare(NameKey(a.Name), NameKey(b.Name)))
	})
	return p, nil
}

// Regions returns the regions in the report's order.
func (p *Places) Regions() []Region { return slices.Clone(p.regions) }

// Countries returns all countries, by region and then by name.
func (p *Places) Countries() []Country { return slices.Clone(p.countries) }

// RegionPlaces returns the regions as places.
func (p *Places) RegionPlaces() []Place {
	return convert(p.regions, func(r Region) Place { return Place{Region: r} })
}

// All returns every place: the world, then each region followed by its countries.
func (p *Places) All() []Place {
	all := []Place{{}}
	for _, region := range p.RegionPlaces() {
		all = append(append(all, region), convert(p.In(region), countryPlace)...)
	}
	return all
}

func countryPlace(c Country) Place { return Place{Country: c} }

// convert returns f of each element.
func convert[T, U any](list []T, f func(T) U) []U {
	converted := make([]U, len(list))
	for i, v := range list {
		converted[i] = f(v)
	}
	return converted
}

// In returns the countries that lie in place, by region and then by name.
func (p *Places) In(place Place) []Country {
	return slices.DeleteFunc(slices.Clone(p.countries), func(c Country) bool { return !place.Contains(c) })
}

// Country returns the country with a code, ignoring case. For NoCountry it returns what takes the place
// of one.
func (p *Places) Country(code string) (Country, bool) {
	c, ok := p.byCode[strings.ToUpper(code)]
	return c, ok
}

// CountryNamed returns the country with a name, another spelling, or one of the ISONames of its code. Names
// are compared by NameKey.
func (p *Places) CountryNamed(name string) (Country, bool) {
	c, ok := p.byKey[NameKey(name)]
	if !ok {
		c, ok = p.byCode[ISOCode(name)]
	}
	return c, ok
}

// Named returns the places with other names of some countries, which keep their earlier names as spellings.
// Names of countries that are not listed, or that another country has, are left out.
func (p *Places) Named(names []CountryName) *Places {
	if len(names) == 0 {
		return p
	}
	countries := slices.Clone(p.countries)
	for i := range countries {
		c := &countries[i]
		n, ok := find(names, func(n *CountryName) bool { return n.Country == c.Code })
		if other, taken := p.byKey[NameKey(n.Name)]; !ok || n.Name == c.Name || taken && other.Code != c.Code {
			continue
		}
		c.Spellings = append([]string{c.Name}, c.Spellings...)
		c.Spellings = slices.DeleteFunc(c.Spellings, func(s string) bool { return s == n.Name })
		c.Name = n.Name
	}
	named, err := NewPlaces(p.regions, countries)
	if err != nil {
		return p
	}
	return named
}

// RegionOf returns the region of a country.
func (p *Places) RegionOf(c Country) Region {
	r, _ := find(p.regions, func(r *Region) bool { return r.Slug == c.Region })
	return r
}

// Find parses a place as written in an address or by a person: nothing or "global", the slug or
// name of a region, or the code, name or spelling of a country. It fails with ErrNotFound, also for
// NoCountry, which has no page.
func (p *Places) Find(s string) (Place, error) {
	key := NameKey(s)
	if strings.TrimSpace(s) == "" || key == Global {
		return Place{}, nil
	}
	if c, ok := p.Country(strings.TrimSpace(s)); ok && !c.IsNoCountry() {
		return Place{Country: c}, nil
	}
	if c, ok := p.byKey[key]; ok && key != "" && !c.IsNoCountry() {
		return Place{Country: c}, nil
	}
	if r, ok := find(p.regions, func(r *Region) bool { return key == NameKey(r.Slug) || key == NameKey(r.Name) }); ok {
		return Place{Region: r}, nil
	}
	return Place{}, fmt.Errorf("place %q: %w", s, ErrNotFound)
}
