// Package opendata owns the open forms of the report's figures that need no program of their own:
// CSV and JSON. It may import internal/report only, reads no clock, and never changes a value to
// suit a format: what cannot be written truly is refused. Start reading at csv.go, then json.go.
package opendata
