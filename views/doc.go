// Package views holds the public pages: templ components and their typed view models.
//
// It owns the formats of numbers, shares and dates (format.go). Addresses come from internal/urls.
// It knows no HTTP request and no store: handlers pass an archive and a selection. Start reading at
// report.go, then report.templ.
package views
