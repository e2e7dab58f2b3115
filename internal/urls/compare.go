package urls

import (
	"slices"
	"strings"

	"lerr/internal/report"
)

// Comparison says what a comparison of places shows. Its address holds nothing else.
type Comparison struct {
	// Places holds slugs in the order of the lines' colours. A slug is empty where a place was removed, so
	// that the others keep their colours. Nil stands for the largest countries of the newest half-year.
	Places  []string
	Measure int           // index of report.Columns
	Since   report.Period // the first half-year; zero for the first of all
	Share   bool          // whether shares are shown instead of numbers
}

// noPlaces is the value of the parameter places for a comparison from which all places were removed.
const noPlaces = "none"

// Page returns the address of the comparison.
func (c Comparison) Page() string { return "/compare" + c.query() }

// CSV returns the address of the comparison's figures as CSV.
func (c Comparison) CSV() string { return CompareCSV + c.query() }

// query returns the query with its question mark, or "" for the default comparison.
func (c Comparison) query() string {
	var list []string
	if c.Places != nil {
		list = append(list, "places="+c.PlacesValue())
	}
	if c.Measure != 0 {
		list = append(list, "measure="+CompareMeasures()[c.Measure])
	}
	if !c.Since.IsZero() {
		list = append(list, "since="+c.Since.String())
	}
	if c.Share {
		list = append(list, "as="+CompareShare)
	}
	if len(list) == 0 {
		return ""
	}
	return "?" + strings.Join(list, "&")
}

// PlacesValue returns the value of the parameter places.
func (c Comparison) PlacesValue() string {
	text := strings.TrimRight(strings.Join(c.Places, ","), ",")
	if text == "" {
		return noPlaces
	}
	return text
}

// IsNoPlaces reports whether a value of the parameter places says that all were removed.
func IsNoPlaces(value string) bool { return value == noPlaces }

// CompareShare is the value of the parameter as that asks for shares.
const CompareShare = "share"

// CompareMeasures returns the values of the parameter measure, in the order of report.Columns: "non-content".
func CompareMeasures() []string {
	columns := report.Columns()
	list := slices.Clone(columns[:])
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], "_", "-")
	}
	return list
}

// Compare returns the address of a comparison of places, in the order in which they are given. Without places
// it is that of the largest countries.
func Compare(places ...report.Place) string {
	var c Comparison
	for _, p := range places {
		c.Places = append(c.Places, p.Slug())
	}
	return c.Page()
}

// SharesOfWorld reports whether the comparison shows figures as shares of the world's.
func (c Comparison) SharesOfWorld() bool { return c.Share && c.Measure < 2 }

// With returns the comparison with a further place at the first free position.
func (c Comparison) With(place report.Place) Comparison {
	c.Places = slices.Clone(c.Places)
	if free := slices.Index(c.Places, ""); free >= 0 {
		c.Places[free] = place.Slug()
	} else {
		c.Places = append(c.Places, place.Slug())
	}
	return c
}

// Without returns the comparison without a place. The others keep their positions.
func (c Comparison) Without(place report.Place) Comparison {
	c.Places = slices.Clone(c.Places)
	for i, slug := range c.Places {
		if slug == place.Slug() {
			c.Places[i] = ""
		}
	}
	return c
}
