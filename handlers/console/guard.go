package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/views/console"
)

// anyone marks the routes that need no session: those on which one is made.
const anyone staff.Action = ""

// cookieName says, by its prefix, that browsers take the cookie only over a secure connection, for
// this very host and for all of its paths.
const cookieName = "__Host-session"

// maxUpload and maxForm are the largest bodies that the console reads, in bytes.
const (
	maxUpload = 10 << 20
	maxForm   = 1 << 20
)

// limitBody refuses bodies before they are read whole. An upload may be larger than a form.
func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		limit := int64(maxForm)
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			limit = maxUpload + maxForm
		}
		if r.ContentLength > limit {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}

// refuseCrossOrigin refuses what another site makes a browser send. The standard library lets
// requests through that say nothing of where they come from; on the console those are refused too,
// since every browser says it.
func refuseCrossOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		r := c.Request()
		unsafe := r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
		silent := r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == ""
		if err := protection.Check(r); err != nil || (unsafe && silent) {
			return echo.NewHTTPError(http.StatusForbidden)
		}
		return next(c)
	}
}

// guard lets a request through to the handler when its session may do the action now. Who is not
// signed in is sent to do so, and comes back.
func (s *Site) guard(action staff.Action, next echo.HandlerFunc) echo.HandlerFunc {
	if action == anyone {
		return next
	}
	return func(c echo.Context) error {
		session, err := s.House.Session(c.Request().Context(), s.token(c))
		if err == nil {
			err = s.House.Allow(session, action)
		}
		if err != nil {
			return s.sendAway(c, err)
		}
		c.Set("session", session)
		return next(c)
	}
}

// sendAway redirects to where what a session lacks can be given, from where the person comes back
// here. Any other error it returns.
func (s *Site) sendAway(c echo.Context, err error) error { return sendTo(c, err, back(c)) }

// sendTo redirects to where what a session lacks can be given, which leads on to next.
func sendTo(c echo.Context, err error, next string) error {
	if to := lacking(err); to != "" {
		return c.Redirect(http.StatusSeeOther, leadingTo(to, next))
	}
	return err
}

// lacking is the page on which what a session lacks can be given; empty for any other error.
func lacking(err error) string {
	switch {
	case errors.Is(err, staff.ErrNoSession):
		return "/sign-in"
	case errors.Is(err, staff.ErrSecondFactor):
		return "/second-factor"
	case errors.Is(err, staff.ErrEnrol):
		return "/enrol"
	case errors.Is(err, staff.ErrStepUp):
		return "/step-up"
	}
	return ""
}

// leadingTo is a page that leads on to the address next.
func leadingTo(page, next string) string {
	if next == "/" {
		return page
	}
	return page + "?next=" + url.QueryEscape(next)
}

// back is the page to come back to: this one, or the one whose form was sent. That is the nearest
// page above the form's address, since browsers name no page that a request comes from here.
func back(c echo.Context) string {
	r := c.Request()
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return local(r.URL.RequestURI())
	}
	page, pattern := r.URL.Path, c.Path()
	for ; pattern != "/" && pattern != ""; page, pattern = path.Dir(page), path.Dir(pattern) {
		isPage := func(route *echo.Route) bool { return route.Method == http.MethodGet && route.Path == pattern }
		if slices.ContainsFunc(c.Echo().Routes(), isPage) {
			return local(page)
		}
	}
	return "/"
}

// local is an address of the console itself; anything else becomes its home page, so that no link
// can lead from here to another site.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(address, "\\") {
		return "/"
	}
	return u.RequestURI()
}

// session is the session that guard has let through.
func session(c echo.Context) staff.Session {
	session, _ := c.Get("session").(staff.Session)
	return session
}

// actor is who sent the request, as the audit log names them.
func actor(c echo.Context) string { return session(c).Account.Name }

// token is the session's token as the browser sent it; empty when it sent none.
func (s *Site) token(c echo.Context) string {
	cookie, err := c.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setToken gives the browser a session's token; an empty one takes it away.
func (s *Site) setToken(c echo.Context, token string) {
	cookie := &http.Cookie{
		Name: cookieName, Value: token, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// page is what every page of the console shows, with what the last form has left to say.
func (s *Site) page(c echo.Context, title string, errs ...console.FormError) console.ConsolePage {
	who := session(c)
	p := console.ConsolePage{
		Frame: s.frame, Title: title, Who: who.Account.Name,
		Admin: staff.May(who.Account.Roles, staff.ManageAccounts),
		Flash: flashes[c.QueryParam("done")], Errors: errs,
	}
	if p.Who != "" { // who has not signed in is told nothing
		p.Paused, p.CanResume = s.Scheduler.Paused(), staff.May(who.Account.Roles, staff.Schedule)
	}
	return p
}

// flashes are what a page says of what was just done. They are named in the address and written
// here, so that no link can put words into the console's mouth.
var flashes = map[string]string{
	"uploaded":   "The file was read.",
	"accepted":   "The warnings were accepted.",
	"saved":      "Saved.",
	"submitted":  "Submitted: a second person can now approve it.",
	"returned":   "Returned to its editor.",
	"approved":   "Approved.",
	"scheduled":  "Scheduled.",
	"held":       "Taken off the schedule.",
	"published":  "Published: it is public now.",
	"discarded":  "Discarded.",
	"withdrawn":  "Withdrawn: the notice is shown instead.",
	"resumed":    "Releases continue.",
	"changed":    "Changed.",
	"ended":      "Ended.",
	"revoked":    "The link was revoked.",
	"removed":    "Removed.",
	"added":      "Added: it can be used from the next sign-in on.",
	"password":   "The password was changed. Your other sessions have ended.",
	"signed-out": "You are signed out.",
}

// done redirects to a page that says what was done.
func done(c echo.Context, to, flash string) error {
	path, fragment, _ := strings.Cut(to, "#")
	address := fmt.Sprintf("%s?done=%s", path, flash)
	if fragment != "" {
		address += "#" + fragment
	}
	return c.Redirect(http.StatusSeeOther, address)
}
