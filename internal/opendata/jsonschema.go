package opendata

import (
	"fmt"
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Texts of a form of their own, so that the schemas can name it.
type (
	instant       string // RFC 3339
	day           string // 2019-06-30
	countryCode   string
	digest        string
	unit          string
	currentState  string // of a revision whose figures are public
	withdrawnCode string
)

var typeSchemas = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[int]():            {Type: "integer", Minimum: jsonschema.Ptr(0.0)},
	reflect.TypeFor[percent]():        {Type: "number", Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(100.0)},
	reflect.TypeFor[instant]():        {Type: "string", Format: "date-time"},
	reflect.TypeFor[day]():            {Type: "string", Format: "date"},
	reflect.TypeFor[countryCode]():    {Type: "string", Pattern: codePattern},
	reflect.TypeFor[digest]():         {Type: "string", Pattern: digestPattern},
	reflect.TypeFor[report.Period]():  {Type: "string", Pattern: periodPattern},
	reflect.TypeFor[report.Section](): {Type: "string", Enum: values(report.Sections())},
	reflect.TypeFor[unit]():           {Type: "string", Enum: []any{"requests", "accounts"}},
	reflect.TypeFor[currentState]():   {Type: "string", Enum: values([]report.RevisionState{report.Published, report.Superseded})},
	reflect.TypeFor[withdrawnCode]():  {Type: "string", Enum: []any{report.StatusWithdrawn}},
}

// values returns a list as the type that schemas have for lists of values.
func values[T any](list []T) (all []any) {
	for _, v := range list {
		all = append(all, v)
	}
	return all
}

// JSONSchemaNames lists the kinds of JSON file that have a schema.
func JSONSchemaNames() []string { return []string{"edition", "problem", "revisions", "view"} }

// JSONSchema returns the JSON Schema (2020-12) of one kind of JSON file, derived from the file's Go
// type. It allows further properties, since names are append-only. It fails with ErrNotFound for
// another name.
func JSONSchema(name, baseURL string) ([]byte, error) {
	s, err := schemaNamed(name)
	if err != nil {
		return nil, fmt.Errorf("schema %q: %w", name, err)
	}
	s.Schema, s.ID = "https://json-schema.org/draft/2020-12/schema", urls.Absolute(baseURL, urls.Schema(name))
	allowMore(s)
	return encodeJSON("schema "+name, s)
}

func schemaNamed(name string) (*jsonschema.Schema, error) {
	options := &jsonschema.ForOptions{TypeSchemas: typeSchemas}
	var s *jsonschema.Schema
	var err error
	switch name {
	case "edition":
		if s, err = jsonschema.For[editionDocument](options); err == nil {
			s.Title = "One half-year as published"
			section := s.Properties["sections"].Items
			describe(section.Properties["totals"], countFields(true))
			describe(section.Properties["rows"].Items, countFields(true))
		}
	case "problem":
		if s, err = jsonschema.For[withdrawal](options); err == nil {
			s.Title = "Why there are no figures"
		}
	case "revisions":
		if s, err = jsonschema.For[revisionsDocument](options); err == nil {
			s.Title = "What was published when"
			describe(s.Properties["rows"].Items, revisionFields())
		}
	case "view":
		if s, err = jsonschema.For[observationsDocument](options); err == nil {
			s.Title = "The figures of one page"
			describe(s.Properties["place"], placeFields())
			describe(s.Properties["rows"].Items, append(WideSchema().Fields, shareFields()...))
		}
	default:
		err = report.ErrNotFound
	}
	return s, err
}

// describe adds the meanings and constraints of columns to the properties of the same names.
func describe(object *jsonschema.Schema, fields []Field) {
	for _, f := range fields {
		p := object.Properties[f.Name]
		p.Description, p.Pattern = f.Meaning, f.Pattern
		if len(f.Enum) > 0 {
			p.Enum = values(f.Enum)
		}
		if f.Type == "datetime" {
			p.Format = "date-time"
		}
	}
}

// allowMore changes what the library assumes of Go types: our objects can get further properties, and
// our lists are never null.
func allowMore(s *jsonschema.Schema) {
	if s.Properties != nil {
		s.AdditionalProperties = nil
	}
	for _, p := range s.Properties {
		allowMore(p)
	}
	if s.Items != nil {
		s.Type, s.Types = "array", nil
		allowMore(s.Items)
	}
}
