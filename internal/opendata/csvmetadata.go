package opendata

import (
	"path"
	"strings"
)

type csvColumn struct {
	Name        string      `json:"name"`
	Titles      string      `json:"titles"`
	Description string      `json:"dc:description"`
	Datatype    csvDatatype `json:"datatype"`
	Required    bool        `json:"required"`
}

type csvDatatype struct {
	Base    string `json:"base"`
	Minimum *int   `json:"minimum,omitempty"`
	Format  string `json:"format,omitempty"`
}

// CSVMetadata returns the description of one CSV file as CSV on the Web (W3C).
func CSVMetadata(m Metadata, file string, s Schema) ([]byte, error) {
	var columns []csvColumn
	for _, f := range s.Fields {
		t := csvDatatype{Base: f.Type}
		switch {
		case f.Type == "integer":
			t.Minimum = new(0)
		case f.Type == "datetime":
			t.Format = "yyyy-MM-ddTHH:mm:ssX"
		case len(f.Enum) > 0:
			t.Format = strings.Join(f.Enum, "|")
		case f.Pattern != "":
			t.Format = strings.Trim(f.Pattern, "^$")
		}
		columns = append(columns, csvColumn{f.Name, f.Name, f.Meaning, t, f.Required})
	}
	return encodeJSON("metadata of "+file, map[string]any{
		"@context":       []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": m.Site.Language}},
		"url":            path.Base(file),
		"dc:title":       m.Site.Title + ": " + s.Title,
		"dc:description": s.Meaning,
		"dc:publisher":   m.Site.Publisher,
		"dc:source":      m.Site.Source,
		"dc:license":     map[string]string{"@id": m.Site.License.Address},
		"dc:modified":    map[string]string{"@value": timestamp(m.Updated), "@type": "xsd:dateTime"},
		"dialect":        map[string]any{"encoding": "utf-8", "header": true, "lineTerminators": []string{"\r\n"}},
		"tableSchema":    map[string]any{"columns": columns, "primaryKey": s.Key},
	})
}
