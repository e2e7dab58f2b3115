package handlers

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"lerr/views"
)

// newEcho makes a site's handler: its routes inside one chain of middleware, its errors mapped once.
func newEcho(frame views.Frame, log *slog.Logger, routes func(*echo.Echo), chain ...echo.MiddlewareFunc) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// Addresses in headers that anyone can send are not believed.
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = newErrorHandler(frame, log)
	e.Pre(middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisablePrintStack: true, LogErrorFunc: func(_ echo.Context, err error, stack []byte) error {
			log.Error("panic", "error", err, "stack", string(stack))
			return err
		},
	}))
	e.Pre(chain...)
	routes(e)
	return e
}
