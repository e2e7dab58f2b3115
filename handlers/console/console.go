package console

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
)

// Options configures the staff console.
type Options struct {
	Publisher *publish.Service
	Accounts  *staff.Service
	Scheduler *publish.Scheduler
	Now       func() time.Time
	// StaffURL is the address at which staff open the console, such as https://console.example.org.
	// Requests for any other host are refused.
	StaffURL string
	// TrustedProxies are those that are believed about the client's address, by which attempts are throttled.
	TrustedProxies []*net.IPNet
	// Preview returns the public site of an archive that is not public. It must log nothing.
	Preview func(*report.Archive) (http.Handler, error)
	Frame   views.Frame
	// Notifications tells staff. Nil tells nobody.
	Notifications *notify.Sender
	Log           *slog.Logger
}

// Site is the staff console. It listens on an address of its own.
type Site struct {
	Options
	*web.Server
	uploads *web.Gate
}

// New returns the staff console.
func New(o Options) (*Site, error) {
	s := &Site{Options: o, uploads: web.NewGate(uploadsAtOnce, 0)}
	address, err := url.Parse(o.StaffURL)
	if err != nil {
		return nil, fmt.Errorf("staff console: %w", err)
	}
	s.Server, err = web.NewServer(web.Options{
		Site: "staff", Frame: o.Frame, Log: o.Log, Routes: s.routes, Chain: []echo.MiddlewareFunc{requireHost(address.Hostname()), refuseCrossOrigin},
		Headers: web.CommonHeaders("Referrer-Policy", "no-referrer", "Cache-Control", "no-store, private"),
		// The tokens of links let whoever reads them in.
		LoggedPath: web.HideSegment(urls.SetUp(""), urls.Invitation("")),

		BeforeHeaders: keepToOrigin, Failed: s.showFailure, TrustedProxies: o.TrustedProxies,
	})
	return s, err
}

// keepToOrigin lets no other site use a file of the console, nor learn that there is one, even if the public site
// gives the same file to everyone.
func keepToOrigin(h http.Header) {
	h.Del("Access-Control-Allow-Origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

func (s *Site) showLive(c echo.Context) error { return c.String(http.StatusOK, "live\n") }
