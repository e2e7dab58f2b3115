package handlers

import (
	"time"

	"lerr/internal/report"
)

// Route is one address of the staff console, for the test that visits each as everybody.
type Route struct{ Method, Path string }

// Routes lists every address of the staff console.
func (s *Staff) Routes() []Route {
	var list []Route
	for _, r := range s.staffRoutes() {
		list = append(list, Route{r.method, r.path})
	}
	return list
}

// ParseRelease is parseRelease, with the problem's text.
func ParseRelease(at, zone, which string) (time.Time, string) {
	moment, problem := parseRelease(at, zone, which)
	return moment, problem.Text
}

// ExploreAddresses are the addresses of the map, of the methodology, and of what others show.
func (s *Public) ExploreAddresses(a *report.Archive) map[string][]string {
	return map[string][]string{
		"map": s.mapAddresses(a), "share": s.shareAddresses(a), "embed": s.embedAddresses(a), "cite": s.citeAddresses(a),
		"methodology": s.methodologyAddresses(a),
	}
}
