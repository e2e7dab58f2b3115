package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
)

func TestPlaces_AreWhatWasPublished(t *testing.T) {
	db, _ := published(t, brief(t))
	want := brief(t)
	slices.SortFunc(want.Countries, func(a, b report.Country) int { return strings.Compare(a.Code, b.Code) })
	regions, countries, err := db.Places(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Regions, regions); diff != "" {
		t.Errorf("regions (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want.Countries, countries); diff != "" {
		t.Errorf("countries (-want +got)\n%s", diff)
	}
}

func TestPlaces_KeepTheirOrder(t *testing.T) {
	db := open(t, dbtest.Path(t))
	regions := []report.Region{{Slug: "west", Name: "West"}, {Slug: "east", Name: "East"}, {Slug: "north", Name: "North"}}
	countries := []report.Country{
		{Code: "AA", Name: "Last by name: Z", Region: "west", Spellings: []string{"z", "a", "m"}},
		{Code: "BB", Name: "No other spelling", Region: "east"},
		{Code: "CC", Name: "Ça ira", Region: "west", Spellings: []string{"O'Hara, Republic of"}},
	}
	p := publish.Publication{Regions: regions, Countries: []report.Country{countries[2], countries[0], countries[1]}, Events: []audit.Event{noted}}
	if err := db.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	gotRegions, gotCountries, err := db.Places(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(regions, gotRegions); diff != "" {
		t.Errorf("regions (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(countries, gotCountries); diff != "" {
		t.Errorf("countries (-want +got)\n%s", diff)
	}
}

func TestPlaces_AreLeftWhereNoneAreGiven(t *testing.T) {
	db, path := published(t, brief(t))
	want := dump(t, path)
	if err := db.Publish(t.Context(), publish.Publication{Revisions: []report.Revision{correction(t, 2)}, Events: []audit.Event{noted}}); err != nil {
		t.Fatal(err)
	}
	got := dump(t, path)
	for _, table := range []string{"regions", "countries", "spellings"} {
		if diff := cmp.Diff(want[table], got[table]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", table, diff)
		}
	}
}
