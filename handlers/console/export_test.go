package console

import (
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/staff"
)

// Public is public.
const Public = public

// Route is one address of the staff console, for the test that visits each as everybody.
type Route struct {
	Method, Path string
	Action       staff.Action
}

// Guard is guard.
func (s *Site) Guard(a staff.Action, next echo.HandlerFunc) echo.HandlerFunc {
	return s.guard(a, next, s.sendAway)
}

// Routes lists every address of the staff console.
func (s *Site) Routes() []Route {
	var list []Route
	for _, r := range s.staffRoutes() {
		list = append(list, Route{r.method, r.path, r.action})
	}
	return list
}

// ParseRelease is parseRelease, with the problem's text.
func ParseRelease(at, zone, which string) (time.Time, string) {
	moment, problem := parseRelease(at, zone, which)
	return moment, problem.Text
}

// Limited returns a handler behind the limit of uploads, or of forms.
func Limited(upload bool, next echo.HandlerFunc) echo.HandlerFunc {
	if upload {
		return (&Site{uploads: web.NewGate(uploadsAtOnce, 0)}).limitUpload(next)
	}
	return limitForm(maxForm, next)
}
