package console

import (
	"bytes"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
)

// render sends a page. It is rendered whole before anything is sent.
func render(c echo.Context, status int, component templ.Component) error {
	var b bytes.Buffer
	if err := component.Render(c.Request().Context(), &b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	return c.Blob(status, web.TypeHTML, b.Bytes())
}
