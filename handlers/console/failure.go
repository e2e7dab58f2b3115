package console

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
	"lerr/views/console"
)

// failureTexts are the headings and texts of the console's own pages for errors. Others are those of both sites.
var failureTexts = map[int]struct{ heading, text string }{
	http.StatusBadRequest:            {"This request cannot be read", "It did not arrive whole, or a part of its address is not as it can be. Nothing was saved."},
	http.StatusForbidden:             {"This is not yours to do", "Nothing was saved."},
	http.StatusNotFound:              {"There is no page at this address", "It may be mistyped, or what it was about is gone."},
	http.StatusMethodNotAllowed:      {"Nothing can be sent to this address", "Nothing was saved."},
	http.StatusConflict:              {"It has changed meanwhile", "Nothing was saved. Look at it as it is now, then decide again."},
	http.StatusRequestEntityTooLarge: {"This is too large", "A workbook can have 10 MB, a form with texts 1 MB, any other form 16 KB. Nothing was saved."},
	http.StatusUnprocessableEntity:   {"This cannot be taken", "Something in the form is missing or not as it can be. Nothing was saved."},
	http.StatusServiceUnavailable:    {"This is busy now", "Nothing was changed. Try again in a moment."},
	http.StatusInternalServerError:   {"Something went wrong", "The fault is ours and has been noted. Look whether what you did was done before you do it again."},
}

// showFailure sends the console's own page for an error, with the way back and, for what one may not do, who may.
func (s *Site) showFailure(w http.ResponseWriter, r *http.Request, f web.Failure) bool {
	if errors.Is(f.Err, report.ErrUnreachable) {
		return s.sendFailure(w, r, f.Status, s.unreachable(r))
	}
	status := f.Status
	t, ok := failureTexts[status]
	if !ok {
		return false
	}
	route, found := s.routeOf(r)
	m := console.FailurePage{ConsolePage: console.ConsolePage{Frame: s.Frame, Title: t.heading}, Text: t.text, Reference: f.Reference}
	ctx := r.Context()
	var session staff.Session
	if cookie, err := r.Cookie(cookieName); err == nil {
		if session, err = s.Accounts.Session(ctx, cookie.Value); err == nil {
			m.Who, m.Session = session.Account.Name, session.ID
			m.Admin = staff.May(session.Account.Roles, staff.ManageAccounts)
		}
	}
	if status == http.StatusForbidden && found && m.Who != "" && !staff.May(session.Account.Roles, route.action) {
		m.Needs, m.Has = staff.WhoMay(route.action), session.Account.Roles
		m.Others, _ = s.whoMay(ctx, route.action) // the page says enough without them
	}
	page, pattern := s.back(r, status, session, route.path)
	m.Back = views.Link{Name: backNames[pattern], URL: page}
	if m.Back.Name == "" {
		m.Back.Name = "Back to where you were"
	}
	return s.sendFailure(w, r, status, m)
}

// secrets are the fields of forms whose content no page gives back.
var secrets = []string{"password", "current", "confirm", "code", "recovery"}

// unreachable returns the page for a database that cannot be reached. It asks the database nothing. What was typed into
// a form is in the page, whose button sends it again.
func (s *Site) unreachable(r *http.Request) console.FailurePage {
	m := console.FailurePage{
		ConsolePage: console.ConsolePage{Frame: s.Frame, Title: "The database cannot be reached"},
		Text:        "Nothing that was saved is lost, and the public site is as it was. Mostly this is over within a minute.",
		Back:        views.Link{Name: "Try again", URL: r.URL.RequestURI()},
	}
	if web.IsRead(r.Method) {
		return m
	}
	m.Title = "Saving is not possible at the moment"
	m.Back = views.Link{Name: "All drafts", URL: urls.Drafts}
	r.Body = http.MaxBytesReader(nil, r.Body, maxTexts) // the guard, which asks the database, comes before other limits
	if err := r.ParseForm(); err != nil || len(r.PostForm) == 0 || r.MultipartForm != nil {
		m.Text = "Nothing that was saved is lost. The database cannot be reached, which mostly is over within a minute: go back one page, and send it again then."
		return m
	}
	for _, name := range secrets {
		if r.PostForm.Has(name) {
			return m
		}
	}
	m.Text = "Nothing that was saved is lost, and what you typed is kept in this page. The database cannot be reached, which mostly is over within a minute: leave the page open, and press the button then. If it was saved after all, the next page says so."
	m.Again, m.Typed = r.URL.RequestURI(), r.PostForm
	return m
}

func (s *Site) sendFailure(w http.ResponseWriter, r *http.Request, status int, m console.FailurePage) bool {
	var b bytes.Buffer
	if err := console.Failure(m).Render(r.Context(), &b); err != nil {
		s.Log.Error("the page for an error cannot be rendered", "status", status, "error", err)
		return false
	}
	w.Header().Set("Content-Type", web.TypeHTML)
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // who has gone misses nothing
	return true
}

// whoMay returns the names of those whose roles permit an action.
func (s *Site) whoMay(ctx context.Context, action staff.Action) (names []string, err error) {
	accounts, err := s.Accounts.All(ctx)
	for _, a := range accounts {
		if !a.Disabled() && staff.May(a.Roles, action) {
			names = append(names, a.Name)
		}
	}
	return names, err
}

// back returns the page to which a failed request leads back, with its pattern: itself for a form that has a page of its
// own, or one above it that the session may see.
func (s *Site) back(r *http.Request, status int, session staff.Session, pattern string) (page, of string) {
	page, of = r.URL.Path, pattern
	if web.IsRead(r.Method) || pattern == "" {
		page, of = path.Dir(page), path.Dir(pattern)
	}
	for {
		page, of = pageAbove(page, of)
		route, ok := s.find(http.MethodGet, of)
		gone := status == http.StatusNotFound && strings.Contains(of, ":")
		if of == urls.Drafts || ok && !gone && (route.action == public || staff.May(session.Account.Roles, route.action)) {
			return local(page), of
		}
		page, of = path.Dir(page), path.Dir(of)
	}
}

// isPage reports whether a pattern is that of a page: it answers to GET, and is no file.
func isPage(pattern string) bool {
	_, ok := (&Site{}).find(http.MethodGet, pattern)
	return ok && pattern != "/static/:file" && pattern != urls.Live
}

// pageAbove returns the nearest page at or above an address with a pattern, with the page's pattern.
func pageAbove(page, pattern string) (address, of string) {
	for ; pattern != "/" && pattern != "." && pattern != ""; page, pattern = path.Dir(page), path.Dir(pattern) {
		if isPage(pattern) {
			return local(page), pattern
		}
	}
	return urls.Drafts, urls.Drafts
}

// routeOf returns the route that a request was sent to.
func (s *Site) routeOf(r *http.Request) (staffRoute, bool) {
	for _, route := range s.staffRoutes() {
		if route.method == r.Method && matches(route.path, r.URL.Path) {
			return route, true
		}
	}
	return staffRoute{}, false
}

func (s *Site) find(method, pattern string) (staffRoute, bool) {
	for _, route := range s.staffRoutes() {
		if route.method == method && route.path == pattern {
			return route, true
		}
	}
	return staffRoute{}, false
}

// matches reports whether a path is one of a pattern's.
func matches(pattern, address string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(address, "/")
	for i, part := range want {
		switch {
		case part == "*":
			return len(got) > i
		case i >= len(got), !strings.HasPrefix(part, ":") && part != got[i], strings.HasPrefix(part, ":") && got[i] == "":
			return false
		}
	}
	return len(want) == len(got)
}

// addWaysBack makes each address that only takes forms lead back to its page: whoever opens it again, as by the
// address bar after a form was refused, sees the page and no error.
func (s *Site) addWaysBack(e *echo.Echo) {
	for _, r := range s.staffRoutes() {
		if r.method != http.MethodPost || isPage(r.path) {
			continue
		}
		e.GET(r.path, func(c echo.Context) error {
			page, _ := pageAbove(c.Request().URL.Path, c.Path())
			return c.Redirect(http.StatusSeeOther, page)
		})
	}
}
