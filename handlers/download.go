package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/opendata"
	"lerr/internal/press"
	"lerr/internal/report"
	"lerr/internal/workbook"
	"lerr/views"
)

const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCSV  = "text/csv; charset=utf-8"
	typeJSON = "application/json; charset=utf-8"
)

// chooseDownload redirects the download form's choice to the file's own address.
func (s *Public) chooseDownload(c echo.Context) error {
	now := s.now(c)
	selection, err := parseSelection(now.archive, c.QueryParam("period"), "")
	if err != nil {
		return err
	}
	format := c.QueryParam("format")
	if format == "" {
		format = views.Formats()[0]
	}
	address := views.DownloadURL(selection.Period, format)
	if _, err := parseFile(strings.TrimPrefix(address, "/download/")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// sendDownload sends a period's figures as a file, or all periods' as one CSV.
func (s *Public) sendDownload(c echo.Context) error {
	now := s.now(c)
	address := c.Request().URL.Path
	if address == views.AllCSVURL() {
		return s.sendPage(c, now, address, func() (*press.Page, error) {
			var all []report.Edition
			for _, r := range now.archive.Revisions() {
				all = append(all, r.Edition)
			}
			return s.makeCSV(now, "all", cachePage, all...)
		})
	}
	d, err := parseFile(c.Param("file"))
	if err != nil {
		return err
	}
	if withdrawn, ok := now.archive.Withdrawn(d.period); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	revision, err := now.archive.Revision(d.period)
	if d.number > 0 {
		revision, err = now.archive.RevisionNumber(d.period, d.number)
	}
	if err != nil {
		return err
	}
	// A revision's own file never changes; the period's file does with each correction.
	lifetime := cachePage
	if d.number > 0 {
		lifetime = cacheForever
	}
	return s.sendPage(c, now, address, func() (*press.Page, error) {
		switch d.format {
		case "xlsx":
			return s.makeXLSX(now, revision, lifetime)
		case "csv":
			return s.makeCSV(now, revisionName(revision), lifetime, revision.Edition)
		}
		return s.makeJSON(now, revision, lifetime)
	})
}

// fileName names a download by what is inside: whose report, what, which period, which revision.
func (s *Public) fileName(middle, format string) string {
	organization := strings.ReplaceAll(report.NameKey(s.frame.Site.Organization), " ", "-")
	return fmt.Sprintf("%s-law-enforcement-requests-%s.%s", organization, middle, format)
}

func (s *Public) fileHead(mediaType, middle, format, lifetime string) press.Head {
	return press.Head{
		Type: mediaType, CacheControl: lifetime, Robots: "noindex", CrossOrigin: true,
		FileName: s.fileName(middle, format), Packed: format == "xlsx",
	}
}

func (s *Public) makeXLSX(now *shown, r report.Revision, lifetime string) (*press.Page, error) {
	var b bytes.Buffer
	err := workbook.Write(&b, workbook.Input{
		Revision: r, Places: now.archive.Places(), Site: *s.frame.Site, Address: views.EditionAddress(s.frame, r.Edition.Period),
	})
	if err != nil {
		return nil, err
	}
	return press.NewPage(s.fileHead(typeXLSX, revisionName(r), "xlsx", lifetime), b.Bytes())
}

func (s *Public) makeCSV(now *shown, middle, lifetime string, editions ...report.Edition) (*press.Page, error) {
	var b bytes.Buffer
	if err := opendata.CSV(&b, now.archive.Places(), editions...); err != nil {
		return nil, err
	}
	return press.NewPage(s.fileHead(typeCSV, middle, "csv", lifetime), b.Bytes())
}

func (s *Public) makeJSON(now *shown, r report.Revision, lifetime string) (*press.Page, error) {
	var b bytes.Buffer
	err := opendata.JSON(&b, opendata.JSONInput{
		Revision: r, Places: now.archive.Places(), Site: *s.frame.Site, Address: views.EditionAddress(s.frame, r.Edition.Period),
	})
	if err != nil {
		return nil, err
	}
	return press.NewPage(s.fileHead(typeJSON, revisionName(r), "json", lifetime), b.Bytes())
}

func revisionName(r report.Revision) string {
	return fmt.Sprintf("%s-v%d", r.Edition.Period, r.Number)
}
