package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/internal/workbook"
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
		format = urls.Formats()[0]
	}
	address := urls.Download(selection.Period, format)
	if _, err := urls.ParseDownload(strings.TrimPrefix(address, "/download/")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// sendDownload sends a period's figures as a file, or a list of all periods'.
func (s *Public) sendDownload(c echo.Context) error { return s.sendData(c) }

// fileName names a download by what is inside: whose report, what, which period, which revision.
func (s *Public) fileName(middle, format string) string {
	organization := strings.ReplaceAll(report.NameKey(s.frame.Site.Organization), " ", "-")
	return fmt.Sprintf("%s-law-enforcement-requests-%s.%s", organization, middle, format)
}

func (s *Public) fileHead(mediaType, middle, format string) pagecache.Head {
	return pagecache.Head{
		Type: mediaType, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true,
		FileName: s.fileName(middle, format), Packed: format == "xlsx",
	}
}

func (s *Public) writeXLSX(now *shown, r report.Revision) ([]byte, error) {
	var b bytes.Buffer
	err := workbook.Write(&b, workbook.Input{
		Revision: r, Places: now.archive.Places(), Site: *s.frame.Site, Address: urls.Absolute(s.frame.BaseURL, urls.Report(report.Selection{Period: r.Edition.Period})),
	})
	return b.Bytes(), err
}

func (s *Public) writeJSON(now *shown, r report.Revision) ([]byte, error) {
	return opendata.JSON(opendata.EditionInput{Metadata: s.metadata(now.archive), Revision: r, Places: now.archive.Places()})
}

func revisionName(r report.Revision) string {
	return fmt.Sprintf("%s-v%d", r.Edition.Period, r.Number)
}
