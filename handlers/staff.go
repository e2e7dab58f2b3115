package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/views"
)

// Auditor writes to the audit log what is done to accounts and sessions; what is done to figures
// the desk writes itself.
type Auditor interface {
	Record(ctx context.Context, e report.Event) error
}

// Console is what the staff console works with.
type Console struct {
	Desk  *publish.Desk
	House *staff.House
	Watch *publish.Watch
	Audit Auditor
	Now   func() time.Time
	// StaffURL is the address at which staff open the console, such as https://console.example.org.
	StaffURL string
}

// Staff is the staff console, which listens on an address of its own.
type Staff struct {
	Console
	frame views.Frame
	log   *slog.Logger
	front *front
}

// NewStaff makes the staff console.
func NewStaff(frame views.Frame, log *slog.Logger, c Console) *Staff {
	s := &Staff{Console: c, frame: frame, log: log}
	s.front = &front{
		headers: staffHeaders, log: log, meter: newMeter("staff"),
		inner: newEcho(frame, log, s.routes, limitBody, refuseCrossOrigin),
	}
	return s
}

// ServeHTTP answers a request of the staff console.
func (s *Staff) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.front.ServeHTTP(w, r) }

func (s *Staff) showLive(c echo.Context) error { return c.String(http.StatusOK, "live\n") }

// record writes an event of the house to the audit log.
func (s *Staff) record(c echo.Context, actor, action, text string) error {
	return s.Audit.Record(c.Request().Context(), report.Event{At: s.Now().UTC(), Actor: actor, Action: action, Text: text})
}
