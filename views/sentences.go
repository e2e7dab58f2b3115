package views

import (
	"fmt"

	"lerr/internal/report"
)

// placeSentences describes a place's series in words. The sentences state figures only, neither
// causes nor guesses.
func placeSentences(s report.Series) []string {
	var list []string
	if text := presence(s); text != "" {
		list = append(list, text)
	}
	for _, span := range s.Spans() {
		if text := spanSentence(span); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// presence says in how many half-years the headline has no row for the place. It returns "" if each
// has one.
func presence(s report.Series) string {
	none, all := 0, 0
	for _, c := range s.Points {
		switch {
		case c.Status == report.StatusNoRow:
			none, all = none+1, all+1
		case c.Status.HasFigure():
			all++
		}
	}
	switch {
	case none == 0:
		return ""
	case none == all:
		return fmt.Sprintf("The tables of %s have no row for it.", Plural(all, "half-year", "half-years"))
	}
	return fmt.Sprintf("In %s of %s, the tables have no row for it.", Words(none), Plural(all, "half-year", "half-years"))
}

// spanSentence names the most and the fewest requests between two breaks of the series.
func spanSentence(s report.Span) string {
	when := years(s.From, s.To)
	switch {
	case s.Partial: // what is not given could be more, or fewer
		return ""
	case s.Known == 1:
		return fmt.Sprintf("The only half-year with figures %s is %s, with %s.", when, s.MostIn[0].Label(), Plural(s.Most, "request", "requests"))
	case s.Most == s.Fewest:
		return fmt.Sprintf("Each of the %s half-years with figures %s has %s.", Words(s.Known), when, Plural(s.Most, "request", "requests"))
	}
	return fmt.Sprintf("The most requests in a half-year %s were %s, in %s; the fewest %s, in %s.",
		when, Number(s.Most), periodNames(s.MostIn), Number(s.Fewest), periodNames(s.FewestIn))
}

// contentSentence says in how many of a half-year's requests content was disclosed, and in how many of the half-year
// before, unless the two must not be compared. It returns "" if all outcomes are zero.
func contentSentence(s report.Series, c report.Point) string {
	text := contentClause(c)
	if text == "" {
		return ""
	}
	text = fmt.Sprintf("In %s, %s", c.Period.Label(), text)
	for _, was := range s.Points {
		if was.Period == c.Period.Previous() && !report.SeriesBreak(was.Period, c.Period) && was.Counts.Rate(0).Known {
			text += fmt.Sprintf(", after %s %s", contentOf(was.Counts, c.Counts.Content == 0), before)
		}
	}
	return text + "."
}

func contentClause(c report.Point) string {
	rate := c.Counts.Rate(0)
	switch {
	case !rate.Known:
		return ""
	case rate.Whole == 1 && rate.Part == 0:
		return "no content was disclosed in the one request"
	}
	return "content was disclosed in " + contentOf(c.Counts, true)
}

// rankSentence says between which ranks a country was in the half-years between two breaks of the series. It returns
// "" for a country that never had a row.
func rankSentence(a *report.Archive, c report.Country) string {
	var spans []string
	best, worst := 0, 0
	var from, to report.Period
	add := func() {
		switch {
		case best == 0:
		case best == worst:
			spans = append(spans, Ordinal(best)+" "+years(from, to))
		default:
			spans = append(spans, Ordinal(best)+" to "+Ordinal(worst)+" "+years(from, to))
		}
		best, worst = 0, 0
	}
	points := a.Series(report.Place{Country: c}).Points
	for i, point := range points {
		if i > 0 && report.SeriesBreak(points[i-1].Period, point.Period) {
			add()
		}
		if i == 0 || report.SeriesBreak(points[i-1].Period, point.Period) {
			from = point.Period
		}
		to = point.Period
		r, err := a.Revision(point.Period)
		if err != nil {
			continue
		}
		if rank, ok := r.Edition.Headline().Rank(c.Code); ok {
			if best == 0 || rank.Place < best {
				best = rank.Place
			}
			worst = max(worst, rank.Place)
		}
	}
	add()
	if len(spans) == 0 {
		return ""
	}
	return "Its rank among all countries, by requests: " + Sentence(spans) + "."
}

// topCountries is the number of countries that a sentence names.
const topCountries = 5

// leaderSentences says which share of a place's requests its leading countries made.
func leaderSentences(p report.Period, t report.Table, place report.Place, places *report.Places) []string {
	top := t.Leaders(place, places, topCountries)
	if top.Rate.Whole == 0 {
		return nil
	}
	names := namesOf(top.Rows, places)
	if top.Of == len(top.Rows) && top.Rate.Part == top.Rate.Whole {
		made := fmt.Sprintf("all %s requests", Number(top.Rate.Whole))
		if top.Rate.Whole == 1 {
			made = "the one request"
		}
		list := []string{fmt.Sprintf("In %s, %s made %s: %s.", p.Label(), countCountries(top.Of), made, Sentence(names))}
		if top.Of > 1 {
			list = append(list, majoritySentence(t, place, places)...)
		}
		return list
	}
	named := ": " + Sentence(names)
	if top.Tied {
		named = "" // others made as many as the last of these, and could stand here as well
	}
	share := PartShare(top.Rate) + " of the requests"
	if top.Rate.IsFew() {
		share = fmt.Sprintf("%s of the %s requests", Number(top.Rate.Part), Number(top.Rate.Whole))
	}
	list := []string{fmt.Sprintf("In %s, %s of %s made %s%s.",
		p.Label(), Words(len(top.Rows)), countCountries(top.Of), share, named)}
	return append(list, majoritySentence(t, place, places)...)
}

// majoritySentence says how few countries made more than half of the requests. It returns nothing
// below report.MinForPercent requests.
func majoritySentence(t report.Table, place report.Place, places *report.Places) []string {
	most := t.Majority(place, places)
	if most.Rate.IsFew() || len(most.Rows) == most.Of {
		return nil
	}
	if len(most.Rows) == 1 {
		return []string{fmt.Sprintf("%s alone made more than half of them%s.", Capital(namesOf(most.Rows, places)[0]), overHalf(most.Rate))}
	}
	who := countCountries(len(most.Rows))
	if len(most.Rows) <= topCountries {
		who = Sentence(namesOf(most.Rows, places))
	}
	return []string{fmt.Sprintf("%s together made more than half of them%s.", Capital(who), overHalf(most.Rate))}
}

// namesOf returns the names of countries as they stand within a sentence.
func namesOf(rows []report.Row, places *report.Places) (names []string) {
	for _, r := range rows {
		c, _ := places.Country(r.Country)
		names = append(names, report.Place{Country: c}.InProse())
	}
	return names
}

// overHalf returns a rate above a half in parentheses, unless it is rounded to the half itself.
func overHalf(r report.Rate) string {
	if r.Permille == 500 {
		return ""
	}
	return " (" + PartShare(r) + ")"
}

// countCountries returns "one country", "five countries".
func countCountries(n int) string {
	return Words(n) + " " + noun(n, "country", "countries")
}
