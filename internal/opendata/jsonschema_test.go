package opendata_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

func compile(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", parse(t, schema)); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func parse(t *testing.T, document []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// must returns a document that has to be written without an error.
func must(t *testing.T) func([]byte, error) []byte {
	return func(document []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return document
	}
}

// documents returns files of each kind, by the name of the kind's schema.
func documents(t *testing.T) map[string][][]byte {
	t.Helper()
	s, places := shipped(t)
	all := map[string][][]byte{}
	add := func(name string, document []byte) { all[name] = append(all[name], document) }
	var revisions []report.Revision
	for _, in := range inputs(t) {
		in.Revision.State = report.Published
		revisions = append(revisions, in.Revision)
		add("edition", must(t)(opendata.JSON(in)))
	}
	others, e := unusual(t)
	add("edition", must(t)(opendata.JSON(opendata.EditionInput{Places: others, Revision: report.Revision{Edition: e, Digest: e.Digest()}})))
	archive, err := report.NewArchive(places, revisions)
	if err != nil {
		t.Fatal(err)
	}
	in := opendata.ObservationsInput{Metadata: opendata.Metadata{Site: s.Site, Span: revisions[0].Edition.Period.Label(), Updated: revisions[0].PublishedAt}, Page: "/page"}
	for _, slug := range []string{"global", "europe", "us", "ad"} {
		place, err := places.Find(slug)
		if err != nil {
			t.Fatal(err)
		}
		in.Observations = archive.AllPeriods(place)
		add("view", must(t)(opendata.ObservationsJSON(in)))
		for _, p := range archive.Periods() {
			if in.Observations, err = archive.Observations(report.Selection{Period: p, Place: place}); err != nil {
				t.Fatal(err)
			}
			add("view", must(t)(opendata.ObservationsJSON(in)))
		}
	}
	at := time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)
	gone := report.Revision{Edition: report.Edition{Period: report.Period{Year: 2019, Half: 1}}, Number: 2, State: report.Withdrawn, PublishedAt: at, WithdrawnAt: at, Note: "Corrected.", WithdrawalNotice: "Being checked."}
	add("revisions", must(t)(opendata.RevisionsJSON(in.Metadata, append([]report.Revision{gone}, archive.History()...))))
	add("problem", must(t)(opendata.Withdrawal(gone)))
	now, published, announced := everyState()
	add("calendar", must(t)(opendata.CalendarJSON(in.Metadata, calendarAt(t, now, published, announced...), now)))
	return all
}

// The schemas that are derived from the Go types accept and refuse the same documents as the
// handwritten ones that were published first: other people's programs rely on those.
func TestJSONSchema_AcceptsAndRefusesWhatTheHandwrittenOnesDo(t *testing.T) {
	files := documents(t)
	if got, want := opendata.JSONSchemaNames(), slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Fatalf("schemas are %q, want %q", got, want)
	}
	delete(files, "calendar") // which has had no other
	for name, documents := range files {
		t.Run(name, func(t *testing.T) {
			handwritten, err := os.ReadFile(filepath.Join("testdata", "handwritten-schemas", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			want, got := compile(t, handwritten), compile(t, must(t)(opendata.JSONSchema(name, "")))
			for i, d := range documents {
				if value := parse(t, d); want.Validate(value) != nil || got.Validate(value) != nil {
					t.Errorf("document %d: handwritten says %v, derived says %v", i, want.Validate(value), got.Validate(value))
				}
			}
			accepted, refused := 0, 0
			for _, d := range []int{0, len(documents) - 1} {
				root := shorten(parse(t, documents[d]))
				mutate(root, func(v any) { root = v }, "", func(change string) {
					old, derived := want.Validate(root), got.Validate(root)
					if (old == nil) != (derived == nil) {
						t.Errorf("%s: handwritten says %v, derived says %v", change, old, derived)
					}
					if old == nil {
						accepted++
					} else {
						refused++
					}
				})
			}
			if accepted < 20 || refused < 20 {
				t.Errorf("%d changes were accepted and %d refused: too few to compare", accepted, refused)
			}
		})
	}
}

// shorten keeps the first and last element of each list, which differ in kind.
func shorten(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = shorten(v[name])
		}
	case []any:
		if n := len(v); n > 2 {
			v = []any{v[0], v[n-1]}
		}
		for i := range v {
			v[i] = shorten(v[i])
		}
		return v
	}
	return value
}

// mutate makes one change after another to a value and all values in it, calls check after each, and
// undoes it.
func mutate(value any, set func(any), path string, check func(change string)) {
	for _, other := range []any{
		nil, true, -1, 0, 50.5, 101, "", "secret", "AU", "2019-H1", "withdrawn", "superseded", "2020-03-01T12:00:00Z", "2020-03-01", []any{}, map[string]any{},
	} {
		set(other)
		check(fmt.Sprintf("%s is %#v", path, other))
	}
	set(value)
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			was := v[name]
			delete(v, name)
			check(path + " without " + name)
			v[name] = was
			mutate(was, func(other any) { v[name] = other }, path+"/"+name, check)
		}
		v["unknown"] = "x"
		check(path + " with an unknown property")
		v["unknown"] = -1
		check(path + " with an unknown number")
		delete(v, "unknown")
	case []any:
		for i := range v {
			mutate(v[i], func(other any) { v[i] = other }, fmt.Sprintf("%s/%d", path, i), check)
		}
	}
}

func TestJSONSchema_OfAnotherNameIsNotFound(t *testing.T) {
	if got, err := opendata.JSONSchema("secret", ""); !errors.Is(err, report.ErrNotFound) || got != nil {
		t.Errorf("got %d bytes, %v, want not found", len(got), err)
	}
}
