package views

import "lerr/internal/report"

// What sentences say, for tests of single figures.
var (
	PlaceSentences  = placeSentences
	ContentSentence = contentSentence
	RankSentence    = rankSentence
	LeaderSentences = leaderSentences
)

// Room is how the pictures share their room, for the test of labels.
var Room = struct {
	Axis, AxisIndent, Ends, EndIndent, EndSize, AxisSize float64
	NarrowestPlot, NarrowestSmall                        float64
	BreakText                                            string
}{axisWidth, axisWidth - 8, endWidth, endIndent, endSize, axisSize, narrowestPlot, narrowestSmall, breakText}

// BreakAnchor is where the words at a break are fixed.
func BreakAnchor(x string) string { return breakAnchor(x) }

// TrendPictures are the pictures of a place.
func TrendPictures(a *report.Archive, p report.Place) []Picture {
	return newTrend(a, a.Series(p)).Pictures
}
