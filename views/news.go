package views

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// NewsItem is a paragraph of the news: a lead that stands out, and the text that follows it after a space. One of
// them may be empty.
type NewsItem struct{ Lead, Text string }

// String returns the paragraph as plain text.
func (n NewsItem) String() string { return strings.TrimSpace(n.Lead + " " + n.Text) }

// newNewsItem returns a paragraph whose lead ends with the mark that text begins with.
func newNewsItem(lead, text string) NewsItem {
	if lead != "" {
		lead, text = lead+text[:1], text[1:]
	}
	return NewsItem{lead, strings.TrimSpace(text)}
}

// newNews returns sentences with what is new for a selection. They state figures only, neither causes nor
// guesses, and there is none where there is no news.
func newNews(a *report.Archive, s report.Selection) []NewsItem {
	n, err := a.News(s)
	if err != nil || n.Total == (report.Counts{}) {
		return nil
	}
	var list []NewsItem
	add := func(lead, text string) {
		if item := newNewsItem(lead, text); item != (NewsItem{}) {
			list = append(list, item)
		}
	}
	if s.Place.IsCountry() {
		add(countryContent(n))
	}
	add(movedSentence(n, s.Place))
	add("", moversSentence(n))
	if !s.Place.IsCountry() {
		add("", contentCountries(a, n))
	}
	add("", levelSentence(a, n, s.Place))
	add("", emergencySentence(n))
	return list
}

const before = "in the half-year before"

// shareClause returns how many of the requests ended so, as a clause: "26.8% were rejected", "none were rejected".
func shareClause(o report.Outcome, r report.Rate) string {
	share := PartShare(r)
	switch {
	case r.Part > 0:
	case o == report.ContentDisclosed:
		return "no content was disclosed"
	case o == report.NoDataFound:
		return "data was found for each request"
	case o == report.OnlyNonContent:
		return "none were answered with non-content data alone"
	default:
		return "none were rejected"
	}
	switch o {
	case report.ContentDisclosed:
		return "in " + share + " content was disclosed"
	case report.OnlyNonContent:
		return "in " + share + " only non-content data was disclosed"
	case report.NoDataFound:
		return "in " + share + " no data was found"
	}
	return share + " were rejected"
}

// outcomeParticiples name requests by how they ended, as in "those rejected".
var outcomeParticiples = [4]string{"with content disclosed", "with only non-content data disclosed", "without any data found", "rejected"}

// movedSentence says which outcome's share moved most, with the requests if these moved, too.
func movedSentence(n report.News, place report.Place) (lead, text string) {
	if n.Moved == report.NoOutcome {
		return "", ""
	}
	is, was := n.Total.Rate(int(n.Moved)), n.Before.Rate(int(n.Moved))
	clause := shareClause(n.Moved, is)
	var beside []string
	switch n.MovedMost {
	case report.Largest:
		beside = append(beside, fmt.Sprintf("the largest share since %d", n.Since.Year))
	case report.Smallest:
		beside = append(beside, fmt.Sprintf("the smallest share since %d", n.Since.Year))
	}
	if !place.IsGlobal() {
		beside = append(beside, besideWorld(n, is)...)
	}
	if len(beside) > 0 {
		text = ", " + strings.Join(beside, " and ")
	}
	text += fmt.Sprintf(", after %s %s.", noneOr(was), before)
	requests := n.Requests.Difference()
	if n.Requests.Comparison != report.Comparable {
		requests = 0 // not known
	}
	if place.IsCountry() || max(requests, -requests) < report.MinForPercent {
		return Capital(clause), text
	}
	own := is.Part - was.Part
	moved := changedBy(own)
	if own*requests > 0 { // the same verb
		moved = "by " + Number(max(own, -own))
	}
	lead = fmt.Sprintf("Requests %s, those %s %s", changedBy(requests), outcomeParticiples[n.Moved], moved)
	return lead, ": " + clause + text
}

// noneOr returns a share in words: "17.3%", "none".
func noneOr(r report.Rate) string {
	if r.Part == 0 {
		return "none"
	}
	return PartShare(r)
}

// besideWorld compares a share with the world's, if they differ by report.MinMove.
func besideWorld(n report.News, own report.Rate) []string {
	world := n.World.Rate(int(n.Moved))
	if !world.Known {
		return nil
	}
	switch d := own.Permille - world.Permille; {
	case d >= report.MinMove:
		return []string{"above the world’s " + PartShare(world)}
	case d <= -report.MinMove:
		return []string{"below the world’s " + PartShare(world)}
	}
	return nil
}

// changedBy returns "rose by 12", "fell by 12", "did not change".
func changedBy(n int) string {
	switch {
	case n > 0:
		return "rose by " + Number(n)
	case n < 0:
		return "fell by " + Number(-n)
	}
	return "did not change"
}

// moversSentence names the countries whose requests rose and fell most.
func moversSentence(n report.News) string {
	risers, fallers := moverNames(n.Risers), moverNames(n.Fallers)
	switch {
	case risers == "" && fallers == "":
		return ""
	case fallers == "":
		return Capital(risers) + " rose most."
	case risers == "":
		return Capital(fallers) + " fell most."
	}
	return fmt.Sprintf("%s rose most, %s fell most.", Capital(risers), fallers)
}

func moverNames(list []report.Mover) string {
	var names []string
	for _, m := range list {
		names = append(names, fmt.Sprintf("%s (%s)", report.Place{Country: m.Country}.InProse(), Signed(m.By)))
	}
	return Sentence(names)
}

// contentCountries names the countries of a region or the world whose law enforcement got content.
func contentCountries(a *report.Archive, n report.News) string {
	if !n.Total.IsWhole(2) || !n.Before.IsWhole(2) { // of a country that gives none, it is not known
		return ""
	}
	if len(n.Content) == 0 {
		if n.Before.Content > 0 {
			return fmt.Sprintf("No content was disclosed, after %s %s.", Number(n.Before.Content), before)
		}
		return ""
	}
	var names []string
	for i, r := range n.Content {
		if i == topCountries-1 && len(n.Content) > topCountries {
			names = append(names, fmt.Sprintf("%s with fewer", Words(len(n.Content)-i)))
			break
		}
		c, _ := a.Places().Country(r.Country)
		names = append(names, report.Place{Country: c}.InProse()+" "+Number(r.Counts.Content))
	}
	return fmt.Sprintf("Content was disclosed to law enforcement in %s: %s.", countCountries(len(n.Content)), Sentence(names))
}

// countryContent says in how many of a country's requests content was disclosed, if any was in one of the two
// half-years.
func countryContent(n report.News) (lead, text string) {
	is, was := n.Total.Content, n.Before.Content
	const content = 2 // of report.Counts.Figures
	switch {
	case !n.Total.Has(content) || !n.Total.Has(0):
		return "", ""
	case is == 0 && was == 0:
		return "", ""
	case is == 0 && !n.Before.Has(0):
		return "", ""
	case is == 0:
		return "No content was disclosed", fmt.Sprintf(", after %s %s.", contentOf(n.Before, is == 0), before)
	}
	lead = "Content was disclosed in " + contentOf(n.Total, true)
	if n.Before.OutcomeSum() > 0 && n.Before.Has(content) && n.Before.Has(0) {
		text = fmt.Sprintf(", after %s %s", contentOf(n.Before, is == 0), before)
	}
	text += "."
	if n.TopContent {
		text += " No country with ten or more requests has a larger share."
	}
	return lead, text
}

// contentOf returns partOf of the requests in which content was disclosed.
func contentOf(c report.Counts, unit bool) string { return partOf(c, report.ContentDisclosed, unit) }

// partOf returns how many requests ended so: "566 of 1,176 requests (48.1%)", "none of 44 requests", "2 of 4 requests";
// without unit, "requests" is left out. Of a row whose outcomes do not add up to its requests, which the source has a few
// of, it names no whole.
func partOf(c report.Counts, o report.Outcome, unit bool) string {
	rate := c.Rate(int(o))
	part := Number(rate.Part)
	switch {
	case rate.Part == 0:
		part = "none"
	case rate.Whole != c.Requests:
		return Plural(rate.Part, "request", "requests")
	case rate.Part == 1 && c.Requests == 1:
		return "the one request"
	}
	text := part + " of " + Number(c.Requests)
	if unit {
		text += noun(c.Requests, " request", " requests")
	}
	if rate.Part > 0 && !rate.IsFew() {
		text += " (" + PartShare(rate) + ")"
	}
	return text
}

// levelSentence says whether the requests are the most or the fewest, which rank a country has, and which share
// of the whole they are.
func levelSentence(a *report.Archive, n report.News, place report.Place) string {
	var text string
	switch n.Extreme {
	case report.Largest:
		text = fmt.Sprintf("%s requests are the most in a half-year since %d.", Number(n.Total.Requests), n.Since.Year)
	case report.Smallest:
		text = fmt.Sprintf("%s requests are the fewest in a half-year since %d.", Number(n.Total.Requests), n.Since.Year)
	}
	if place.IsGlobal() || n.World.Requests < report.MinForPercent || !n.World.IsWhole(0) {
		return text
	}
	share := PartShare(report.RateOf(n.Total.Requests, n.World.Requests)) + " of the world’s requests"
	if n.Region.Requests >= report.MinForPercent {
		region := report.Place{Region: a.Places().RegionOf(place.Country)}
		share += " and " + PartShare(report.RateOf(n.Total.Requests, n.Region.Requests)) + " of those of " + region.InProse()
	}
	if text != "" {
		text += " "
	}
	switch {
	case place.IsRegion():
		return text + fmt.Sprintf("%s has %s.", Capital(place.InProse()), share)
	case n.Rank.Tied:
		return text + fmt.Sprintf("%s shares the %s place among %s, with %s.", Capital(place.InProse()), Ordinal(n.Rank.Place), countCountries(n.Rank.Of), share)
	}
	return text + fmt.Sprintf("%s is %s of %s, with %s.", Capital(place.InProse()), Ordinal(n.Rank.Place), countCountries(n.Rank.Of), share)
}

// emergencySentence says how emergency requests changed, if by report.MinForPercent at least, or how many there
// are if the half-year before does not report them.
func emergencySentence(n report.News) string {
	was, is := n.Emergency[0], n.Emergency[1]
	change := max(is-was, was-is)
	switch {
	case !n.HasEmergency[1]:
	case n.HasEmergency[0] && change >= report.MinForPercent && is > was:
		return fmt.Sprintf("Emergency requests, counted apart, rose from %s to %s.", Number(was), Number(is))
	case n.HasEmergency[0] && change >= report.MinForPercent:
		return fmt.Sprintf("Emergency requests, counted apart, fell from %s to %s.", Number(was), Number(is))
	case !n.HasEmergency[0] && is >= report.MinForPercent:
		return fmt.Sprintf("There are also %s emergency requests, counted apart.", Number(is))
	}
	return ""
}
