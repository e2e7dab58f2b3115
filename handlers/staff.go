package handlers

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/views"
)

// Staff is the staff console, which listens on an address of its own.
type Staff struct {
	frame   views.Frame
	handler http.Handler
}

// NewStaff makes the staff console.
func NewStaff(frame views.Frame, log *slog.Logger) *Staff {
	s := &Staff{frame: frame}
	s.handler = newEcho(frame, log, s.routes, staffHeaders)
	return s
}

// ServeHTTP answers a request of the staff console.
func (s *Staff) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Staff) showNotYet(c echo.Context) error {
	return c.String(http.StatusServiceUnavailable, "The staff console is not part of this version yet. Nothing can be changed here.\n")
}

func (s *Staff) showLive(c echo.Context) error { return c.String(http.StatusOK, "live\n") }
