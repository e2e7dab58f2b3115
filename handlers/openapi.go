package handlers

import (
	"strings"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// showOpenAPI describes the site's addresses to programs.
func (s *Site) showOpenAPI(snap *snapshot, _ request) (*web.Unbuilt, error) {
	return web.Text(documentHead(mediaJSON))(opendata.OpenAPI(opendata.APIInput{
		Metadata: s.metadata(snap.archive), Version: s.frame.Version, Variables: apiVariables(snap), Operations: s.operations(snap),
	}))
}

// operations describes every endpoint for programs, except for that of announced releases while there is none.
func (s *Site) operations(snap *snapshot) []opendata.Operation {
	var all []opendata.Operation
	for _, e := range s.table {
		if e.noDocument || strings.Contains(e.pattern, "{release}") && len(snap.archive.Announcements()) == 0 {
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
		if strings.Contains(e.pattern, "{period}") && !e.stays {
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
func apiVariables(snap *snapshot) []opendata.Variable {
	a := snap.archive
	region, country := "", ""
	if all := a.Places().Regions(); len(all) > 0 {
		region = all[0].Slug
	}
	if all := a.Places().Countries(); len(all) > 0 {
		country = all[0].Slug()
	}
	variables := []opendata.Variable{
		{Name: "period", Meaning: "A half-year.", Pattern: "^[0-9]{4}-H[12]$", Example: a.NewestPublished().String(), Type: "string"},
		{Name: "revision", Meaning: "The number of one of its published revisions.", Example: 1, Type: "integer"},
		{Name: "place", Meaning: "A region's slug, or a country's code in lower case.", Pattern: "^[a-z-]+$", Example: country, Type: "string"},
		{Name: "country", Meaning: "A country's code in lower case (ISO 3166-1 alpha-2).", Pattern: "^[a-z]{2}$", Example: country, Type: "string"},
		{Name: "region", Meaning: "A region's slug.", Pattern: "^[a-z-]+$", Example: region, Type: "string"},
		{Name: "sort", Meaning: "What countries are sorted by.", Pattern: "^[a-z-]+$", Example: string(report.ByAccounts), Type: "string"},
		{Name: "measure", Meaning: "What the map's colours show.", Pattern: "^[a-z-]+$", Example: string(urls.MapContentRate), Type: "string"},
		{Name: "schema", Meaning: "One of " + strings.Join(opendata.JSONSchemaNames(), ", ") + ".", Pattern: "^[a-z]+$", Example: "view", Type: "string"},
	}
	if announced := a.Announcements(); len(announced) > 0 {
		key := urls.CalendarKey(announced[0].Period, announced[0].Follows)
		variables = append(variables, opendata.Variable{
			Name: "release", Meaning: "The half-year of an announced release, with -after-r and a revision's number for an update that is planned after it.",
			Pattern: "^" + releasePattern + "$", Example: key, Type: "string",
		})
	}
	if snap.log == nil {
		return variables
	}
	return append(variables,
		opendata.Variable{Name: "level", Meaning: "The level of a tile's hashes; 0 for those of the entries.", Pattern: "^[0-9]+$", Example: "0", Type: "string"},
		opendata.Variable{
			Name: "tile", Meaning: "The index of a tile in groups of three digits, such as 000, followed by .p/ and its width unless it is full. Its slashes are not escaped.",
			Pattern: "^" + tilePattern + "$", Example: lastTile(snap.log), Type: "string",
		})
}

// showSchema returns the JSON Schema of one kind of JSON file.
func (s *Site) showSchema(_ *snapshot, q request) (*web.Unbuilt, error) {
	return web.Text(documentHead(mediaSchema))(opendata.JSONSchema(q.vars["schema"], s.frame.BaseURL))
}
