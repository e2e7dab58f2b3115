package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// reading are the methods that the public site answers.
var reading = []string{http.MethodGet, http.MethodHead}

// routes lists every address of the public site.
func (s *Public) routes(e *echo.Echo) {
	get := func(path string, h echo.HandlerFunc) { e.Match(reading, path, h) }

	// The report.
	get("/", s.showHome)
	get("/:period", s.showReport)
	get("/:period/:place", s.showReport)
	get("/countries/:country", s.showCountry)
	get("/revisions", s.showRevisions)

	// The figures as files.
	get("/download", s.chooseDownload)
	get("/download/:file", s.sendDownload)

	// The site's own files, and what machines ask for.
	get("/static/:file", s.sendStatic)
	get("/robots.txt", s.sendRobots)
	get("/livez", s.showLive)
	get("/readyz", s.showReady)
}

// routes lists every address of the staff console.
func (s *Staff) routes(e *echo.Echo) {
	e.Match(reading, "/", s.showNotYet)
	e.Match(reading, "/livez", s.showLive)
}
