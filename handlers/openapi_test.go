package handlers_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// openAPI is the document as a program would read it.
type openAPI struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		Summary     string
		OperationID string `json:"operationId"`
		Parameters  []struct {
			Ref string `json:"$ref"`
		}
		Responses map[string]struct {
			Ref     string `json:"$ref"`
			Content map[string]struct {
				Schema struct {
					Ref string `json:"$ref"`
				}
			}
		}
	}
	Components struct {
		Parameters map[string]struct {
			Name, In string
			Example  any
			Schema   struct{ Pattern, Type string }
		}
	}
}

// instance fills a path's variable parts with their examples.
func (d openAPI) instance(path string) string {
	for _, p := range d.Components.Parameters {
		if p.In == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", fmt.Sprint(p.Example))
		}
	}
	return path
}

func TestOpenAPI_SaysWhatTheSiteAnswers(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, func(o *handlers.Options) { o.Archive = o.Archive.WithAnnouncements(someAnnouncements(), sitetest.Now) })
	d := decoded[openAPI](t, []byte(site.Get("/openapi.json").Body))
	compiled := schemas(t, site)
	if !strings.HasPrefix(d.OpenAPI, "3.1.") || len(d.Paths) < 50 {
		t.Errorf("version %q with %d paths", d.OpenAPI, len(d.Paths))
	}
	ids := map[string]bool{}
	for path, operations := range d.Paths {
		o := operations["get"]
		if isData := strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".json"); isData && strings.HasPrefix(o.Summary, "All files") {
			t.Errorf("%s holds figures, and is described as %q", path, o.Summary)
		}
		if ids[o.OperationID] || len(operations) != 1 {
			t.Errorf("%s: operation %q occurs twice, or there is another than get", path, o.OperationID)
		}
		ids[o.OperationID] = true
		for _, p := range o.Parameters {
			name := p.Ref[strings.LastIndex(p.Ref, "/")+1:]
			if known, ok := d.Components.Parameters[name]; !ok || known.In == "path" && !strings.Contains(path, "{"+name+"}") {
				t.Errorf("%s: parameter %s", path, p.Ref)
			}
		}
		at := d.instance(path)
		a := site.Get(at)
		kind, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		media, ok := o.Responses["200"].Content[kind]
		if a.Status != 200 || !ok || len(o.Responses["200"].Content) != 1 {
			t.Errorf("%s: got %d of type %s, the document says %v", at, a.Status, kind, o.Responses["200"].Content)
		}
		if ref := media.Schema.Ref; ref != "" {
			validate(t, compiled[ref], at, []byte(a.Body))
		}
		if _, ok := o.Responses["410"]; ok != (strings.Contains(path, "{period}") && !strings.HasSuffix(path, ".tlog-proof")) {
			t.Errorf("%s: it can be withdrawn, or not, and the document does not say so", path)
		}
	}
}

func TestOpenAPI_HoldsForWithdrawnPeriods(t *testing.T) {
	site := sitetest.New(t)
	d := decoded[openAPI](t, []byte(site.Get("/openapi.json").Body))
	compiled := schemas(t, site)
	desk := sitetest.NewConsole(t)
	if err := desk.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	desk.Step()
	for path, operations := range d.Paths {
		gone, ok := operations["get"].Responses["410"]
		if !ok {
			continue
		}
		w := desk.Public.Get(d.instance(path))
		kind, _, _ := strings.Cut(w.Header.Get("Content-Type"), ";")
		media, ok := gone.Content[kind]
		if w.Status != 410 || !ok {
			t.Errorf("%s: got %d of type %s", path, w.Status, kind)
		}
		if ref := media.Schema.Ref; ref != "" {
			validate(t, compiled[ref], path, []byte(w.Body))
		}
	}
	validate(t, compiled["/schemas/view.json"], "/trends.json", []byte(desk.Public.Get("/trends.json").Body))
	validate(t, compiled["/schemas/revisions.json"], "/revisions.json", []byte(desk.Public.Get("/revisions.json").Body))
}

// Every address that answers with data is one that the document describes.
func TestOpenAPI_DescribesEveryAddress(t *testing.T) {
	site := sitetest.New(t)
	d := decoded[openAPI](t, []byte(site.Get("/openapi.json").Body))
	var patterns []*regexp.Regexp
	for path := range d.Paths {
		pattern := regexp.QuoteMeta(path)
		for _, p := range d.Components.Parameters {
			part := strings.Trim(p.Schema.Pattern, "^$")
			if p.Schema.Type == "integer" {
				part = "[1-9][0-9]*"
			}
			pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("{"+p.Name+"}"), "(?:"+part+")")
		}
		patterns = append(patterns, regexp.MustCompile("^"+pattern+"$"))
	}
	for _, address := range site.Public.Addresses() {
		if strings.HasPrefix(address, "/static/") {
			continue
		}
		known := slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(address) })
		if !known {
			t.Errorf("%s is not described", address)
		}
	}
}
