package views

import (
	"fmt"

	"lerr/internal/report"
)

// placeSentences say in words what a place's series shows. They state figures, and neither causes nor
// guesses.
func placeSentences(s report.Series) []string {
	var list []string
	if text := presence(s); text != "" {
		list = append(list, text)
	}
	for _, span := range s.Spans() {
		list = append(list, spanSentence(span))
	}
	return list
}

// presence says in how many half-years the table has no row for the place. It is empty when each has.
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
		return fmt.Sprintf("The law enforcement requests of %s list none from here.", Plural(all, "half-year", "half-years"))
	}
	return fmt.Sprintf("In %s of %s, the report lists no request from here.", Words(none), Plural(all, "half-year", "half-years"))
}

// spanSentence names the most and the fewest requests between two breaks of the series.
func spanSentence(s report.Span) string {
	when := years(s.From, s.To)
	switch {
	case s.Known == 1:
		return fmt.Sprintf("The only half-year with figures %s is %s, with %s.", when, s.MostIn[0].Label(), Plural(s.Most, "request", "requests"))
	case s.Most == s.Fewest:
		return fmt.Sprintf("Each of the %s half-years with figures %s has %s.", Words(s.Known), when, Plural(s.Most, "request", "requests"))
	}
	return fmt.Sprintf("The most requests in a half-year %s were %s, in %s; the fewest %s, in %s.",
		when, Number(s.Most), periodNames(s.MostIn), Number(s.Fewest), periodNames(s.FewestIn))
}

// contentSentence says in how many of a cell's requests content was disclosed. It is empty when none
// ended.
func contentSentence(c report.Point) string {
	rate := c.Counts.Rate(0)
	in := c.Period.Label()
	switch {
	case !rate.Known:
		return ""
	case rate.Whole == 1 && rate.Part == 1:
		return fmt.Sprintf("In %s, content was disclosed in the one request.", in)
	case rate.Part == 0 && rate.Whole == 1:
		return fmt.Sprintf("In %s, no content was disclosed in the one request.", in)
	case rate.Part == 0:
		return fmt.Sprintf("In %s, content was disclosed in none of %s requests.", in, Number(rate.Whole))
	case rate.IsFew():
		return fmt.Sprintf("In %s, content was disclosed in %s of %s requests: too few for a percentage.", in, Number(rate.Part), Number(rate.Whole))
	}
	return fmt.Sprintf("In %s, content was disclosed in %s of %s requests (%s).", in, Number(rate.Part), Number(rate.Whole), PartShare(rate))
}

// rankSentence says where a country stands among all of a period, by requests.
func rankSentence(p report.Period, r report.Rank) string {
	if r.Of == 1 {
		return fmt.Sprintf("In %s it is the only country with a request.", p.Label())
	}
	if r.Tied {
		return fmt.Sprintf("By number of requests in %s it shares the %s place among %s.", p.Label(), Ordinal(r.Place), Plural(r.Of, "country", "countries"))
	}
	return fmt.Sprintf("By number of requests in %s it is %s of %s.", p.Label(), Ordinal(r.Place), Plural(r.Of, "country", "countries"))
}

// topCountries is how many countries a sentence names.
const topCountries = 5

// leaderSentences say how few countries of a place made how many of its requests in a period.
func leaderSentences(p report.Period, t report.Table, place report.Place, places *report.Places) []string {
	top := t.Leaders(place, places, topCountries)
	if top.Rate.Whole == 0 {
		return nil
	}
	var names []string
	for _, r := range top.Rows {
		c, _ := places.Country(r.Country)
		names = append(names, c.Name)
	}
	if top.Of == len(top.Rows) {
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

// majoritySentence says how few countries made more than half. Of fewer than ten requests, nothing is
// said.
func majoritySentence(t report.Table, place report.Place, places *report.Places) []string {
	most := t.Majority(place, places)
	if most.Rate.IsFew() || len(most.Rows) == most.Of {
		return nil
	}
	if len(most.Rows) == 1 {
		c, _ := places.Country(most.Rows[0].Country)
		return []string{fmt.Sprintf("One country alone made more than half of them: %s, %s.", c.Name, PartShare(most.Rate))}
	}
	return []string{fmt.Sprintf("%s together made more than half of them (%s).",
		Capital(countCountries(len(most.Rows))), PartShare(most.Rate))}
}

// countCountries writes "one country", "five countries".
func countCountries(n int) string {
	if n == 1 {
		return "one country"
	}
	return Words(n) + " countries"
}
