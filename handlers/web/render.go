package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"lerr/internal/pagecache"
	"lerr/static"
)

// TypeHTML is the media type of pages.
const TypeHTML = "text/html; charset=utf-8"

// Values of Cache-Control.
const (
	// CachePage is for addresses whose figures can change. A browser asks each time, and mostly
	// learns that nothing has; shared caches may answer for ten seconds, so that readers see a
	// release or a withdrawal within that time. It needs no "public", which s-maxage implies.
	CachePage = "max-age=0, s-maxage=10, must-revalidate"
	// CacheDay is for the dictionary, which browsers use for as long as they may keep it: a day. Shared caches may have
	// it for ten seconds, so that they too tell of a withdrawal of what it holds.
	CacheDay = "max-age=86400, s-maxage=10, must-revalidate"
	// CacheForever is for addresses that carry a hash of their content.
	CacheForever = "public, max-age=31536000, immutable"
	// CacheNever is for responses that must not be stored, such as the one for a period that is not
	// public.
	CacheNever = "no-store"
)

// RenderPage renders a component to a finished page.
func RenderPage(head pagecache.Head, component templ.Component) (*pagecache.Page, error) {
	var b bytes.Buffer
	if err := component.Render(context.Background(), &b); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	return pagecache.NewPage(renderedHead(head), b.Bytes())
}

// renderedHead adds to a page's head what all rendered pages have.
func renderedHead(head pagecache.Head) pagecache.Head {
	if head.Status == 0 || head.Status == http.StatusOK {
		head.Speculation = speculation
	}
	return head
}

// speculation is the header value that names the rules by which browsers prepare pages that a reader
// is about to open.
var speculation = `"` + static.URL("speculation.json") + `"`
