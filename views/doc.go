// Package views holds the pages: templ components, and the typed view models that they show.
//
// It owns every address (urls.go) and every format of a number, share and date (format.go). It
// knows no request and no store: handlers give it an archive and a selection. Start reading at
// report.go, then report.templ.
package views
