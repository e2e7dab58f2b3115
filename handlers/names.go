package handlers

import (
	"encoding/json"

	"lerr/handlers/web"
)

// showNames returns the other names of places by their slugs. The field that finds a place loads them when a reader
// comes to it, so that pages are smaller by them.
func (s *Site) showNames(snap *snapshot, _ request) (*web.Unbuilt, error) {
	names := map[string][]string{}
	for _, place := range snap.archive.Places().All() {
		if others := s.frame.Site.OtherNames.Of(place); len(others) > 0 {
			names[place.Slug()] = others
		}
	}
	return web.Text(documentHead(mediaJSON))(json.Marshal(names))
}
