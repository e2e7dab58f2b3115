package opendata

import (
	"cmp"
	"strings"
	"unicode"

	"lerr/internal/urls"
)

// Operation is one address pattern of the site.
type Operation struct {
	Path    string // with its variable parts in braces: "/{period}/{place}.csv"
	Summary string
	Group   string // heading of documentation
	Type    string // media type of the response
	Schema  string // of a JSON response, one of JSONSchemaNames; empty for none
	Gone    string // media type of the response for a withdrawn period; empty if there is none
	BOM     bool   // whether it accepts ?bom=1
}

// Variable is a variable part of addresses.
type Variable struct {
	Name, Meaning, Pattern string
	Example                any
	Type                   string // string or integer
}

// APIInput holds what OpenAPI writes.
type APIInput struct {
	Metadata
	Version    string // of the program
	Variables  []Variable
	Operations []Operation
}

// object is a JSON object whose properties are in the order of their names.
type object = map[string]any

// OpenAPI returns an OpenAPI 3.1 document of the public site. All operations are GET and HEAD, and
// need no key.
func OpenAPI(in APIInput) ([]byte, error) {
	variables, paths := object{}, object{}
	for _, v := range in.Variables {
		schema := object{"type": v.Type}
		if v.Pattern != "" {
			schema["pattern"] = v.Pattern
		}
		if v.Type == "integer" {
			schema["minimum"] = 1
		}
		variables[v.Name] = object{
			"name": v.Name, "in": "path", "required": true, "description": v.Meaning, "schema": schema, "example": v.Example,
		}
	}
	variables["bom"] = object{
		"name": "bom", "in": "query", "description": "1 puts a byte order mark before the file, for Excel.", "schema": object{"type": "string", "enum": []string{"1"}},
	}
	for _, o := range in.Operations {
		paths[o.Path] = object{"get": o.document(in.Variables)}
	}
	return encodeJSON("openapi document", object{
		"openapi": "3.1.0",
		"info": object{
			"title": in.Site.Title, "version": in.Version,
			"description": in.Site.Description + " Everything can be read by GET and HEAD, from any site, without a key. Columns and properties are append-only: none is renamed or removed. Addresses that differ in case or slashes only are redirected (308).",
			"license":     object{"name": in.Site.License.Name, "url": in.Site.License.Address},
		},
		"servers": []object{{"url": cmp.Or(in.BaseURL, "/")}}, "security": []object{},
		"paths": paths,
		"components": object{
			"parameters": variables,
			"responses": object{
				"NotFound":    object{"description": "There is nothing at this address, or nothing that is public.", "content": object{"text/html": object{}}},
				"NotModified": object{"description": "It is as If-None-Match says that the client has it."},
				"Unreadable":  object{"description": "The query cannot be read.", "content": object{"text/html": object{}}},
			},
		},
	})
}

// document returns the operation's part of the document.
func (o Operation) document(variables []Variable) object {
	var parameters []object
	for _, v := range variables {
		if strings.Contains(o.Path, "{"+v.Name+"}") {
			parameters = append(parameters, object{"$ref": "#/components/parameters/" + v.Name})
		}
	}
	if o.BOM {
		parameters = append(parameters, object{"$ref": "#/components/parameters/bom"})
	}
	media := object{}
	if o.Schema != "" {
		media["schema"] = object{"$ref": urls.Schema(o.Schema)}
	}
	responses := object{
		"200": object{"description": o.Summary, "content": object{o.Type: media}},
		"304": object{"$ref": "#/components/responses/NotModified"},
		"400": object{"$ref": "#/components/responses/Unreadable"},
		"404": object{"$ref": "#/components/responses/NotFound"},
	}
	if o.Gone != "" {
		gone := object{}
		if o.Gone == "application/problem+json" {
			gone["schema"] = object{"$ref": urls.Schema("problem")}
		}
		responses["410"] = object{"description": "The half-year was withdrawn; the answer is its public notice.", "content": object{o.Gone: gone}}
	}
	get := object{"summary": o.Summary, "tags": []string{o.Group}, "operationId": operationID(o.Path), "responses": responses}
	if len(parameters) > 0 {
		get["parameters"] = parameters
	}
	return get
}

// operationID returns the name of a path's operation, such as "getPeriodPlaceCsv". It does not depend
// on the other paths.
func operationID(path string) string {
	id := "get"
	for _, word := range strings.FieldsFunc(path, func(r rune) bool { return !unicode.IsLetter(r) }) {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return id
}
