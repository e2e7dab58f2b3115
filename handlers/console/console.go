package console

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
)

// Auditor writes an event to the audit log. The console itself writes only who resumes releases; the
// events of accounts and figures are part of their changes.
type Auditor interface {
	Record(ctx context.Context, e audit.Event) error
}

// Options configures the staff console.
type Options struct {
	Publisher *publish.Service
	Accounts  *staff.Service
	Scheduler *publish.Scheduler
	Audit     Auditor
	Now       func() time.Time
	// StaffURL is the address at which staff open the console, such as https://console.example.org.
	StaffURL string
	// Preview returns the public site of an archive that is not public. It must log nothing.
	Preview func(*report.Archive) (http.Handler, error)
	Frame   views.Frame
	Log     *slog.Logger
}

// Site is the staff console. It listens on an address of its own.
type Site struct {
	Options
	*web.Server
	frame views.Frame
	log   *slog.Logger
}

// New returns the staff console.
func New(o Options) (*Site, error) {
	s := &Site{Options: o, frame: o.Frame, log: o.Log}
	var err error
	s.Server, err = web.NewServer(web.Options{
		Site: "staff", Frame: o.Frame, Log: o.Log, Routes: s.routes, Chain: []echo.MiddlewareFunc{limitBody, refuseCrossOrigin},
		Headers: web.CommonHeaders("Referrer-Policy", "no-referrer", "Cache-Control", "no-store, private"),
		// The tokens of links let whoever reads them in.
		LoggedPath: web.HideSegment(urls.SetUp(""), urls.Invitation("")),
	})
	return s, err
}

func (s *Site) showLive(c echo.Context) error { return c.String(http.StatusOK, "live\n") }

// record writes an event to the audit log.
func (s *Site) record(c echo.Context, actor, action, text string) error {
	return s.Audit.Record(c.Request().Context(), audit.Event{At: s.Now().UTC(), Actor: actor, Action: action, Text: text})
}
