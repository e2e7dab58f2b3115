package handlers

import (
	"time"

	"lerr/views"
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

// DataAddresses lists every address that answers with figures as files or describes them.
func (s *Public) DataAddresses() []string { return s.dataAddresses(s.shown.Load().archive) }

// SitemapPages lists the pages that search engines should know, as paths.
func (s *Public) SitemapPages() (paths []string) {
	for _, p := range s.sitemapPages(s.shown.Load().archive) {
		paths = append(paths, p.Address)
	}
	return paths
}

// Finished counts which of some addresses have a finished page.
func (s *Public) Finished(addresses ...string) (n int) {
	for _, address := range addresses {
		if _, ok := s.shown.Load().press.Find(address); ok {
			n++
		}
	}
	return n
}

// ErrorPages makes every page that says an error, and is how many there are.
func ErrorPages(frame views.Frame) (int, error) {
	for status := range sayings {
		if _, err := makeErrorPage(frame, status); err != nil {
			return 0, err
		}
	}
	return len(sayings), nil
}
