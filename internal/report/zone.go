package report

import "strings"

// ZonePlace returns the place that a zone is named after: "New York" of America/New_York.
func ZonePlace(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}
