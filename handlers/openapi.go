package handlers

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// writePage returns the page of a document that is written into a buffer.
func writePage(head pagecache.Head, write func(*bytes.Buffer) error) (*pagecache.Page, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	return pagecache.NewPage(head, b.Bytes())
}

// showOpenAPI describes the site's addresses to programs.
func (s *Site) showOpenAPI(snap *snapshot, _ request) (*pagecache.Page, error) {
	server := s.frame.BaseURL
	if server == "" {
		server = "/"
	}
	return writePage(documentHead(mediaJSON), func(b *bytes.Buffer) error {
		return opendata.OpenAPI(b, opendata.APIInput{
			Site: *s.frame.Site, Server: server, Version: s.frame.Version, SchemaURL: urls.Schema,
			Variables: apiVariables(snap.archive), Operations: s.operations(),
		})
	})
}

// operations describes every endpoint for programs.
func (s *Site) operations() []opendata.Operation {
	var all []opendata.Operation
	for _, e := range s.table {
		if e.noDocument {
			continue
		}
		o := opendata.Operation{Path: e.pattern, Summary: e.about, Group: e.group, Type: e.media, Schema: e.schema, BOM: e.media == mediaCSV}
		switch {
		case e.form == formMetadata:
			o.Group, o.Schema = groupMeta, ""
		case e.form == "json":
			o.Group, o.Schema = groupData, "view"
		case e.form != "":
			o.Group = groupData
		}
		if strings.Contains(e.pattern, "{period}") {
			o.Gone = mediaHTML
			if strings.HasSuffix(e.pattern, ".json") {
				o.Gone = "application/problem+json"
			}
		}
		all = append(all, o)
	}
	return all
}

// apiVariables describes the variables of patterns, with examples that exist.
func apiVariables(a *report.Archive) []opendata.Variable {
	region, country := "", ""
	if all := a.Places().Regions(); len(all) > 0 {
		region = all[0].Slug
	}
	if all := a.Places().Countries(); len(all) > 0 {
		country = all[0].Slug()
	}
	return []opendata.Variable{
		{Name: "period", Meaning: "A half-year.", Pattern: "^[0-9]{4}-H[12]$", Example: a.NewestPublished().String(), Type: "string"},
		{Name: "revision", Meaning: "The number of one of its published revisions.", Example: 1, Type: "integer"},
		{Name: "place", Meaning: "A region's slug, or a country's code in lower case.", Pattern: "^[a-z-]+$", Example: country, Type: "string"},
		{Name: "country", Meaning: "A country's code in lower case (ISO 3166-1 alpha-2).", Pattern: "^[a-z]{2}$", Example: country, Type: "string"},
		{Name: "region", Meaning: "A region's slug.", Pattern: "^[a-z-]+$", Example: region, Type: "string"},
		{Name: "sort", Meaning: "What countries are sorted by.", Pattern: "^[a-z-]+$", Example: string(report.ByAccounts), Type: "string"},
		{Name: "measure", Meaning: "What the map's colours show.", Pattern: "^[a-z-]+$", Example: string(urls.MapContentRate), Type: "string"},
		{Name: "schema", Meaning: "One of " + strings.Join(opendata.SchemaNames(), ", ") + ".", Pattern: "^[a-z]+$", Example: "view", Type: "string"},
	}
}

// showSchema returns the JSON Schema of one kind of JSON file.
func (s *Site) showSchema(_ *snapshot, q request) (*pagecache.Page, error) {
	name := q.vars["schema"]
	if !slices.Contains(opendata.SchemaNames(), name) {
		return nil, fmt.Errorf("schema %q: %w", name, report.ErrNotFound)
	}
	return writePage(documentHead(mediaSchema), func(b *bytes.Buffer) error {
		return opendata.Schema(b, name, urls.Absolute(s.frame.BaseURL, urls.Schema(name)))
	})
}
