// Package web holds what the public site and the staff console have in common: the server that gives
// each response its headers, its log line and its metrics, the mapping of errors to pages, and the
// static files.
//
// It knows neither site's pages. Start reading at server.go, then errors.go.
package web
