package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// countriesNews returns sentences about what a list of countries is sorted by: its sum, the countries with most of it,
// and those where it rose and fell most. They state figures only. Without a half-year before that can be compared,
// was is nil.
func countriesNews(order report.Order, is report.Table, was *report.Table, places *report.Places) []NewsItem {
	if order == report.ByName {
		order = report.ByRequests // A name is no news.
	}
	lead, text := sumSentence(order, is, was)
	if lead == "" {
		return nil
	}
	items := []NewsItem{newNewsItem(lead, strings.TrimSpace(text+" "+mostSentence(order, is, places)))}
	if was != nil {
		if text := changesSentence(order, is, *was, places); text != "" {
			items = append(items, NewsItem{Text: text})
		}
	}
	return items
}

// outcomeOf returns the outcome whose requests or rate an order sorts by, or report.NoOutcome.
func outcomeOf(o report.Order) report.Outcome {
	switch o {
	case report.ByContent, report.ByContentRate:
		return report.ContentDisclosed
	case report.ByNonContent:
		return report.OnlyNonContent
	case report.ByNoData:
		return report.NoDataFound
	case report.ByRejected:
		return report.WasRejected
	}
	return report.NoOutcome
}

// outcomeLeads say that requests ended so: for some countries, and for none.
var outcomeLeads = [4]struct{ some, in, none string }{
	{"Content was disclosed to %s", ", in ", "No content was disclosed"},
	{"Only non-content data was disclosed to %s", ", in ", "No request was answered with non-content data alone"},
	{"No data was found for requests from %s", ", in ", "No request ended without data found"},
	{"Requests from %s were rejected", ": ", "No request was rejected"},
}

// sumSentence says how much there was of it in all, and in how many countries. The lead is empty if nothing is known.
func sumSentence(order report.Order, is report.Table, was *report.Table) (lead, text string) {
	outcome, total := outcomeOf(order), is.Sum()
	if outcome == report.NoOutcome {
		return countSentence(order, is, was)
	}
	if total.OutcomeSum() == 0 || !total.HasOutcomes() {
		return "", ""
	}
	none := total.Outcomes()[outcome] == 0
	after := "."
	if was != nil && was.Sum().OutcomeSum() > 0 && was.Sum().HasOutcomes() {
		after = fmt.Sprintf(", after %s %s.", partOf(was.Sum(), outcome, none), before)
	}
	says := outcomeLeads[outcome]
	switch in := partOf(total, outcome, true); {
	case none:
		return says.none, after
	case order == report.ByContentRate:
		return "Content was disclosed in " + in, after
	default:
		return fmt.Sprintf(says.some, someOf(order, is)), says.in + in + after
	}
}

// someOf returns the number of countries with some of it: "four of 53 countries", "all 53 countries".
func someOf(order report.Order, t report.Table) string {
	some := 0
	for _, r := range t.Rows {
		if amountOf(order, r.Counts).some && r.Country != report.NoCountry {
			some++
		}
	}
	switch all := t.CountryRows(); {
	case some < all:
		return Words(some) + " of " + countCountries(all)
	case all == 1:
		return "the one country"
	default:
		return "all " + countCountries(all)
	}
}

// countSentence is sumSentence for requests and accounts.
func countSentence(order report.Order, is report.Table, was *report.Table) (lead, text string) {
	column := max(order.Column(), 0)
	n := is.Sum().Figures()[column]
	if n == 0 || !is.Sum().IsWhole(column) {
		return "", ""
	}
	lead = fmt.Sprintf("Law enforcement in %s made %s", countCountries(is.CountryRows()), Plural(n, "request", "requests"))
	if is.CountryRows() < len(is.Rows) {
		lead = fmt.Sprintf("There were requests from %s, and others that have no country yet: %s in all", countCountries(is.CountryRows()), Number(n))
	}
	if order == report.ByAccounts {
		lead = fmt.Sprintf("Requests from %s specified %s", someOf(order, is), Plural(n, "account or user", "accounts or users"))
	}
	if was == nil || !was.Sum().IsWhole(column) {
		return lead, "."
	}
	d := report.Delta{From: was.Sum().Figures()[column], To: n}
	text = fmt.Sprintf(", after %s %s", Number(d.From), before)
	switch rate, ok := d.Rate(); {
	case ok && rate > 0:
		text += ", a rise of " + Share(rate)
	case ok && rate < 0:
		text += ", a fall of " + Share(-rate)
	}
	return lead, text + "."
}

// mostSentence names the countries with most of it, together with their share. It is empty where too few have some for
// this to be news, and where others have as much as the last of those named.
func mostSentence(order report.Order, t report.Table, places *report.Places) string {
	rows := slices.DeleteFunc(t.Sorted(order, report.Place{}, places), func(r report.Row) bool { return !amountOf(order, r.Counts).some })
	size := func(i int) int { return amountOf(order, rows[i].Counts).size }
	untied := func(n int) bool { return n > 0 && (n == len(rows) || size(n) < size(n-1)) }
	if order == report.ByContentRate {
		return highestRates(rows, untied, places)
	}
	column := max(order.Column(), 0)
	if !t.Sum().IsWhole(column) {
		return ""
	}
	total, part, n := t.Sum().Figures()[column], 0, 0
	for n < min(len(rows), topCountries) && part*4 < total*3 {
		part += size(n)
		n++
	}
	if total < report.MinForPercent || n == len(rows) || !untied(n) {
		return ""
	}
	alone := ""
	if n == 1 {
		alone = " alone"
	}
	return fmt.Sprintf("%s%s had %s of the %s.", Capital(Sentence(namesOf(rows[:n], places))), alone, PartShare(report.RateOf(part, total)), Number(total))
}

// highestRates names the first three of countries sorted by their rate of content, or as many as no other equals.
func highestRates(rows []report.Row, untied func(int) bool, places *report.Places) string {
	n := min(3, len(rows))
	for n > 0 && !untied(n) {
		n--
	}
	if n == 0 || len(rows) == 1 {
		return ""
	}
	names := namesOf(rows[:n], places)
	for i, r := range rows[1:n] {
		names[i+1] += " (" + PartShare(r.Counts.Rate(0)) + ")"
	}
	text := fmt.Sprintf("%s has the highest rate of countries with ten or more requests, %s", Capital(names[0]), PartShare(rows[0].Counts.Rate(0)))
	if n > 1 {
		text += ", before " + Sentence(names[1:])
	}
	return text + "."
}

// maxChanges is the number of countries that a sentence names as risen, and as fallen.
const maxChanges = 3

// sizeChange holds a country's amounts in two half-years, in both of which it has a figure.
type sizeChange struct {
	name    string
	was, is amount
}

func (c sizeChange) by() int { return c.is.size - c.was.size }

// changesSentence names the countries where it rose most and fell most, if by enough to be news. A country that others
// equal is left out if not all of them can be named.
func changesSentence(order report.Order, is, was report.Table, places *report.Places) string {
	least := report.MinForPercent
	if order == report.ByContentRate {
		least = int(report.MinMove)
	}
	var all []sizeChange
	for _, r := range is.Sorted(report.ByName, report.Place{}, places) {
		old, ok := was.Row(r.Country)
		c := sizeChange{namesOf([]report.Row{r}, places)[0], amountOf(order, old.Counts), amountOf(order, r.Counts)}
		if ok && c.was.known && c.is.known {
			all = append(all, c)
		}
	}
	var sentences []string
	for _, sign := range []int{1, -1} {
		slices.SortStableFunc(all, func(x, y sizeChange) int { return sign * (y.by() - x.by()) })
		n := min(maxChanges, len(all))
		for n > 0 && (sign*all[n-1].by() < least || n < len(all) && all[n].by() == all[n-1].by()) {
			n--
		}
		if text := changedText(order, all[:n]); text != "" {
			sentences = append(sentences, text)
		}
	}
	return strings.Join(sentences, " ")
}

// changedText says of countries what changed, in one sentence: "Brazil fell by 45 to 521, Luxembourg by 11 to 67; Ireland
// had none, after 10."
func changedText(order report.Order, changes []sizeChange) string {
	var moved, others []string
	for _, c := range changes {
		verb, by := " rose", c.by()
		if by < 0 {
			verb, by = " fell", -by
		}
		if len(moved) > 0 {
			verb = ""
		}
		switch {
		case !c.is.some:
			others = append(others, fmt.Sprintf("%s had none, after %s", c.name, c.was.inProse()))
		case !c.was.some:
			others = append(others, fmt.Sprintf("%s had %s, after none", c.name, c.is.inProse()))
		case order == report.ByContentRate:
			moved = append(moved, fmt.Sprintf("%s%s from %s to %s", c.name, verb, c.was.inProse(), c.is.inProse()))
		default:
			moved = append(moved, fmt.Sprintf("%s%s by %s to %s", c.name, verb, Number(by), c.is.inProse()))
		}
	}
	clauses := others
	if len(moved) > 0 {
		clauses = append([]string{strings.Join(moved, ", ")}, others...)
	}
	if len(clauses) == 0 {
		return ""
	}
	return Capital(strings.Join(clauses, "; ")) + "."
}
