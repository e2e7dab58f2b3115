package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
)

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
				t.Errorf("%s, row %d: key %s occurs twice", r.Path, i+1, k)
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
