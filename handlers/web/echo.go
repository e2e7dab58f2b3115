package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// newEcho returns the site's router inside its middleware, with all errors mapped in one place.
func (s *Server) newEcho(pages *errorPages) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// Headers that anyone can send are not believed about the client's address.
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.sendError(pages)
	e.Pre(middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisablePrintStack: true, LogErrorFunc: func(_ echo.Context, err error, stack []byte) error {
			s.options.Log.Error("panic", "error", err, "stack", string(stack))
			return err
		},
	}))
	e.Pre(s.options.Chain...)
	s.options.Routes(e)
	return e
}
