package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// OtherNames holds, by the slug of a place, names under which readers look for it: those in other languages, older
// ones and abbreviations. Workbooks are read without them; see Country.Spellings.
type OtherNames map[string][]string

// Of returns the spellings and other names of a place.
func (o OtherNames) Of(p Place) []string { return slices.Concat(p.Country.Spellings, o[p.Slug()]) }

// Absent returns the names of places that are not in the list, in the form of NameKey. They are no beginnings of other
// names: Dominica is not the Dominican Republic.
func (o OtherNames) Absent(p *Places) []string {
	var absent []string
	for slug, names := range o {
		if _, err := p.Find(slug); err != nil {
			absent = append(absent, convert(names, NameKey)...)
		}
	}
	slices.Sort(absent)
	return absent
}

// How well a text matches a place, best first.
const (
	matchExact = iota // a whole name, or the code
	matchStart        // the beginning of the place's own name
	matchWord         // the beginning of a word of any name
	matchNear         // a name that differs in few letters; so many are added
	matchNone  = 1 << 30
)

// Search returns the places that a reader may mean by text, the best match first. sure reports whether it can only be
// the first one: it alone has this name, or nothing else matches. Names that differ in a letter or two count only
// where nothing else matches, and of them only the nearest. The script of the filter follows the same rule.
func (p *Places) Search(text string, others OtherNames) (found []Place, sure bool) {
	key := strings.TrimPrefix(NameKey(text), "the ")
	if key == "" || utf8.RuneCountInString(key) > 64 || slices.Contains(others.Absent(p), key) {
		return nil, false
	}
	matches := map[int][]Place{}
	for _, place := range p.All() {
		m := matchOf(key, place, others)
		matches[m] = append(matches[m], place)
	}
	found = slices.Concat(matches[matchExact], matches[matchStart], matches[matchWord])
	for edits := 1; len(found) == 0 && edits <= allowedEdits(key); edits++ {
		found = matches[matchNear+edits]
	}
	return found, len(found) == 1 || len(matches[matchExact]) == 1
}

// matchOf returns how well key matches a place.
func matchOf(key string, place Place, others OtherNames) int {
	best := matchNone
	if strings.HasPrefix(NameKey(place.Name()), key) {
		best = matchStart
	}
	for _, name := range append([]string{place.Name(), place.Slug()}, others.Of(place)...) {
		switch name = NameKey(name); {
		case name == key:
			return matchExact
		case strings.Contains(" "+name, " "+key):
			best = min(best, matchWord)
		default:
			best = min(best, matchNear+edits(key, name))
		}
	}
	return best
}

// allowedEdits returns in how many letters a name may differ from key. In a short text, one letter makes another name.
func allowedEdits(key string) int { return min(utf8.RuneCountInString(key)/4, 2) }

// edits returns in how many letters a name differs from key, or more than are ever allowed. A first letter counts
// twice, since it is rarely the one that is mistyped.
func edits(key, name string) int {
	n := utf8.RuneCountInString(key) - utf8.RuneCountInString(name)
	if max(n, -n) > allowedEdits(key) {
		return max(n, -n)
	}
	n = distance(key, name)
	if first, _ := utf8.DecodeRuneInString(key); !strings.HasPrefix(name, string(first)) {
		n++
	}
	return n
}
