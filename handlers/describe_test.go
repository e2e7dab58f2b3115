package handlers_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// openAPI is the document as a program would read it.
type openAPI struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
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
	for _, name := range []string{"view", "edition", "revisions", "problem"} {
		address := "/schemas/" + name + ".json"
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(site.Get(address).Body))
		if err != nil {
			t.Fatal(err)
		}
		if got := document.(map[string]any)["$id"]; got != address {
			t.Errorf("%s: its id is %v", address, got)
		}
		close(document)
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

// close closes every object of a schema against properties that it does not name.
func close(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if _, named := s["properties"].(map[string]any); named && s["type"] == "object" {
			s["additionalProperties"] = false
		}
		for _, value := range s {
			close(value)
		}
	case []any:
		for _, value := range s {
			close(value)
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

func TestOpenAPI_SaysWhatTheSiteAnswers(t *testing.T) {
	site := sitetest.New(t)
	d := decoded[openAPI](t, []byte(site.Get("/openapi.json").Body))
	compiled := schemas(t, site)
	if !strings.HasPrefix(d.OpenAPI, "3.1.") || len(d.Paths) < 50 {
		t.Errorf("version %q with %d paths", d.OpenAPI, len(d.Paths))
	}
	ids := map[string]bool{}
	for path, operations := range d.Paths {
		o := operations["get"]
		if ids[o.OperationID] || len(operations) != 1 {
			t.Errorf("%s: operation %q stands twice, or there is another than get", path, o.OperationID)
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
		if _, ok := o.Responses["410"]; ok != strings.Contains(path, "{period}") {
			t.Errorf("%s: it can be withdrawn, or not, and the document does not say so", path)
		}
	}
}

func TestOpenAPI_HoldsForWithdrawnPeriods(t *testing.T) {
	site := sitetest.New(t)
	d := decoded[openAPI](t, []byte(site.Get("/openapi.json").Body))
	compiled := schemas(t, site)
	desk := sitetest.NewDesk(t)
	if err := desk.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	desk.Step()
	for path, operations := range d.Paths {
		gone, ok := operations["get"].Responses["410"]
		if !ok {
			continue
		}
		w := desk.Get(d.instance(path))
		kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		media, ok := gone.Content[kind]
		if w.Code != 410 || !ok {
			t.Errorf("%s: got %d of type %s", path, w.Code, kind)
		}
		if ref := media.Schema.Ref; ref != "" {
			validate(t, compiled[ref], path, w.Body.Bytes())
		}
	}
	validate(t, compiled["/schemas/view.json"], "/trends.json", desk.Get("/trends.json").Body.Bytes())
	validate(t, compiled["/schemas/revisions.json"], "/revisions.json", desk.Get("/revisions.json").Body.Bytes())
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
	for _, address := range site.Public.Addresses(site.Archive) {
		if strings.HasPrefix(address, "/static/") {
			continue
		}
		known := slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(address) })
		if !known {
			t.Errorf("%s is not described", address)
		}
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

// dataPackage is the description as a program would read it.
type dataPackage struct {
	Name, Version string
	Licenses      []struct{ Name, Path string }
	Resources     []struct {
		Name, Path, Hash string
		Bytes            int
		Schema           struct {
			Fields []struct {
				Name, Type, Description string
				Constraints             struct {
					Required bool
					Enum     []string
					Pattern  string
					Minimum  *int
				}
			}
			PrimaryKey    []string
			MissingValues []string
			ForeignKeys   []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
		}
	}
}

// Every cell of every file is what the Data Package says that it is.
func TestDataPackage_HoldsForEveryCell(t *testing.T) {
	site := sitetest.New(t)
	d := decoded[dataPackage](t, fetch(t, site, "/datapackage.json"))
	if !regexp.MustCompile(`^[a-z0-9.-]+$`).MatchString(d.Name) || d.Licenses[0].Name != "CC-BY-4.0" || len(d.Resources) != 6 {
		t.Errorf("package %q under %v with %d resources", d.Name, d.Licenses, len(d.Resources))
	}
	keys := map[string]map[string]bool{}
	for _, r := range d.Resources {
		raw := fetch(t, site, "/"+r.Path)
		if sum := sha256.Sum256(raw); r.Bytes != len(raw) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %d bytes, %s are told and others are served", r.Path, r.Bytes, r.Hash)
		}
		header, _, _ := strings.Cut(string(raw), "\r\n")
		var names []string
		for _, f := range r.Schema.Fields {
			names = append(names, f.Name)
			if f.Description == "" {
				t.Errorf("%s: %s has no meaning", r.Path, f.Name)
			}
		}
		if header != strings.Join(names, ",") {
			t.Errorf("%s: columns are %s, fields %v", r.Path, header, names)
		}
		keys[r.Name] = map[string]bool{}
		for i, row := range table(t, raw) {
			var key []string
			for _, name := range r.Schema.PrimaryKey {
				key = append(key, row[name])
			}
			if k := strings.Join(key, "|"); keys[r.Name][k] {
				t.Errorf("%s, row %d: key %s stands twice", r.Path, i+1, k)
			} else {
				keys[r.Name][k] = true
			}
			for _, f := range r.Schema.Fields {
				value, c := row[f.Name], f.Constraints
				_, isNumber := strconv.Atoi(value)
				_, isTime := time.Parse(time.RFC3339, value)
				switch {
				case value == "" && !c.Required:
				case value == "",
					len(c.Enum) > 0 && !slices.Contains(c.Enum, value),
					c.Pattern != "" && !regexp.MustCompile(c.Pattern).MatchString(value),
					f.Type == "integer" && (isNumber != nil || strings.HasPrefix(value, "-")),
					f.Type == "datetime" && isTime != nil:
					t.Errorf("%s, row %d: %s is %q", r.Path, i+1, f.Name, value)
				}
			}
		}
	}
	for _, r := range d.Resources {
		for _, foreign := range r.Schema.ForeignKeys {
			for _, row := range table(t, fetch(t, site, "/"+r.Path)) {
				if !keys[foreign.Reference.Resource][row[foreign.Fields[0]]] {
					t.Errorf("%s: %s is not in %s", r.Path, row[foreign.Fields[0]], foreign.Reference.Resource)
				}
			}
		}
	}
}

func TestCSVMetadata_NamesTheColumnsOfItsFile(t *testing.T) {
	site := sitetest.New(t)
	for _, file := range []string{"/download/all.csv", "/download/2013-H1.csv", "/download/2019-H1-r1.csv", "/data.csv", "/data.wide.csv", "/revisions.csv", "/download/countries.csv"} {
		d := decoded[struct {
			Context     []any `json:"@context"`
			URL         string
			License     map[string]string `json:"dc:license"`
			TableSchema struct {
				Columns    []struct{ Name, Titles string }
				PrimaryKey []string `json:"primaryKey"`
			} `json:"tableSchema"`
		}](t, fetch(t, site, file+"-metadata.json"))
		var names []string
		for _, c := range d.TableSchema.Columns {
			names = append(names, c.Titles)
		}
		header, _, _ := strings.Cut(string(fetch(t, site, file)), "\r\n")
		if d.Context[0] != "http://www.w3.org/ns/csvw" || !strings.HasSuffix(file, "/"+d.URL) || strings.Join(names, ",") != header || d.License["@id"] == "" {
			t.Errorf("%s: %+v, want the columns %s", file, d, header)
		}
	}
}

func TestDataPage_TellsSizesAndHashesOfWhatIsServed(t *testing.T) {
	site := sitetest.New(t)
	seen := 0
	rows := site.Doc("/data").Find(".guide--files tbody tr")
	for i := range rows.Nodes {
		row := rows.Eq(i)
		address := row.Find("th a").AttrOr("href", "")
		raw := fetch(t, site, address)
		sum := sha256.Sum256(raw)
		bytesTold, hash := plainNumber(row.Find("td").Eq(1).Text()), strings.TrimSpace(row.Find("code").Text())
		if bytesTold != strconv.Itoa(len(raw)) || hash != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %s bytes, %s are told and others are served", address, bytesTold, hash)
		}
		if strings.HasSuffix(address, ".csv") {
			if told := plainNumber(row.Find("td").Eq(0).Text()); told != strconv.Itoa(len(table(t, raw))) {
				t.Errorf("%s: %s rows are told", address, told)
			}
		}
		seen++
	}
	if seen != 3+8+13*3 {
		t.Errorf("the page lists %d files", seen)
	}
}

func TestZip_HoldsWhatIsServedAndIsTheSameEachTime(t *testing.T) {
	site := sitetest.New(t)
	raw := fetch(t, site, "/data.zip")
	if again := fetch(t, sitetest.New(t), "/data.zip"); !bytes.Equal(raw, again) {
		t.Error("two sites of the same figures make different files")
	}
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range in.File {
		names[f.Name] = true
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "README.txt" {
			for _, want := range []string{"CC BY 4.0", "How to cite", "download/all.csv", "no_row", "independent recreation", "must not be compared"} {
				if !bytes.Contains(body, []byte(want)) {
					t.Errorf("README.txt lacks %q", want)
				}
			}
			continue
		}
		if !bytes.Equal(body, fetch(t, site, "/"+f.Name)) {
			t.Errorf("%s is not as it is served", f.Name)
		}
	}
	for _, r := range decoded[dataPackage](t, fetch(t, site, "/datapackage.json")).Resources {
		if !names[r.Path] {
			t.Errorf("the file lacks %s, which its description names", r.Path)
		}
	}
	if len(names) != 2+6+2+13*3 {
		t.Errorf("the file holds %d files: %v", len(names), slices.Sorted(maps.Keys(names)))
	}
}

func TestFeeds_AreReadByAnAtomParser(t *testing.T) {
	d := sitetest.NewDesk(t)
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note on the period.", "A note was missing; no figure changes."))
	if err := d.Withdraw(t.Context(), "bob", report.Period{Year: 2013, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	ids := map[string]bool{}
	for path, want := range map[string]int{"/revisions.atom": 14, "/releases.atom": 12, "/corrections.atom": 2} {
		w := d.Get(path)
		feed, err := gofeed.NewParser().ParseString(w.Body.String())
		if err != nil {
			t.Fatal(err)
		}
		if feed.FeedType != "atom" || len(feed.Items) != want || feed.UpdatedParsed == nil || feed.Title == "" {
			t.Errorf("%s: %s feed %q with %d entries, want %d", path, feed.FeedType, feed.Title, len(feed.Items), want)
		}
		var plain struct {
			ID string `xml:"id"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &plain); err != nil || ids[plain.ID] {
			t.Errorf("%s: id %q is another feed's (%v)", path, plain.ID, err)
		}
		ids[plain.ID] = true
		for _, item := range feed.Items {
			if item.GUID == "" || item.UpdatedParsed == nil || item.Link == "" || len(item.Categories) != 1 {
				t.Errorf("%s: entry %+v", path, item)
			}
			isRelease := item.Categories[0] == "release"
			if path == "/releases.atom" && !isRelease || path == "/corrections.atom" && isRelease {
				t.Errorf("%s holds a %s", path, item.Categories[0])
			}
		}
	}
	empty, err := gofeed.NewParser().ParseString(string(fetch(t, sitetest.New(t), "/corrections.atom")))
	if err != nil || len(empty.Items) != 0 || empty.UpdatedParsed == nil {
		t.Errorf("a feed without entries: %+v (%v)", empty, err)
	}
}

func TestSitemap_ListsEveryPageWhereTheSiteKnowsItsAddress(t *testing.T) {
	site := baseSite(t)
	w := got(site, "/sitemap.xml")
	var set struct {
		URLs []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &set); err != nil || w.Code != 200 {
		t.Fatal(w.Code, err)
	}
	seen := map[string]bool{}
	for i, u := range set.URLs {
		path, ok := strings.CutPrefix(u.Address, "https://report.example")
		if _, err := time.Parse(time.RFC3339, u.Changed); !ok || seen[path] || err != nil {
			t.Errorf("%s: not whole, twice, or changed %q", u.Address, u.Changed)
		}
		seen[path] = true
		if i%37 == 0 {
			if code := got(site, path).Code; code != 200 {
				t.Errorf("%s: got %d", path, code)
			}
		}
	}
	for _, path := range []string{"/", "/data", "/revisions", "/2019-H1", "/2013-H1/europe", "/2017-H2/us", "/countries/au"} {
		if !seen[path] {
			t.Errorf("%s is not listed", path)
		}
	}
	if text := got(site, "/robots.txt").Body.String(); !strings.Contains(text, "\nSitemap: https://report.example/sitemap.xml\n") {
		t.Errorf("robots.txt is %q", text)
	}
	if text := sitetest.New(t).Get("/robots.txt").Body; strings.Contains(text, "Sitemap") {
		t.Errorf("robots.txt of a site without an address is %q", text)
	}
	if d := decoded[struct{ Servers []struct{ URL string } }](t, got(site, "/openapi.json").Body.Bytes()); d.Servers[0].URL != "https://report.example" {
		t.Errorf("servers are %v", d.Servers)
	}
	if code := got(site, "/data.sqlite").Code; code != 404 {
		t.Errorf("a database that nobody offers: got %d", code)
	}
}
