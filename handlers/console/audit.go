package console

import (
	"bytes"
	"encoding/csv"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"lerr/internal/audit"
	"lerr/views/console"
)

// showAudit shows a page of the audit log, and whether it was altered.
func (s *Site) showAudit(c echo.Context) error {
	events, altered, err := s.auditEvents(c)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(c.QueryParam("page")) // anything else is the first
	m := console.NewAuditPage(s.page(c, "Audit log"), events, auditFilter(c), number)
	m.Altered = altered
	return render(c, http.StatusOK, console.Audit(m))
}

// sendAudit sends all that a filter picks as CSV, oldest first.
func (s *Site) sendAudit(c echo.Context) error {
	events, altered, err := s.auditEvents(c)
	if err != nil {
		return err
	}
	if altered != "" { // as the page says; a file would hide it
		return errors.New(altered)
	}
	filter := auditFilter(c)
	var picked []audit.Event
	for _, e := range events {
		if filter.Picks(e) {
			picked = append(picked, e)
		}
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(console.AuditRows(picked)); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="audit.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}

// auditEvents returns the audit log, oldest first, and which event was altered, "" if none was.
func (s *Site) auditEvents(c echo.Context) (events []audit.Event, altered string, err error) {
	events, err = s.Publisher.Events(c.Request().Context())
	if errors.Is(err, audit.ErrAltered) {
		return events, err.Error(), nil
	}
	return events, "", err
}

func auditFilter(c echo.Context) console.AuditFilter {
	return console.AuditFilter{Period: c.QueryParam("period"), Actor: c.QueryParam("actor"), Action: c.QueryParam("action")}
}
