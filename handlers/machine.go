package handlers

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/static"
)

// staticPages are the site's own files and what never changes, by address, made once for the
// process.
var staticPages = sync.OnceValue(func() map[string]*pagecache.Page {
	pages := map[string]*pagecache.Page{}
	add := func(address string, head pagecache.Head, body []byte) {
		page, err := pagecache.NewPage(head, body)
		if err != nil {
			panic(err) // the program's own file, at the start
		}
		pages[address] = page
	}
	for _, address := range static.All() {
		asset, _ := static.Find(address)
		add(address, pagecache.Head{Type: asset.Type, CacheControl: cacheForever}, asset.Body)
	}
	return pages
})

// sendStatic sends one of the site's own files.
func (s *Public) sendStatic(c echo.Context) error {
	page, ok := staticPages()[c.Request().URL.Path]
	if !ok {
		return report.ErrNotFound
	}
	return send(c, page)
}

// showLive says that the process answers.
func (s *Public) showLive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", cacheNever)
	return c.String(http.StatusOK, "live\n")
}

// showReady says whether to send readers here: there are figures, and the site is not stopping.
func (s *Public) showReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", cacheNever)
	switch {
	case s.draining.Load():
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	case s.shown.Load().archive.Newest().IsZero():
		return c.String(http.StatusServiceUnavailable, "nothing is published\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
