package views

import "lerr/internal/report"

// What sentences say, for tests of single figures.
var (
	PlaceSentences  = placeSentences
	ContentSentence = contentSentence
	RankSentence    = rankSentence
	LeaderSentences = leaderSentences
)

// Room exposes the layout of pictures to the test of labels.
var Room = struct {
	Axis, AxisIndent, Ends, EndIndent, EndSize, AxisSize float64
	NarrowestPlot, NarrowestSmall                        float64
	BreakText                                            string
}{axisWidth, axisWidth - 8, endWidth, endIndent, endSize, axisSize, narrowestPlot, narrowestSmall, breakText}

// BreakAnchor exposes the alignment of the words at a break.
func BreakAnchor(x string) string { return breakAnchor(x) }

// TrendPictures are the pictures of a place.
func TrendPictures(a *report.Archive, p report.Place) []Picture {
	return newTrend(a, a.Series(p)).Pictures
}

// News returns the sentences with the news of a selection.
func News(a *report.Archive, s report.Selection) []NewsItem { return newNews(a, s) }

// OutcomesOf returns the outcomes of a selection's headline.
func OutcomesOf(a *report.Archive, s report.Selection) Outcomes {
	r, _ := a.Revision(s.Period)
	table := r.Edition.Headline()
	total, _ := table.Total(s.Place, a.Places())
	return outcomesOf(total, table.Section)
}
