package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"lerr/internal/pagecache"
	"lerr/static"
)

const (
	typeHTML = "text/html; charset=utf-8"

	// cachePage is for addresses whose figures can change. A browser asks each time, and is mostly told
	// that nothing has; caches in between may answer for ten seconds, so that a release or a withdrawal
	// is seen by all within that time. See Public.shorten for the last seconds before a release.
	cachePage = "public, max-age=0, s-maxage=10, must-revalidate"
	// cacheForever is for addresses that carry a hash of what they hold.
	cacheForever = "public, max-age=31536000, immutable"
	// cacheNever is for what must not be kept, such as the answer for a period that is not public.
	cacheNever = "no-store"
)

// renderPage makes a finished page of a component. Nothing is sent before all of it is made.
func renderPage(head pagecache.Head, component templ.Component) (*pagecache.Page, error) {
	var b bytes.Buffer
	if err := component.Render(context.Background(), &b); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	if head.Status == 0 || head.Status == http.StatusOK {
		head.Speculation = speculation
	}
	return pagecache.NewPage(head, b.Bytes())
}

// speculation names the rules by which browsers make pages ready that a reader is about to open.
var speculation = `"` + static.URL("speculation.json") + `"`

// render sends a page of the console. Nothing is sent before all of it is made.
func render(c echo.Context, status int, component templ.Component) error {
	var b bytes.Buffer
	if err := component.Render(c.Request().Context(), &b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return c.Blob(status, typeHTML, b.Bytes())
}
