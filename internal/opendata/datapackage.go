package opendata

import (
	"strings"

	"lerr/internal/report"
)

// Resource is one CSV file of a Data Package.
type Resource struct {
	Path   string // relative to the package: "download/all.csv"
	Schema Schema
	Size   int    // in bytes
	Hash   string // SHA-256 in lower-case hex
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
	Licenses     []object             `json:"licenses"`
	Sources      []object             `json:"sources"`
	Contributors []packageContributor `json:"contributors"`
	Resources    []packageResource    `json:"resources"`
}

type packageContributor struct {
	Title string   `json:"title"`
	Role  string   `json:"role"` // of version 1
	Roles []string `json:"roles"`
}

type packageResource struct {
	Name        string        `json:"name"`
	Type        string        `json:"type"`
	Profile     string        `json:"profile"`
	Path        string        `json:"path"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Format      string        `json:"format"`
	MediaType   string        `json:"mediatype"`
	Encoding    string        `json:"encoding"`
	Bytes       int           `json:"bytes"`
	Hash        string        `json:"hash"`
	Schema      packageSchema `json:"schema"`
}

type packageSchema struct {
	Fields        []packageField `json:"fields"`
	PrimaryKey    []string       `json:"primaryKey"`
	ForeignKeys   []foreignKey   `json:"foreignKeys,omitempty"`
	MissingValues []string       `json:"missingValues"`
}

type packageField struct {
	Name        string            `json:"name"`
	Type        string            `json:"type"`
	Description string            `json:"description"`
	Constraints map[string]any    `json:"constraints,omitempty"`
	Categories  []packageCategory `json:"categories,omitempty"`
}

// packageCategory is a value of a field with its label: of a status, its sign.
type packageCategory struct {
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

// DataPackage returns a Frictionless Data Package (version 2, readable as version 1): the CSV files
// with their schemas, sizes and hashes.
func DataPackage(m Metadata, resources []Resource) ([]byte, error) {
	spdx := strings.ReplaceAll(m.Site.License.Short, " ", "-") // as in "CC-BY-4.0"
	d := dataPackage{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Profile: "tabular-data-package",
		Name: strings.ReplaceAll(report.NameKey(m.Site.Organization), " ", "-") + "-law-enforcement-requests", ID: m.home(),
		Title: m.Site.Title, Description: strings.TrimSpace(m.Site.Description + " " + m.Site.Recreation),
		Homepage: m.home(), Version: m.Updated.UTC().Format("2006.1.2"), Created: timestamp(m.Updated), Citation: m.Citation(),
		Licenses:     []object{{"name": spdx, "path": m.Site.License.Address, "title": m.Site.License.Name}},
		Sources:      []object{{"title": m.Site.Source}},
		Contributors: []packageContributor{{m.Site.Publisher, "publisher", []string{"publisher"}}},
	}
	for _, r := range resources {
		d.Resources = append(d.Resources, packageResource{
			Name: r.Schema.Name, Type: "table", Profile: "tabular-data-resource", Path: r.Path, Title: r.Schema.Title,
			Description: r.Schema.Meaning, Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Bytes: r.Size, Hash: "sha256:" + r.Hash,
			Schema: r.Schema.inPackage(),
		})
	}
	return encodeJSON("data package", d)
}

func (s Schema) inPackage() packageSchema {
	p := packageSchema{PrimaryKey: s.Key, MissingValues: []string{""}}
	for _, f := range s.Fields {
		p.Fields = append(p.Fields, packageField{f.Name, f.Type, f.Meaning, f.constraints(), f.categories()})
	}
	if s.Name == EditionSchema().Name {
		p.ForeignKeys = []foreignKey{{[]string{"country_code"}, reference{CountrySchema().Name, []string{"country_code"}}}}
	}
	return p
}

func (f Field) constraints() map[string]any {
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

func (f Field) categories() (all []packageCategory) {
	for _, value := range f.Enum {
		switch f.Name {
		case "status":
			all = append(all, packageCategory{value, report.Status(value).Sign()})
		case "section":
			all = append(all, packageCategory{value, report.Section(value).Name()})
		}
	}
	return all
}
