package handlers

import (
	"bytes"
	"context"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"lerr/internal/press"
)

const (
	typeHTML = "text/html; charset=utf-8"

	// cachePage is for addresses whose figures can change: long enough to bear a rush, short enough
	// that a correction is seen within a minute.
	cachePage = "public, max-age=60"
	// cacheForever is for addresses that carry a hash of what they hold.
	cacheForever = "public, max-age=31536000, immutable"
	// cacheNever is for what must not be kept, such as the answer for a period that is not public.
	cacheNever = "no-store"
)

// renderPage makes a finished page of a component. Nothing is sent before all of it is made.
func renderPage(head press.Head, component templ.Component) (*press.Page, error) {
	var b bytes.Buffer
	if err := component.Render(context.Background(), &b); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	return press.NewPage(head, b.Bytes())
}

// render sends a page of the console. Nothing is sent before all of it is made.
func render(c echo.Context, status int, component templ.Component) error {
	var b bytes.Buffer
	if err := component.Render(c.Request().Context(), &b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return c.Blob(status, typeHTML, b.Bytes())
}
