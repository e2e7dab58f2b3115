package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// public is the action of routes that need no session: those that sign people in, and the site's own
// files. A route without an action is closed to everybody.
const public staff.Action = "public"

// cookieName has the prefix with which browsers accept the cookie only over a secure connection, for
// this host alone and for all of its paths.
const cookieName = "__Host-session"

// Limits of the bodies that the console reads.
const (
	maxForm       = 16 << 10    // bytes
	maxTexts      = 1 << 20     // bytes; the longest answer has 20,000 characters, each of up to 12 bytes in a form
	maxUpload     = 10 << 20    // bytes
	uploadTimeout = time.Minute // 10 MB at 1.4 Mbit/s
	uploadsAtOnce = 2
)

// limitForm refuses a body larger than limit bytes, and reads no more of it than that.
func limitForm(limit int64, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := limitBody(c, limit); err != nil {
			return err
		}
		// Handlers read fields one at a time and would take a body that broke off for an empty form.
		var tooLarge *http.MaxBytesError
		if _, err := c.FormParams(); errors.As(err, &tooLarge) {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		} else if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		return next(c)
	}
}

// limitUpload limits a form with a file, which may take longer than the server allows a request. While
// uploadsAtOnce are being read, it reads nothing of another one and fails with report.ErrBusy.
func (s *Site) limitUpload(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		leave, err := s.uploads.Enter()
		if err != nil {
			return err
		}
		defer leave()
		until, w := time.Now().Add(uploadTimeout), http.NewResponseController(c.Response())
		if err := errors.Join(w.SetReadDeadline(until), w.SetWriteDeadline(until.Add(uploadTimeout))); err != nil {
			return err
		}
		if err := limitBody(c, maxUpload+maxForm); err != nil {
			return err
		}
		return next(c)
	}
}

// limitBody makes reading of the body fail after limit bytes. It fails if the body says that it is larger.
func limitBody(c echo.Context, limit int64) error {
	r := c.Request()
	if r.ContentLength > limit {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
	return nil
}

// requireHost refuses requests for a host other than the console's, of any port: a name that somebody else has
// pointed here would be an origin of theirs. Load balancers ask by address whether the program answers.
func requireHost(host string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			asked := (&url.URL{Host: r.Host}).Hostname()
			if !strings.EqualFold(strings.TrimSuffix(asked, "."), host) && r.URL.Path != urls.Live {
				return echo.NewHTTPError(http.StatusMisdirectedRequest)
			}
			return next(c)
		}
	}
}

// refuseCrossOrigin refuses unsafe requests that another site makes a browser send. The standard library
// accepts requests without an Origin and Sec-Fetch-Site header; the console refuses those too, since
// every browser sends one of them.
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

// guard calls the handler if the request's session may do the action now. It calls away, with the reason, for people
// who are not signed in or whose session lacks something.
func (s *Site) guard(action staff.Action, next echo.HandlerFunc, away func(echo.Context, error) error) echo.HandlerFunc {
	if action == public {
		return next
	}
	return func(c echo.Context) error {
		session, err := s.Accounts.Session(c.Request().Context(), s.token(c))
		if err == nil {
			err = s.Accounts.Allow(session, action)
		}
		if errors.Is(err, report.ErrForbidden) {
			s.Log.Warn("not permitted", "account", session.Account.Name, "action", string(action), "path", c.Request().URL.Path)
		}
		if err != nil {
			return away(c, err)
		}
		c.Set("session", session)
		return next(c)
	}
}

// sendAway redirects to the page that supplies what a session lacks, which leads back here. It returns
// any other error.
func (s *Site) sendAway(c echo.Context, err error) error { return sendTo(c, err, returnTo(c)) }

// sendTo redirects to the page that supplies what a session lacks, which leads on to next. It returns
// any other error.
func sendTo(c echo.Context, err error, next string) error {
	if to := lacking(err); to != "" {
		return c.Redirect(http.StatusSeeOther, urls.WithNext(to, next))
	}
	return err
}

// lacking returns the page that supplies what a session lacks, or "" for any other error.
func lacking(err error) string {
	switch {
	case errors.Is(err, staff.ErrNoSession):
		return urls.SignIn
	case errors.Is(err, staff.ErrSecondFactor):
		return urls.SecondFactor
	case errors.Is(err, staff.ErrEnrol):
		return urls.Enrol
	case errors.Is(err, staff.ErrStepUp):
		return urls.StepUp
	}
	return ""
}

// returnTo returns where to go after signing in: this page, or for a POST the nearest GET route above
// its path, since our no-referrer policy hides the form's page.
func returnTo(c echo.Context) string {
	r := c.Request()
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return local(r.URL.RequestURI())
	}
	page, _ := pageAbove(r.URL.Path, c.Path())
	return page
}

// local returns an address of the console itself. Anything else becomes the home page, so that no link
// leads through the console to another site.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(address, "\\") {
		return urls.Drafts
	}
	return u.RequestURI()
}

// session returns the session that guard has let through.
func session(c echo.Context) staff.Session {
	session, _ := c.Get("session").(staff.Session)
	return session
}

// actor returns the name for the audit log of whoever sent the request.
func actor(c echo.Context) string { return session(c).Account.Name }

// token returns the session token that the browser sent, or "".
func (s *Site) token(c echo.Context) string {
	cookie, err := c.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setToken stores a session token in the browser, or removes it if it is "".
func (s *Site) setToken(c echo.Context, token string) {
	cookie := &http.Cookie{
		Name: cookieName, Value: token, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// page returns the parts that all pages of the console show, with the result of the last form.
func (s *Site) page(c echo.Context, title string, errs ...console.FormError) console.ConsolePage {
	who := session(c)
	p := console.ConsolePage{
		Frame: s.Frame, Title: title, Who: who.Account.Name, Session: who.ID,
		Admin: staff.May(who.Account.Roles, staff.ManageAccounts), Section: console.SectionOf(c.Request().URL.Path),
		Flash: flashes[c.QueryParam("done")], Errors: errs,
	}
	if p.Who != "" { // nobody else learns about releases
		p.Troubles = s.Scheduler.Troubles()
		p.Paused, p.CanResume = s.Scheduler.Paused(), staff.May(who.Account.Roles, staff.Schedule)
	}
	return p
}

// flashes are the texts on what was just done. The address only names them, so that no link can make
// the console say something else.
var flashes = map[string]string{
	"uploaded":         "The file was read.",
	"accepted":         "The warnings were accepted.",
	"begun":            "The correction has begun. Change what is wrong, and write its public note.",
	"unaccepted":       "Taken back: somebody must accept these warnings again.",
	"forgotten":        "This is what is saved; what you had typed is gone.",
	"saved":            "Saved.",
	"saved-spaces":     "Saved. " + report.SoftBreaksReplaced,
	"submitted":        "Submitted: a second person can now approve it.",
	"returned":         "Returned to its editor.",
	"approved":         "Approved. Now decide when it becomes public.",
	"scheduled":        "Scheduled.",
	"taken-back":       "Taken back: it can be changed again, and needs an approval and a time again.",
	"restored":         "Restored, as it was.",
	"published":        "Published: it is public now.",
	"discarded":        "Discarded. For a day it can be restored, from the list of earlier drafts.",
	"withdrawn":        "Withdrawn: the notice is shown instead.",
	"withdrawn-spaces": "Withdrawn: the notice is shown instead. " + report.SoftBreaksReplaced,
	"noticed":          "The notice was corrected: readers see it now. What it said stays in the transparency log.",
	"noticed-spaces":   "The notice was corrected: readers see it now. " + report.SoftBreaksReplaced,
	"proposed":         "Proposed: a second person can approve it.",
	"announced":        "Announced: readers see it now.",
	"dropped":          "The proposal was dropped. What is public stays.",
	"resumed":          "Releases continue.",
	"changed":          "Changed.",
	"ended":            "Ended.",
	"revoked":          "The link was revoked.",
	"removed":          "Removed.",
	"tested":           "A test is on its way. The list below shows what came of it.",
	"added":            "Added: it can be used from the next sign-in on.",
	"password":         "The password was changed. Your other sessions have ended.",
	"signed-out":       "You are signed out.",
}

// done redirects to a page that reports what was done.
func done(c echo.Context, page, flash string) error {
	return c.Redirect(http.StatusSeeOther, urls.WithDone(page, flash))
}
