package report

import (
	"slices"
	"strings"
	"unicode"
)

// accents folds the accented letters that country names are written with. The standard library
// cannot decompose them, and this package imports nothing else.
var accents = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ç", "c", "è", "e", "é", "e",
	"ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o",
	"ô", "o", "õ", "o", "ö", "o", "ø", "o", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y",
	"ÿ", "y", "š", "s", "ž", "z", "č", "c", "ł", "l",
)

// NameKey is a name as it is compared: lower case, without accents, marks and punctuation, single
// spaces. "South  Korea†" and "south korea" have the same key.
func NameKey(name string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1 // an accent that is written apart from its letter
		}
		return r
	}, accents.Replace(strings.ToLower(name)))
	words := strings.FieldsFunc(letters, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}

// Nearest lists up to n places whose names are written most like s, best first: names that hold s,
// then names within a few letters of it. It is empty when nothing is near.
func (p *Places) Nearest(s string, n int) []Place {
	type candidate struct {
		place    Place
		distance int
	}
	key := NameKey(s)
	if len(key) < 2 || len(key) > 64 {
		return nil
	}
	var found []candidate
	add := func(place Place, names ...string) {
		best := 1 << 30
		for _, name := range names {
			k := NameKey(name)
			d := distance(key, k)
			if strings.Contains(k, key) {
				d = min(d, 1)
			}
			best = min(best, d)
		}
		if best <= 1+len(key)/4 {
			found = append(found, candidate{place, best})
		}
	}
	for _, r := range p.regions {
		add(Place{Region: r}, r.Name)
	}
	for _, c := range p.countries {
		add(Place{Country: c}, append([]string{c.Name}, c.Spellings...)...)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.distance - b.distance })
	var near []Place
	for _, f := range found[:min(n, len(found))] {
		near = append(near, f.place)
	}
	return near
}

// distance is the number of letters to insert, delete or replace to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range y {
			replace := diagonal
			if r != q {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
