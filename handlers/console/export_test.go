package console

import (
	"time"

	"github.com/labstack/echo/v4"

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
func (s *Site) Guard(a staff.Action, next echo.HandlerFunc) echo.HandlerFunc { return s.guard(a, next) }

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

// LimitBody is limitBody.
var LimitBody = limitBody
