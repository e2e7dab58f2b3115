package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// news returns sentences on the newest half-year: the shown measure, and beside requests or accounts the outcome
// whose share moved most. They state figures only, never a cause, and compare nothing across a break.
func (c *comparison) news() []CompareNews {
	var list []CompareNews
	add := func(lead, text string) {
		if text != "" {
			list = append(list, CompareNews{lead, text})
		}
	}
	switch {
	case c.Measure < 2 && c.Share:
		add("", c.worldSentence())
	case c.Measure < 2:
		add(c.direction(), c.levelSentence())
	default:
		add("", c.outcomeSentence(c.Measure-2))
	}
	if o, ok := c.moved(); ok && c.Measure < 2 {
		add("", c.outcomeSentence(o))
	}
	for _, p := range c.places {
		if p.points[c.last].Status == report.StatusNoRow {
			add("", noRowText(c.organization, report.Selection{Period: c.newest(), Place: p.place}))
		}
	}
	return list
}

// present returns the places with a figure in the newest half-year, the largest first.
func (c *comparison) present(size func(compared) int) []compared {
	list := slices.DeleteFunc(slices.Clone(c.places), func(p compared) bool { return hasNone(p.points[c.last]) })
	slices.SortStableFunc(list, func(a, b compared) int { return cmp.Compare(size(b), size(a)) })
	return list
}

// levelSentence says how many requests or accounts there were, and how that changed.
func (c *comparison) levelSentence() string {
	of := func(p compared) int { return p.points[c.last].Counts.Figures()[c.Measure] }
	places := slices.DeleteFunc(c.present(of), func(p compared) bool { return !isWhole(p.points[c.last], c.Measure) })
	if len(places) == 0 {
		return ""
	}
	told := false // whether the half-year before is named
	var clauses []string
	for i, p := range places {
		text := fmt.Sprintf("requests from %s specified %s", p.place.InProse(), c.count(of(p)))
		switch {
		case c.Measure == 0 && i == 0:
			text = fmt.Sprintf("%s made %s", p.place.InProse(), c.count(of(p)))
		case c.Measure == 0:
			text = p.place.InProse() + " " + plainCount(of(p))
		case i > 0:
			text = "those from " + p.place.InProse() + " " + plainCount(of(p))
		}
		if d, ok := c.delta(p, c.Measure); ok {
			text += ", " + changeWords(d, told)
			told = true
			text += c.extreme(p)
		}
		clauses = append(clauses, text)
	}
	return fmt.Sprintf("In %s, %s.", c.newest().Label(), strings.Join(clauses, "; "))
}

// count formats a count of the measure: "1 request", "no accounts".
func (c *comparison) count(n int) string {
	if n == 0 {
		return "no " + c.measure().many
	}
	return Plural(n, c.measure().one, c.measure().many)
}

// plainCount formats a count whose noun was said before.
func plainCount(n int) string {
	if n == 0 {
		return "none"
	}
	return Number(n)
}

// changeWords compares a figure with that of the half-year before, which is named unless it was.
func changeWords(d report.Delta, told bool) string {
	when := " in " + d.Previous.Label()
	if told {
		when = ""
	}
	words := ""
	switch diff := d.Difference(); {
	case diff == 0 && d.To == 0:
		return "as" + when
	case diff == 0:
		words = "as many"
		if !told {
			words += " as"
		}
		return words + when
	case d.From == 0:
		return "after none" + when
	case diff > 0:
		words = Number(diff) + " more"
	default:
		words = Number(-diff) + " fewer"
	}
	if !told {
		words += " than"
	}
	return words + when
}

// extreme says that a place's figure, or the one before, is the largest or smallest since the series began or broke.
func (c *comparison) extreme(p compared) string {
	first := c.last
	for first > 0 && !report.SeriesBreak(c.world.Points[first-1].Period, c.world.Points[first].Period) {
		first--
	}
	run := p.points[first : c.last+1]
	if len(run) < 3 || slices.ContainsFunc(run, func(p report.Point) bool { return !isWhole(p, c.Measure) }) {
		return ""
	}
	// only reports whether a half-year's figure is beyond all others, up (1) or down (-1).
	only := func(at, way int) bool {
		for i, other := range run {
			if i != at && (run[at].Counts.Figures()[c.Measure]-other.Counts.Figures()[c.Measure])*way <= 0 {
				return false
			}
		}
		return true
	}
	of := " of any half-year " + since(run[0].Period)
	last := len(run) - 1
	switch {
	case only(last, 1):
		return ", the most" + of
	case only(last, -1):
		return ", the fewest" + of
	case only(last-1, 1):
		return ", after the most" + of
	case only(last-1, -1):
		return ", after the fewest" + of
	}
	return ""
}

// direction says how many of the places rose and fell, if all can be compared: "All three rose."
func (c *comparison) direction() string {
	if slices.ContainsFunc(c.places, func(p compared) bool { return p.points[c.last].HasRow() && !isWhole(p.points[c.last], c.Measure) }) {
		return "" // a figure that is not given neither rose nor fell
	}
	places := c.present(func(compared) int { return 0 })
	rose, fell := 0, 0
	for _, p := range places {
		d, ok := c.delta(p, c.Measure)
		switch {
		case !ok:
			return ""
		case d.Difference() > 0:
			rose++
		case d.Difference() < 0:
			fell++
		}
	}
	all := func(verb string) string {
		if len(places) == 2 {
			return "Both " + verb + "."
		}
		return "All " + Words(len(places)) + " " + verb + "."
	}
	switch n := len(places); {
	case n < 2:
		return ""
	case rose == n:
		return all("rose")
	case fell == n:
		return all("fell")
	}
	var parts []string
	for _, part := range []struct {
		n    int
		verb string
	}{{rose, "rose"}, {fell, "fell"}, {len(places) - rose - fell, "did not change"}} {
		if part.n > 0 {
			parts = append(parts, Words(part.n)+" "+part.verb)
		}
	}
	if len(parts) == 1 {
		return all("stayed as they were")
	}
	return Capital(Sentence(parts)) + "."
}

// moved returns the outcome whose share of a place's requests moved most since the half-year before. ok is
// false if none moved by as much as report.MinMove.
func (c *comparison) moved() (outcome int, ok bool) {
	most := report.MinMove - 1
	for o := range OutcomeLabels {
		for _, p := range c.present(func(compared) int { return 0 }) {
			if _, comparable := c.delta(p, o+2); !comparable {
				continue
			}
			now, before := c.rate(p, o+2, c.last), c.rate(p, o+2, c.last-1)
			if by := max(now.Permille-before.Permille, before.Permille-now.Permille); !now.IsFew() && !before.IsFew() && by > most {
				most, outcome, ok = by, o, true
			}
		}
	}
	return outcome, ok
}

// outcomeSentence says in which part of each place's requests an outcome was reached, the largest first.
func (c *comparison) outcomeSentence(outcome int) string {
	measure := outcome + 2
	if c.allZero(measure, c.last, c.last+1) {
		return "" // said under the table
	}
	places := c.present(func(p compared) int {
		if rate := c.rate(p, measure, c.last); !rate.IsFew() {
			return int(rate.Permille)
		}
		return -1
	})
	told := false
	var clauses []string
	for _, p := range places {
		rate := c.rate(p, measure, c.last)
		if !rate.Known {
			continue
		}
		text := ""
		switch first := len(clauses) == 0; {
		case first && rate.IsFew():
			text = fmt.Sprintf("%s of %s from %s", plainCount(rate.Part), Plural(rate.Whole, "request", "requests"), p.place.InProse())
		case rate.IsFew():
			text = fmt.Sprintf("%s of %s from %s", plainCount(rate.Part), Number(rate.Whole), p.place.InProse())
		case p.place.IsGlobal() && first:
			text = shareWords(rate) + " of all requests"
		case p.place.IsGlobal():
			text = shareWords(rate) + " of all"
		case first:
			text = shareWords(rate) + " of the requests from " + p.place.InProse()
		default:
			text = shareWords(rate) + " of those from " + p.place.InProse()
		}
		if len(clauses) == 0 {
			verb := compareMeasures[measure].ended
			if rate.IsFew() && rate.Part == 1 {
				verb = strings.Replace(verb, "were ", "was ", 1)
			}
			text += " " + verb
		}
		if after := c.after(p, measure, told); after != "" {
			text, told = text+after, true
		}
		clauses = append(clauses, text)
	}
	if len(clauses) == 0 {
		return ""
	}
	return fmt.Sprintf("In %s, %s.", c.newest().Label(), strings.Join(clauses, "; "))
}

// shareWords formats a share in a sentence.
func shareWords(r report.Rate) string {
	if r.Part == 0 {
		return "none"
	}
	return PartShare(r)
}

// after names the share of the half-year before, and that half-year unless it was named. It returns "" if the two cannot be compared.
func (c *comparison) after(p compared, measure int, told bool) string {
	d, ok := c.delta(p, measure)
	if !ok {
		return ""
	}
	now, before := c.rate(p, measure, c.last), c.rate(p, measure, c.last-1)
	when := " in " + d.Previous.Label()
	if told {
		when = ""
	}
	switch {
	case !before.Known:
		return ""
	case before.IsFew():
		return fmt.Sprintf(", after %s of %s%s", plainCount(before.Part), Number(before.Whole), when)
	case !now.IsFew() && PartShare(now) == PartShare(before) && told:
		return ", the same"
	case !now.IsFew() && PartShare(now) == PartShare(before):
		return ", the same as" + when
	}
	return ", after " + shareWords(before) + when
}

// worldSentence says which part of the world's requests or accounts each place made, the largest first.
func (c *comparison) worldSentence() string {
	told := false
	var clauses []string
	for _, p := range c.present(func(p compared) int { return p.points[c.last].Counts.Figures()[c.Measure] }) {
		rate := c.rate(p, c.Measure, c.last)
		if p.place.IsGlobal() || rate.IsFew() {
			continue
		}
		text := shareWords(rate) + " from " + p.place.InProse()
		if len(clauses) == 0 {
			text = fmt.Sprintf("%s of all %s were from %s", shareWords(rate), c.measure().many, p.place.InProse())
			if c.Measure == 1 {
				text = fmt.Sprintf("%s of all accounts specified were in requests from %s", shareWords(rate), p.place.InProse())
			}
		}
		if after := c.after(p, c.Measure, told); after != "" {
			text, told = text+after, true
		}
		clauses = append(clauses, text)
	}
	if len(clauses) == 0 {
		return ""
	}
	return fmt.Sprintf("In %s, %s.", c.newest().Label(), strings.Join(clauses, "; "))
}
