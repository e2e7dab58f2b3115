package handlers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// sendMade sends a file that is made of nothing but the archive, at the request's own address.
func (s *Public) sendMade(c echo.Context, head pagecache.Head, make func(*shown) ([]byte, error)) error {
	now := s.now(c)
	return s.sendPage(c, now, c.Request().URL.Path, func() (*pagecache.Page, error) {
		body, err := make(now)
		if err != nil {
			return nil, err
		}
		return pagecache.NewPage(head, body)
	})
}

// sendOpenAPI describes the public addresses to programs.
func (s *Public) sendOpenAPI(c echo.Context) error {
	return s.sendMade(c, jsonHead(typeJSON), func(now *shown) ([]byte, error) {
		return opendata.OpenAPI(opendata.APIInput{
			Metadata: s.metadata(now.archive), Version: s.frame.Version, Variables: apiVariables(now.archive), Operations: s.apiOperations(),
		})
	})
}

// sendSchema sends the JSON Schema of one kind of JSON file.
func (s *Public) sendSchema(c echo.Context) error {
	name, isJSON := strings.CutSuffix(c.Param("file"), ".json")
	if !isJSON || !slices.Contains(opendata.JSONSchemaNames(), name) {
		return fmt.Errorf("schema %q: %w", c.Param("file"), report.ErrNotFound)
	}
	return s.sendMade(c, jsonHead(typeSchema), func(*shown) ([]byte, error) {
		return opendata.JSONSchema(name, s.frame.BaseURL)
	})
}

// apiVariables are the variable parts of addresses, with examples that exist.
func apiVariables(a *report.Archive) []opendata.Variable {
	region, country := "", ""
	for _, r := range a.Places().Regions()[:min(1, len(a.Places().Regions()))] {
		region = r.Slug
	}
	for _, c := range a.Places().Countries()[:min(1, len(a.Places().Countries()))] {
		country = c.Slug()
	}
	return []opendata.Variable{
		{Name: "period", Meaning: "A half-year.", Pattern: "^[0-9]{4}-H[12]$", Example: a.Newest().String(), Type: "string"},
		{Name: "revision", Meaning: "The number of one of its published revisions.", Example: 1, Type: "integer"},
		{Name: "place", Meaning: "A region's slug, or a country's code in lower case.", Pattern: "^[a-z-]+$", Example: country, Type: "string"},
		{Name: "country", Meaning: "A country's code in lower case (ISO 3166-1 alpha-2).", Pattern: "^[a-z]{2}$", Example: country, Type: "string"},
		{Name: "region", Meaning: "A region's slug.", Pattern: "^[a-z-]+$", Example: region, Type: "string"},
		{Name: "sort", Meaning: "What countries are sorted by.", Pattern: "^[a-z-]+$", Example: string(report.ByAccounts), Type: "string"},
		{Name: "schema", Meaning: "One of " + strings.Join(opendata.JSONSchemaNames(), ", ") + ".", Pattern: "^[a-z]+$", Example: "view", Type: "string"},
	}
}

// apiOperations lists everything that the public site answers for readers and programs. Its own
// parts, such as style sheets, are left out.
func (s *Public) apiOperations() []opendata.Operation {
	const (
		html, csv, json, problem = "text/html", "text/csv", "application/json", "application/problem+json"
		pages, data, files, meta = "Pages", "Data of a page", "Files", "Descriptions and feeds"
	)
	all := []opendata.Operation{
		{Path: "/", Summary: "The newest half-year", Group: pages, Type: html},
		{Path: "/countries/{country}", Summary: "One country over all half-years", Group: pages, Type: html},
		{Path: "/revisions", Summary: "What was published when", Group: pages, Type: html},
		{Path: "/data", Summary: "All files, with sizes and hashes", Group: pages, Type: html},
		{Path: "/regions/{region}", Summary: "One region over all half-years", Group: pages, Type: html},
		{Path: "/trends", Summary: "The world over all half-years", Group: pages, Type: html},
		{Path: "/compare", Summary: "Places side by side", Group: pages, Type: html},
		{Path: "/map", Summary: "The world map of the newest half-year", Group: pages, Type: html},
		{Path: "/map/{period}", Summary: "The world map of requests", Group: pages, Type: html, Gone: html},
		{Path: "/map/{period}/content-rate", Summary: "The world map of how often content was disclosed", Group: pages, Type: html, Gone: html},
		{Path: "/methodology", Summary: "How the figures are made, and what is not reported", Group: pages, Type: html},
		{Path: "/{period}/countries", Summary: "All countries by requests", Group: pages, Type: html, Gone: html},
		{Path: "/{period}/countries/{sort}", Summary: "All countries in an order", Group: pages, Type: html, Gone: html},
		{Path: "/{period}/countries/{sort}/regions", Summary: "All countries in an order, within regions", Group: pages, Type: html, Gone: html},
		{Path: "/cite/{period}/{place}", Summary: "How to cite and embed the figures of a place", Group: pages, Type: html, Gone: html},
		{Path: "/embed/{period}/{place}", Summary: "The headline of a place, to be shown in frames", Group: pages, Type: html, Gone: html},
		{Path: "/embed/{period}/{place}/r{revision}", Summary: "The headline of a place at one revision, to be shown in frames", Group: pages, Type: html, Gone: html},
		{Path: "/share/{period}/{place}.png", Summary: "A picture of the headline of a place", Group: files, Type: "image/png", Gone: html},
	}
	for _, p := range []struct{ path, what string }{
		{"/{period}", "One half-year"},
		{"/{period}/{place}", "One half-year and place"},
		{"/{period}/r{revision}", "One half-year at one revision, which never changes"},
		{"/{period}/r{revision}/{place}", "One half-year and place at one revision, which never changes"},
	} {
		all = append(all,
			opendata.Operation{Path: p.path, Summary: p.what, Group: pages, Type: html, Gone: html},
			opendata.Operation{Path: p.path + ".csv", Summary: p.what + ", one figure a row", Group: data, Type: csv, Gone: html, BOM: true},
			opendata.Operation{Path: p.path + ".wide.csv", Summary: p.what + ", one place a row", Group: data, Type: csv, Gone: html, BOM: true},
			opendata.Operation{Path: p.path + ".json", Summary: p.what + ", with what the columns mean", Group: data, Type: json, Schema: "view", Gone: problem},
		)
	}
	for _, p := range []struct{ path, what string }{
		{"/countries/{country}", "One country over all half-years"},
		{"/regions/{region}", "One region over all half-years"},
		{"/trends", "The world over all half-years"},
		{"/data", "All half-years and places"},
	} {
		all = append(all,
			opendata.Operation{Path: p.path + ".csv", Summary: p.what + ", one figure a row", Group: data, Type: csv, BOM: true},
			opendata.Operation{Path: p.path + ".wide.csv", Summary: p.what + ", one place a row", Group: data, Type: csv, BOM: true},
			opendata.Operation{Path: p.path + ".json", Summary: p.what + ", with what the columns mean", Group: data, Type: json, Schema: "view"},
		)
	}
	for _, p := range []struct{ path, what string }{
		{"/download/{period}", "One half-year as published"},
		{"/download/{period}-r{revision}", "One revision of a half-year as published"},
	} {
		all = append(all,
			opendata.Operation{Path: p.path + ".xlsx", Summary: p.what + ", as a workbook", Group: files, Type: typeXLSX, Gone: html},
			opendata.Operation{Path: p.path + ".csv", Summary: p.what + ", a row for each country", Group: files, Type: csv, Gone: html, BOM: true},
			opendata.Operation{Path: p.path + ".json", Summary: p.what + ", with all notes", Group: files, Type: json, Schema: "edition", Gone: problem},
			opendata.Operation{Path: p.path + ".csv-metadata.json", Summary: "What that CSV file's columns mean (CSV on the Web)", Group: meta, Type: "application/csvm+json", Gone: problem},
		)
	}
	for _, file := range packaged() {
		all = append(all, opendata.Operation{Path: urls.CSVMetadata(file), Summary: "What the columns of " + file + " mean (CSV on the Web)", Group: meta, Type: "application/csvm+json"})
	}
	if s.frame.BaseURL != "" {
		all = append(all, opendata.Operation{Path: urls.Sitemap(), Summary: "All pages, for search engines", Group: meta, Type: "application/xml"})
	}
	if s.database != nil {
		all = append(all, opendata.Operation{Path: urls.SQLite(), Summary: "The published figures as a database", Group: files, Type: typeSQLite})
	}
	return append(all,
		opendata.Operation{Path: urls.AllCSV(), Summary: "All half-years as published, a row for each country", Group: files, Type: csv, BOM: true},
		opendata.Operation{Path: urls.CountriesCSV(), Summary: "Countries and territories with their codes", Group: files, Type: csv, BOM: true},
		opendata.Operation{Path: urls.FiguresCSV(), Summary: "Figures that half-years report beside their tables", Group: files, Type: csv, BOM: true},
		opendata.Operation{Path: urls.RevisionsData("csv"), Summary: "What was published when", Group: data, Type: csv, BOM: true},
		opendata.Operation{Path: urls.RevisionsData("json"), Summary: "What was published when", Group: data, Type: json, Schema: "revisions"},
		opendata.Operation{Path: urls.Zip(), Summary: "Everything in one file", Group: files, Type: typeZip},
		opendata.Operation{Path: urls.DataPackage(), Summary: "The CSV files' schemas, sizes and hashes (Data Package)", Group: meta, Type: json},
		opendata.Operation{Path: urls.OpenAPI(), Summary: "This document", Group: meta, Type: json},
		opendata.Operation{Path: urls.Schema("{schema}"), Summary: "The JSON Schema of one kind of JSON file", Group: meta, Type: "application/schema+json"},
		opendata.Operation{Path: "/robots.txt", Summary: "What crawlers may read", Group: meta, Type: "text/plain"},
		opendata.Operation{Path: "/livez", Summary: "Whether the program answers", Group: meta, Type: "text/plain"},
		opendata.Operation{Path: "/readyz", Summary: "Whether there are figures to show", Group: meta, Type: "text/plain"},
		opendata.Operation{Path: urls.Feed(), Summary: "Releases, corrections and withdrawals", Group: meta, Type: "application/atom+xml"},
		opendata.Operation{Path: urls.ReleasesFeed(), Summary: "Releases", Group: meta, Type: "application/atom+xml"},
		opendata.Operation{Path: urls.CorrectionsFeed(), Summary: "Corrections and withdrawals", Group: meta, Type: "application/atom+xml"},
	)
}
