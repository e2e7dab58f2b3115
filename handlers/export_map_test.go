package handlers

import "lerr/internal/report"

// ExploreAddresses are the addresses of the map, of the methodology, and of what others show.
func (s *Public) ExploreAddresses(a *report.Archive) map[string][]string {
	return map[string][]string{
		"map": s.mapAddresses(a), "share": s.shareAddresses(a), "embed": s.embedAddresses(a), "cite": s.citeAddresses(a),
		"methodology": s.methodologyAddresses(a),
	}
}
