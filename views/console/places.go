package console

import (
	"fmt"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// placeText says how a place changes, in a sentence.
func placeText(p publish.PlaceEdit, places *report.Places) string {
	is, was := p.After, p.Before
	region := func(c report.Country) string { return places.RegionOf(c).Name }
	spelled := ""
	if len(is.Spellings) > 0 {
		spelled = " Also written " + views.Sentence(is.Spellings) + "."
	}
	switch {
	case is.Code == "":
		return fmt.Sprintf("%s: %s is removed.", was.Code, was.Name)
	case was.Code == "":
		return fmt.Sprintf("%s: %s is new, in %s.%s", is.Code, is.Name, region(is), spelled)
	case was.Region != is.Region:
		return fmt.Sprintf("%s: %s moves from %s to %s, as %s.%s", is.Code, was.Name, region(was), region(is), is.Name, spelled)
	case was.Name != is.Name:
		return fmt.Sprintf("%s: %s is called %s.%s", is.Code, was.Name, is.Name, spelled)
	}
	return fmt.Sprintf("%s: %s has other spellings.%s", is.Code, is.Name, spelled)
}
