package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// accents replaces the accented letters found in country names. The standard library cannot
// decompose them, and this package imports nothing else.
var accents = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ç", "c", "è", "e", "é", "e",
	"ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o",
	"ô", "o", "õ", "o", "ö", "o", "ø", "o", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y",
	"ÿ", "y", "š", "s", "ž", "z", "č", "c", "ł", "l",
)

// NameKey returns a name in the form used for comparison: lower case and single spaces, without
// accents and punctuation. "South Korea†" and "south korea" have the same key.
func NameKey(name string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1 // a combining accent
		}
		return r
	}, accents.Replace(strings.ToLower(name)))
	words := strings.FieldsFunc(letters, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}

// minPart is the length of the shortest part of a name that suggests the whole.
const minPart = 4

// Nearest returns up to n places with names similar to s, best match first. A name is similar if a word of
// it begins with s or it differs from it by few letters. The result is empty if no name is similar.
func (p *Places) Nearest(s string, n int) []Place {
	type candidate struct {
		place    Place
		distance int
	}
	key := NameKey(s)
	if len(key) < 2 || len(key) > 64 {
		return nil
	}
	// In a short name, a letter or two make another name: Oman is not Romania.
	allowed := min(utf8.RuneCountInString(key)/3, 3)
	var found []candidate
	add := func(place Place, names ...string) {
		best := 1 << 30
		for _, name := range names {
			k := NameKey(name)
			d := distance(key, k)
			if len(key) >= minPart && strings.Contains(" "+k+" ", " "+key) {
				d = min(d, 1) // it begins a word: "Korea", "Netherl"
			}
			best = min(best, d)
		}
		if best <= allowed {
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
	return convert(found[:min(n, len(found))], func(c candidate) Place { return c.place })
}

// distance returns in how many letters a and b differ: one is missing, added or another, or two changed places.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		for j := range rows[i] {
			if i == 0 || j == 0 {
				rows[i][j] = i + j
				continue
			}
			replace := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				replace++
			}
			rows[i][j] = min(replace, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
