// Package opendata writes the open forms of the published figures and their descriptions: CSV,
// JSON, JSON Schema, Data Package, CSV on the Web, OpenAPI, Atom, sitemap and ZIP.
//
// Its functions return the bytes of whole files; equal inputs give equal bytes. It reads no clock,
// and refuses a value that a format cannot hold instead of changing it. Start reading at schema.go,
// then edition.go and observations_json.go.
package opendata
