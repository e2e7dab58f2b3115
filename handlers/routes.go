package handlers

import (
	"net/http"

	"lerr/handlers/web"

	"github.com/labstack/echo/v4"
)

// reading are the methods that the public site answers.
var reading = []string{http.MethodGet, http.MethodHead}

// routes lists every address of the public site.
func (s *Public) routes(e *echo.Echo) {
	get := func(path string, h echo.HandlerFunc) { e.Match(reading, path, h) }

	// The report.
	get("/", s.showHome)
	get("/:period", s.withData(s.showReport))
	get("/:period/:place", s.withData(s.showReport))
	get("/:period/:place/:pinned", s.withData(s.showPinned))
	get("/countries/:country", s.withData(s.showCountry))
	get("/revisions", s.showRevisions)
	get("/revisions.atom", s.sendFeed)

	// Pictures, and places over time.
	get("/trends", s.showTrends)
	get("/regions/:region", s.withData(s.showRegion))
	get("/:period/countries", s.showCountries)
	get("/:period/countries/:sort", s.showCountries)
	get("/:period/countries/:sort/regions", s.showCountriesInRegions)
	get("/compare", s.showCompare)

	// The figures as files.
	get("/download", s.chooseDownload)
	get("/download/:file", s.sendDownload)

	// The world map.
	get("/map", s.showMap)
	get("/map/:period", s.showMap)
	get("/map/:period/:measure", s.showMap)

	// What others show of it, and how the figures are made.
	get("/share/:period/:file", s.sendShare)
	get("/embed/:period/:place", s.showEmbed)
	get("/embed/:period/:place/:pinned", s.showEmbed)
	get("/cite/:period/:place", s.showCite)
	get("/methodology", s.showMethodology)

	// The figures for reuse. Pages with figures have their data at the same address with a suffix.
	get("/trends.csv", s.sendData)
	get("/trends.wide.csv", s.sendData)
	get("/trends.json", s.sendData)
	get("/revisions.csv", s.sendData)
	get("/revisions.json", s.sendData)
	get("/data", s.showData)
	get("/data.csv", s.sendData)
	get("/data.wide.csv", s.sendData)
	get("/data.json", s.sendData)
	get("/data.zip", s.sendZip)
	get("/data.sqlite", s.sendDatabase)
	get("/datapackage.json", s.sendDataPackage)
	get("/openapi.json", s.sendOpenAPI)
	get("/schemas/:file", s.sendSchema)
	get("/releases.atom", s.sendReleases)
	get("/corrections.atom", s.sendCorrections)
	get("/sitemap.xml", s.sendSitemap)

	// The site's own files, and what machines ask for.
	get("/static/:file", web.SendStatic)
	get("/robots.txt", s.sendRobots)
	get("/livez", s.showLive)
	get("/readyz", s.showReady)
}
