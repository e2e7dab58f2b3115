package handlers_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lerr/internal/sitetest"
)

func decoded[T any](t *testing.T, raw []byte) (value T) {
	t.Helper()
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// schemas compiles the site's own JSON Schemas, and is strict about what they do not name: a property
// that no schema describes is one that nobody can rely on.
func schemas(t *testing.T, site *sitetest.Site) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	for _, name := range []string{"view", "edition", "revisions", "problem", "calendar"} {
		address := "/schemas/" + name + ".json"
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(site.Get(address).Body))
		if err != nil {
			t.Fatal(err)
		}
		if got := document.(map[string]any)["$id"]; got != address {
			t.Errorf("%s: its id is %v", address, got)
		}
		forbidUnknown(document)
		delete(document.(map[string]any), "$id")
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		if err := compiler.AddResource("https://report.example"+address, document); err != nil {
			t.Fatal(err)
		}
		if all[address], err = compiler.Compile("https://report.example" + address); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// forbidUnknown closes every object of a schema against properties that it does not name.
func forbidUnknown(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		_, nullable := s["type"].([]any)
		if _, named := s["properties"].(map[string]any); named && (nullable || s["type"] == "object") {
			s["additionalProperties"] = false
		}
		for _, value := range s {
			forbidUnknown(value)
		}
	case []any:
		for _, value := range s {
			forbidUnknown(value)
		}
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, path string, body []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// Every JSON file of every period follows its schema.
func TestSchemas_HoldForEveryPeriod(t *testing.T) {
	site := sitetest.New(t)
	compiled := schemas(t, site)
	for _, p := range site.Archive.Periods() {
		validate(t, compiled["/schemas/edition.json"], p.String(), fetch(t, site, "/download/"+p.String()+".json"))
		for _, place := range []string{"", "/europe", "/us", "/ad"} {
			validate(t, compiled["/schemas/view.json"], p.String()+place, fetch(t, site, "/"+p.String()+place+".json"))
		}
	}
	for _, page := range []string{"/countries/us", "/regions/europe", "/trends", "/data"} {
		validate(t, compiled["/schemas/view.json"], page, fetch(t, site, page+".json"))
	}
}

func TestSchemas_RefuseWhatIsWrong(t *testing.T) {
	site := sitetest.New(t)
	compiled := schemas(t, site)["/schemas/view.json"]
	for name, change := range map[string]func(document, row map[string]any){
		"negative count":   func(_, row map[string]any) { row["requests"] = -1.0 },
		"count as text":    func(_, row map[string]any) { row["requests"] = "1" },
		"unknown status":   func(_, row map[string]any) { row["status"] = "secret" },
		"unknown property": func(_, row map[string]any) { row["more"] = 1.0 },
		"missing property": func(_, row map[string]any) { delete(row, "note") },
		"no licence":       func(document, _ map[string]any) { delete(document, "license") },
	} {
		d := decoded[map[string]any](t, fetch(t, site, "/2019-H1/us.json"))
		change(d, d["rows"].([]any)[1].(map[string]any))
		if compiled.Validate(d) == nil {
			t.Errorf("%s: the schema takes it", name)
		}
	}
}
