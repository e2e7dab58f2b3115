package opendata

import (
	"io"
	"path"
	"strings"
	"time"

	"lerr/internal/report"
)

// Resource is one CSV file that a description is about.
type Resource struct {
	Path  string // relative to the description: "download/all.csv"
	Table Table
	Size  int    // in bytes
	Hash  string // SHA-256 in lower-case hex
}

// PackageInput is what a Data Package is written from.
type PackageInput struct {
	Site      report.Site
	Homepage  string // address of the page that lists all files; empty where the site's own is not known
	Updated   time.Time
	Citation  string
	Resources []Resource
}

type dataPackage struct {
	Schema       string               `json:"$schema"`
	Profile      string               `json:"profile"`
	Name         string               `json:"name"`
	ID           string               `json:"id,omitempty"`
	Title        string               `json:"title"`
	Description  string               `json:"description"`
	Homepage     string               `json:"homepage,omitempty"`
	Version      string               `json:"version"`
	Created      string               `json:"created"`
	Citation     string               `json:"citation"`
	Licenses     []packageLicense     `json:"licenses"`
	Sources      []packageSource      `json:"sources"`
	Contributors []packageContributor `json:"contributors"`
	Resources    []packageResource    `json:"resources"`
}

type packageLicense struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type packageSource struct {
	Title string `json:"title"`
}

type packageContributor struct {
	Title string   `json:"title"`
	Role  string   `json:"role"` // of version 1
	Roles []string `json:"roles"`
}

type packageResource struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Profile     string      `json:"profile"`
	Path        string      `json:"path"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Encoding    string      `json:"encoding"`
	Bytes       int         `json:"bytes"`
	Hash        string      `json:"hash"`
	Schema      tableSchema `json:"schema"`
}

type tableSchema struct {
	Fields        []schemaField `json:"fields"`
	PrimaryKey    []string      `json:"primaryKey"`
	ForeignKeys   []foreignKey  `json:"foreignKeys,omitempty"`
	MissingValues []string      `json:"missingValues"`
}

type schemaField struct {
	Name        string         `json:"name"`
	Type        string         `json:"type"`
	Description string         `json:"description"`
	Constraints map[string]any `json:"constraints,omitempty"`
	Categories  []category     `json:"categories,omitempty"`
}

// category is a value of a field with its label: of a status, its sign.
type category struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// spdx is a licence's short name as lists of licences write it: CC-BY-4.0.
func spdx(l report.License) string { return strings.ReplaceAll(l.Short, " ", "-") }

// slug is a name in the letters that names of packages may have.
func slug(s string) string { return strings.ReplaceAll(report.NameKey(s), " ", "-") }

// DataPackage writes a Frictionless Data Package (version 2, which readers of version 1 take, too):
// the CSV files with their schemas, sizes and hashes.
func DataPackage(w io.Writer, in PackageInput) error {
	d := dataPackage{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Profile: "tabular-data-package",
		Name: slug(in.Site.Organization) + "-law-enforcement-requests", ID: in.Homepage,
		Title: in.Site.Title, Description: strings.TrimSpace(in.Site.Description + " " + in.Site.Recreation),
		Homepage: in.Homepage, Version: in.Updated.UTC().Format("2006.1.2"), Created: moment(in.Updated), Citation: in.Citation,
		Licenses:     []packageLicense{{spdx(in.Site.License), in.Site.License.Address, in.Site.License.Name}},
		Sources:      []packageSource{{in.Site.Source}},
		Contributors: []packageContributor{{in.Site.Publisher, "publisher", []string{"publisher"}}},
	}
	for _, r := range in.Resources {
		d.Resources = append(d.Resources, packageResource{
			Name: r.Table.Name, Type: "table", Profile: "tabular-data-resource", Path: r.Path, Title: r.Table.Title,
			Description: r.Table.Meaning, Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Bytes: r.Size, Hash: "sha256:" + r.Hash,
			Schema: schemaOf(r.Table),
		})
	}
	return writeIndented(w, "data package", d)
}

func schemaOf(t Table) tableSchema {
	s := tableSchema{PrimaryKey: t.Key, MissingValues: []string{""}}
	for _, f := range t.Fields {
		s.Fields = append(s.Fields, schemaField{f.Name, f.Type, f.Meaning, constraintsOf(f), categoriesOf(f)})
	}
	if t.Name == EditionTable().Name {
		s.ForeignKeys = []foreignKey{{[]string{"country_code"}, reference{CountryTable().Name, []string{"country_code"}}}}
	}
	return s
}

func constraintsOf(f Field) map[string]any {
	c := map[string]any{}
	if f.Required {
		c["required"] = true
	}
	if len(f.Enum) > 0 {
		c["enum"] = f.Enum
	}
	if f.Pattern != "" {
		c["pattern"] = f.Pattern
	}
	if f.Type == "integer" {
		c["minimum"] = 0
	}
	return c
}

func categoriesOf(f Field) (all []category) {
	for _, value := range f.Enum {
		switch f.Name {
		case "status":
			all = append(all, category{value, report.Status(value).Sign()})
		case "section":
			all = append(all, category{value, report.Section(value).Name()})
		}
	}
	return all
}

// CSVMetadata writes the description of one CSV file as CSV on the Web (W3C) has it.
func CSVMetadata(w io.Writer, site report.Site, file string, t Table, modified time.Time) error {
	type datatype struct {
		Base    string `json:"base"`
		Minimum *int   `json:"minimum,omitempty"`
		Format  string `json:"format,omitempty"`
	}
	type column struct {
		Name        string   `json:"name"`
		Titles      string   `json:"titles"`
		Description string   `json:"dc:description"`
		Datatype    datatype `json:"datatype"`
		Required    bool     `json:"required"`
	}
	zero := 0
	var columns []column
	for _, f := range t.Fields {
		c := column{Name: f.Name, Titles: f.Name, Description: f.Meaning, Required: f.Required, Datatype: datatype{Base: f.Type}}
		switch {
		case f.Type == "integer":
			c.Datatype.Minimum = &zero
		case f.Type == "datetime":
			c.Datatype.Format = "yyyy-MM-ddTHH:mm:ssX"
		case len(f.Enum) > 0:
			c.Datatype.Format = strings.Join(f.Enum, "|")
		case f.Pattern != "":
			c.Datatype.Format = strings.Trim(f.Pattern, "^$")
		}
		columns = append(columns, c)
	}
	return writeIndented(w, "metadata of "+file, map[string]any{
		"@context":       []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": site.Language}},
		"url":            path.Base(file),
		"dc:title":       site.Title + ": " + t.Title,
		"dc:description": t.Meaning,
		"dc:publisher":   site.Publisher,
		"dc:source":      site.Source,
		"dc:license":     map[string]string{"@id": site.License.Address},
		"dc:modified":    map[string]string{"@value": moment(modified), "@type": "xsd:dateTime"},
		"dialect":        map[string]any{"encoding": "utf-8", "header": true, "lineTerminators": []string{"\r\n"}},
		"tableSchema":    map[string]any{"columns": columns, "primaryKey": t.Key},
	})
}
