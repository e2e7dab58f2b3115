package web

import (
	"sync"

	"github.com/labstack/echo/v4"

	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/static"
)

// staticPages holds the program's own files by address, compressed as far as possible, once per process. Any origin may use them:
// a page in a frame with the sandbox attribute has no origin, so to it the site's own files are another's.
var staticPages = sync.OnceValue(func() map[string]*pagecache.Page {
	pages := map[string]*pagecache.Page{}
	for _, address := range static.All() {
		asset, _ := static.Find(address)
		page, err := pagecache.NewPage(pagecache.Head{Type: asset.Type, CacheControl: CacheForever, CrossOrigin: true, Smallest: true}, asset.Body)
		if err != nil {
			panic(err) // the files are embedded, and a test builds each of them
		}
		pages[address] = page
	}
	return pages
})

// StaticPage returns the program's own file at an address.
func StaticPage(address string) (*pagecache.Page, bool) {
	page, ok := staticPages()[address]
	return page, ok
}

// SendStatic sends one of the program's own files.
func SendStatic(c echo.Context) error {
	page, ok := StaticPage(c.Request().URL.Path)
	if !ok {
		return report.ErrNotFound
	}
	return page.Send(c.Response(), c.Request())
}
