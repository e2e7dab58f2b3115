package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/sharecard"
	"lerr/internal/urls"
)

// ShareCard is the picture of a page for shared links.
type ShareCard struct {
	sharecard.Card
	Address string
}

// share names the page's picture for shared links. Without figures there is none.
func (p *Page) share(card ShareCard, err error) {
	if err == nil {
		p.Share = card
	}
}

// NewShareCard returns the content of a selection's picture for shared links. It fails with
// report.ErrNotFound if the period is not published.
func NewShareCard(f Frame, a *report.Archive, s report.Selection) (ShareCard, error) {
	a, s = a.In(s)
	revision, err := a.Revision(s.Period)
	if err != nil {
		return ShareCard{}, err
	}
	total, rows := revision.Edition.Headline().Total(s.Place, a.Places())
	card := newCard(f, urls.Share(s), s.Place.Name(), s.Period.Label(), revision)
	if rows == 0 {
		card.Absent = noRowText(f.Site.Organization, s)
		return card, nil
	}
	card.Figures = cardFigures(total, "")
	for i, rate := range total.Rates() {
		if !rate.Known {
			continue
		}
		part := sharecard.Part{Name: OutcomeLabels[i].Full, Share: ShortShare(rate), Size: rate.Part}
		if rate.IsFew() || rate.Part == 0 {
			part.Share = Number(rate.Part)
		}
		card.Parts = append(card.Parts, part)
	}
	return card, nil
}

// NewTrendCard returns the content of the picture of a place over all half-years, with the figures of the
// newest. It fails with report.ErrNotFound if nothing is published.
func NewTrendCard(f Frame, a *report.Archive, place report.Place) (ShareCard, error) {
	newest, err := a.Revision(a.NewestPublished())
	if err != nil {
		return ShareCard{}, err
	}
	series := a.Series(place)
	first, last := series.Points[0].Period, newest.Edition.Period
	card := newCard(f, urls.PagePicture(urls.Trend(place)), place.Name(), first.Label()+" to "+last.Label(), newest)
	if total, rows := newest.Edition.Headline().Total(place, a.Places()); rows > 0 {
		card.Figures = cardFigures(total, " in "+last.Label())
	} else {
		card.Absent = noRowText(f.Site.Organization, report.Selection{Period: last, Place: place})
	}
	for i, point := range series.Points {
		if point.Period.Compare(last) > 0 {
			break // withdrawn
		}
		if i == 0 || report.SeriesBreak(series.Points[i-1].Period, point.Period) {
			card.Spans = append(card.Spans, sharecard.Span{Label: "from " + point.Period.Label()})
			if i > 0 {
				card.Spans[len(card.Spans)-1].Label += ", not to be compared"
			}
		}
		span := &card.Spans[len(card.Spans)-1]
		span.Sizes = append(span.Sizes, point.Counts.Requests)
	}
	return card, nil
}

// mostTitles are the headings of pictures of the countries with the most or the highest of something.
var mostTitles = map[report.Order]string{
	report.ByName: "Most requests", report.ByRequests: "Most requests", report.ByAccounts: "Most accounts/users specified",
	report.ByContent: "Most disclosures of content", report.ByNonContent: "Most disclosures of non-content",
	report.ByNoData: "Most requests without data found", report.ByRejected: "Most rejected requests",
	report.ByContentRate: "Highest content rates",
}

// maxCardRows is the number of countries in a picture.
const maxCardRows = 6

// NewCountriesCard returns the content of the picture of a period's first countries in an order. It fails
// with report.ErrNotFound if the period is not published.
func NewCountriesCard(f Frame, a *report.Archive, period report.Period, order report.Order) (ShareCard, error) {
	a, _ = a.In(report.Selection{Period: period})
	revision, err := a.Revision(period)
	if err != nil {
		return ShareCard{}, err
	}
	card := newCard(f, urls.PagePicture(urls.Countries(period, order, false)), mostTitles[order], period.Label(), revision)
	if order == report.ByName {
		order = report.ByRequests
	}
	for _, r := range revision.Edition.Headline().Sorted(order, report.Place{}, a.Places()) {
		c, _ := a.Places().Country(r.Country)
		row := sharecard.Row{Name: c.Name}
		if column := order.Column(); column >= 0 {
			row.Size = r.Counts.Figures()[column]
			row.Value = Number(row.Size)
		} else if rate := r.Counts.Rate(0); rate.Known && !rate.IsFew() {
			row.Size, row.Value = int(rate.Permille), fmt.Sprintf("%s of %s", PartShare(rate), Number(rate.Whole))
		}
		if row.Size == 0 || len(card.Rows) == maxCardRows {
			break
		}
		card.Rows = append(card.Rows, row)
	}
	if len(card.Rows) == 0 {
		card.Absent = "None in this half-year."
	}
	return card, nil
}

// NewCompareCard returns the content of the picture of a comparison: the requests of its places. It fails with report.ErrNotFound if nothing is published.
func NewCompareCard(f Frame, a *report.Archive, c urls.Comparison) (ShareCard, error) {
	newest, err := a.Revision(a.NewestPublished())
	if err != nil {
		return ShareCard{}, err
	}
	table := newest.Edition.Headline()
	card := newCard(f, urls.PagePicture(urls.Comparison{Places: c.Places}.Page()), "Requests compared", newest.Edition.Period.Label(), newest)
	for _, p := range ComparedPlaces(a, c) {
		row := sharecard.Row{Name: p.Name(), Value: report.StatusNoRow.Sign()}
		if total, rows := table.Total(p, a.Places()); rows > 0 {
			row.Size, row.Value = total.Requests, figureText(total, 0)
		}
		card.Rows = append(card.Rows, row)
	}
	return card, nil
}

// mapLevels are the lowest figures of the levels of a map in a picture, with what they mean: requests, or a
// rate in tenths of a percent.
var mapLevels = map[urls.MapMeasure][4]struct {
	least int
	key   string
}{
	urls.MapRequests:    {{1, "1 to 9"}, {10, "10 to 99"}, {100, "100 to 999"}, {1000, "1,000 or more"}},
	urls.MapContentRate: {{0, "under 10%"}, {100, "10% to under 20%"}, {200, "20% to under 30%"}, {300, "30% or more"}},
}

// mapCards are the heading and the name of no figure of a map in a picture.
var mapCards = map[urls.MapMeasure][2]string{
	urls.MapRequests:    {"Requests by country", "no row"},
	urls.MapContentRate: {"Rate of content disclosed", "no row, or fewer than ten"},
}

// NewMapCard returns the content of the picture of a period's world map. It fails with report.ErrNotFound if
// the period is not published.
func NewMapCard(f Frame, a *report.Archive, period report.Period, measure urls.MapMeasure) (ShareCard, error) {
	a, _ = a.In(report.Selection{Period: period})
	revision, err := a.Revision(period)
	if err != nil {
		return ShareCard{}, err
	}
	card := newCard(f, urls.PagePicture(urls.Map(period, measure)), mapCards[measure][0], period.Label(), revision)
	table := revision.Edition.Headline()
	drawn := f.World.Draw(mapWidth, func(code string) bool { _, ok := a.Places().Country(code); return ok })
	card.Map = sharecard.Map{Width: drawn.Width, Height: drawn.Height}
	card.Map.Keys[0] = mapCards[measure][1]
	for i, level := range mapLevels[measure] {
		card.Map.Keys[i+1] = level.key
	}
	for _, s := range drawn.Shapes {
		row, ok := table.Row(s.Code)
		area := sharecard.Area{Path: s.Path, X: s.X, Y: s.Y}
		if ok {
			area.Level = mapLevel(row.Counts, measure)
		}
		if s.Path != "" || s.Marked {
			card.Map.Areas = append(card.Map.Areas, area)
		}
	}
	return card, nil
}

// mapLevel returns the level of a country with a row: 0 for one without a rate.
func mapLevel(c report.Counts, measure urls.MapMeasure) int {
	figure := c.Requests
	if !c.Has(0) {
		return 0
	}
	if measure == urls.MapContentRate {
		rate := c.Rate(0)
		if !rate.Known || rate.IsFew() || c.Requests < report.MinForPercent {
			return 0
		}
		figure = int(rate.Permille)
	}
	level := 0
	for _, l := range mapLevels[measure] {
		if figure >= l.least {
			level++
		}
	}
	return level
}

// newCard returns a card without figures.
func newCard(f Frame, address, heading, period string, r report.Revision) ShareCard {
	return ShareCard{Address: address, Card: sharecard.Card{
		Organization: f.Site.Organization, Title: f.Site.Title, Place: heading, Period: period, Note: shareNote(f.Site, r),
	}}
}

// cardFigures returns requests and accounts. when follows the first, unless it is empty.
func cardFigures(c report.Counts, when string) []sharecard.Figure {
	return []sharecard.Figure{
		{Value: figureText(c, 0), Label: noun(c.Requests, "request", "requests") + when},
		{Value: figureText(c, 1), Label: noun(c.Accounts, "account or user", "accounts/users") + " specified in " + noun(c.Requests, "it", "them")},
	}
}

// shareNote names the copy and the revision.
func shareNote(site *report.Site, r report.Revision) string {
	note := fmt.Sprintf("Revision %d, %s", r.Number, Date(r.PublishedAt))
	if site.Recreation != "" {
		note = fmt.Sprintf("Independent recreation from published figures, not run by %s. %s.", site.Organization, note)
	}
	return note
}
