package opendata

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Kinds of text with a constraint of their own in the schemas.
type (
	instant       string // RFC 3339
	day           string // 2019-06-30
	month         string // 2027-03
	calendarState string // of an announced release
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
	reflect.TypeFor[month]():          {Type: "string", Pattern: `^[0-9]{4}-(0[1-9]|1[0-2])$`},
	reflect.TypeFor[calendarState]():  {Type: "string", Enum: values(report.AnnouncementStates())},
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

// jsonSchemas holds the schema of each kind of JSON file.
var jsonSchemas = map[string]*jsonschema.Schema{
	"calendar": mustSchema[calendarDocument]("When releases are announced for", func(*jsonschema.Schema) {}),
	"edition": mustSchema[editionDocument]("One half-year as published", func(s *jsonschema.Schema) {
		section := s.Properties["sections"].Items
		describe(section.Properties["totals"], countFields())
		describe(section.Properties["rows"].Items, countFields())
	}),
	"problem": mustSchema[withdrawal]("Why there are no figures", func(*jsonschema.Schema) {}),
	"revisions": mustSchema[revisionsDocument]("What was published when", func(s *jsonschema.Schema) {
		describe(s.Properties["rows"].Items, revisionFields())
	}),
	"view": mustSchema[observationsDocument]("The figures of one page", func(s *jsonschema.Schema) {
		describe(s.Properties["place"], placeFields())
		describe(s.Properties["rows"].Items, append(WideSchema().Fields, shareFields()...))
	}),
}

// mustSchema derives a schema from a document's type; columns adds what the table schemas know.
func mustSchema[T any](title string, columns func(*jsonschema.Schema)) *jsonschema.Schema {
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: typeSchemas})
	if err != nil {
		panic(err) // at start: a field has a type that JSON cannot hold
	}
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", title
	columns(s)
	allowMore(s)
	return s
}

// JSONSchemaNames lists the kinds of JSON file that have a schema.
func JSONSchemaNames() []string { return slices.Sorted(maps.Keys(jsonSchemas)) }

// JSONSchema returns the JSON Schema (2020-12) of one kind of JSON file. It allows further
// properties, since names are append-only. It fails with ErrNotFound for another name.
func JSONSchema(name, baseURL string) ([]byte, error) {
	s, ok := jsonSchemas[name]
	if !ok {
		return nil, fmt.Errorf("schema %q: %w", name, report.ErrNotFound)
	}
	named := s.CloneSchemas()
	named.ID = urls.Absolute(baseURL, urls.Schema(name))
	return encodeJSON("schema "+name, named)
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
