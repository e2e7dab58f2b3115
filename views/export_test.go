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
	Ends, EndIndent, WordSize, All, Some, Few float64
}{endWidth, endIndent, wordSize, roomForAll, roomForSome, roomForFew}

// Axis and Ends are the widths of what stands beside a plot.
func (p Picture) Axis() float64 { return p.axis() }
func (p Picture) Ends() float64 { return p.ends() }

// EndsClass and Text expose what decides where labels stand.
func (p Picture) EndsClass() string { return p.endsClass() }
func (l PictureLabel) Read() string { return l.text() }

// TrendPictures are the pictures of a place.
func TrendPictures(a *report.Archive, p report.Place) []Picture { return newOverTime(a, p).Pictures }

// News returns the sentences with the news of a selection.
func News(a *report.Archive, s report.Selection) []NewsItem { return newNews(a, s) }

// OutcomesOf returns the outcomes of a selection's headline.
func OutcomesOf(a *report.Archive, s report.Selection) Outcomes {
	r, _ := a.Revision(s.Period)
	table := r.Edition.Headline()
	total, _ := table.Total(s.Place, a.Places())
	return outcomesOf(total, table.CountUnit())
}

// RejectionsPicture exposes when rejections are drawn.
var RejectionsPicture = rejectionsPicture

// NewOverTime returns a place over all half-years.
func NewOverTime(a *report.Archive, p report.Place) OverTime { return newOverTime(a, p) }
