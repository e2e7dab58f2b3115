package handlers

import (
	"net/http"

	"lerr/handlers/web"
	"lerr/internal/export"
	"lerr/internal/pagecache"
)

// notFoundPath is the file that static hosts serve for unknown paths.
const notFoundPath = "/404.html"

// Tree returns the whole site as files, from the snapshot that is shown now.
func (s *Public) Tree() export.Site {
	now := s.shown.Load()
	return export.Site{
		Addresses: append(s.Addresses(now.archive), notFoundPath),
		Page: func(address string) (*pagecache.Page, error) {
			if address == notFoundPath {
				return web.ErrorPage(s.frame, http.StatusNotFound)
			}
			return s.page(now, address)
		},
		Usual: map[string]string{
			"Cache-Control": web.CachePage, "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": web.Policy,
		},
	}
}
