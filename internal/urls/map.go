package urls

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// MapMeasure names the figure that a world map's colours show.
type MapMeasure string

const (
	// MapRequests is the number of requests.
	MapRequests MapMeasure = "requests"
	// MapContentRate is the share of requests for which content was disclosed.
	MapContentRate MapMeasure = "content-rate"
)

// MapMeasures lists the measures of the world map, the default first.
func MapMeasures() []MapMeasure { return []MapMeasure{MapRequests, MapContentRate} }

// ParseMapMeasure reads a measure's name. It fails with report.ErrNotFound for any other text.
func ParseMapMeasure(s string) (MapMeasure, error) {
	if m := MapMeasure(s); slices.Contains(MapMeasures(), m) {
		return m, nil
	}
	return "", fmt.Errorf("measure %q: %w", s, report.ErrNotFound)
}

// NewestMap is the address of the newest period's world map, whichever period that is.
const NewestMap = "/map"

// Map returns the address of a period's world map.
func Map(p report.Period, m MapMeasure) string {
	if m == MapRequests {
		return "/map/" + p.String()
	}
	return "/map/" + p.String() + "/" + string(m)
}
