package console

import "time"

// Route is one address of the staff console, for the test that visits each as everybody.
type Route struct{ Method, Path string }

// Routes lists every address of the staff console.
func (s *Site) Routes() []Route {
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
