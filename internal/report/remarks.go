package report

import (
	"fmt"
	"slices"
	"strings"
)

// columnNames are the names of the six counts within a sentence, in the order of Columns.
var columnNames = [6]string{"requests", "accounts", "content disclosed", "only non-content data", "no data found", "rejected"}

// Remarks returns sentences about the table's sum for a place: which countries it leaves out since their
// figures are not given, for the world how many requests have no country, and which totals the source
// states differently. There is none for a country.
func (t Table) Remarks(place Place, places *Places) []string {
	if place.IsCountry() {
		return nil
	}
	remarks := t.omissions(place, places)
	if !place.IsGlobal() {
		return remarks
	}
	if r, ok := t.Row(NoCountry); ok && r.Counts.Requests > 0 {
		text := fmt.Sprintf("The sum includes %s requests that have no country yet; no region has them.", Grouped(r.Counts.Requests))
		if r.Counts.Requests == 1 {
			text = "The sum includes 1 request that has no country yet; no region has it."
		}
		remarks = append(remarks, text)
	}
	if t.Stated == (Counts{}) {
		return remarks
	}
	sum := t.Sum().Figures()
	for i, n := range t.Stated.Figures() {
		if t.Stated.Has(i) {
			remarks = append(remarks, fmt.Sprintf("%s: the source states a total of %s; its rows add up to %s.",
				capital(columnNames[i]), Grouped(n), Grouped(sum[i])))
		}
	}
	return remarks
}

// omissions says which rows the sums for a place leave out, in one sentence for all counts that leave out
// the same.
func (t Table) omissions(place Place, places *Places) []string {
	var order []string             // of the lists of names
	lists := map[string][]string{} // the counts that leave out each
	for i := range columns {
		var names []string
		for _, r := range t.Rows {
			c, ok := places.Country(r.Country)
			if ok && place.Contains(c) && !r.Counts.Has(i) {
				name := Place{Country: c}.InProse()
				if c.IsNoCountry() {
					name = "the requests that have no country yet"
				}
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			continue
		}
		list := series(names)
		if !slices.Contains(order, list) {
			order = append(order, list)
		}
		lists[list] = append(lists[list], columnNames[i])
	}
	var remarks []string
	for _, list := range order {
		remarks = append(remarks, fmt.Sprintf("Not given for %s, and left out of the sum: %s.", list, series(lists[list])))
	}
	return remarks
}

// series joins words as a sentence does: "a, b and c".
func series(words []string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + " and " + words[n]
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
