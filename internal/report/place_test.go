package report_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// regions and countries are a small world, in an order that is not the report's.
func regions() []report.Region {
	return []report.Region{
		{Slug: "asia-pacific", Name: "Asia and the Pacific"},
		{Slug: "europe", Name: "Europe"},
		{Slug: "middle-east-and-africa", Name: "Middle East and Africa"},
	}
}

func countries() []report.Country {
	return []report.Country{
		{Code: "DE", Name: "Germany", Region: "europe"},
		{Code: "KR", Name: "South Korea", Region: "asia-pacific", Spellings: []string{"Korea, Republic of", "Rep. of Korea*"}},
		{Code: "AX", Name: "Åland", Region: "europe"},
		{Code: "CI", Name: "Côte d’Ivoire", Region: "middle-east-and-africa", Spellings: []string{"Ivory Coast"}},
		{Code: "AU", Name: "Australia", Region: "asia-pacific"},
		{Code: "AT", Name: "Austria", Region: "europe"},
	}
}

// places is the list of the small world.
func places(t *testing.T) *report.Places {
	t.Helper()
	p, err := report.NewPlaces(regions(), countries())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// codes are the countries' codes on one line.
func codes(list []report.Country) string {
	var all []string
	for _, c := range list {
		all = append(all, c.Code)
	}
	return strings.Join(all, " ")
}

func TestNewPlaces_RefusesWhatIsAmbiguous(t *testing.T) {
	with := func(c report.Country) []report.Country { return append(countries(), c) }
	for _, tt := range []struct {
		name      string
		regions   []report.Region
		countries []report.Country
		want      string
	}{
		{"a region that is not listed", regions(), with(report.Country{Code: "BR", Name: "Brazil", Region: "south-america"}), `"south-america"`},
		{"a country without a region", regions(), with(report.Country{Code: "BR", Name: "Brazil"}), "BR"},
		{"a code that stands twice", regions(), with(report.Country{Code: "DE", Name: "Deutschland", Region: "europe"}), "DE is listed twice"},
		{"a name of two countries", regions(), with(report.Country{Code: "XX", Name: "germany", Region: "europe"}), `"germany" names both DE and XX`},
		{"a spelling that names another country", regions(), with(report.Country{Code: "KP", Name: "North Korea", Region: "asia-pacific", Spellings: []string{"Korea  Republic of"}}), "both KR and KP"},
		{"a code in small letters", regions(), with(report.Country{Code: "br", Name: "Brazil", Region: "europe"}), `"br"`},
		{"a code of three letters", regions(), with(report.Country{Code: "BRA", Name: "Brazil", Region: "europe"}), `"BRA"`},
		{"a country without a name", regions(), with(report.Country{Code: "BR", Region: "europe"}), `"BR"`},
		{"a region without a slug", append(regions(), report.Region{Name: "Antarctica"}), countries(), "region 4"},
		{"a region without a name", append(regions(), report.Region{Slug: "antarctica"}), countries(), "region 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := report.NewPlaces(tt.regions, tt.countries)
			if !errors.Is(err, report.ErrInvalid) {
				t.Fatalf("got error %v, want ErrInvalid", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestNewPlaces_LetsACountryRepeatItsOwnName(t *testing.T) {
	_, err := report.NewPlaces(regions(), []report.Country{
		{Code: "KR", Name: "South Korea", Region: "asia-pacific", Spellings: []string{"South  Korea", "south korea†"}},
	})
	if err != nil {
		t.Errorf("got error %v, want none", err)
	}
}

func TestPlaces_AreByRegionThenName(t *testing.T) {
	p := places(t)
	if got, want := codes(p.Countries()), "AU KR AX AT DE CI"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if diff := cmp.Diff(regions(), p.Regions()); diff != "" {
		t.Errorf("regions (-want +got)\n%s", diff)
	}
}

func TestPlaces_AreNotChangedThroughWhatTheyHandOut(t *testing.T) {
	p := places(t)
	p.Countries()[0].Name, p.Regions()[0].Name = "changed", "changed"
	if got, want := p.Countries()[0].Name, "Australia"; got != want {
		t.Errorf("country: got %q, want %q", got, want)
	}
	if got, want := p.Regions()[0].Name, "Asia and the Pacific"; got != want {
		t.Errorf("region: got %q, want %q", got, want)
	}
}

func TestIn_ListsTheCountriesOfAPlace(t *testing.T) {
	p := places(t)
	for place, want := range map[string]string{
		"global": "AU KR AX AT DE CI", "europe": "AX AT DE", "asia-pacific": "AU KR", "kr": "KR",
	} {
		found, err := p.Find(place)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(p.In(found)); got != want {
			t.Errorf("%s: got %s, want %s", place, got, want)
		}
	}
	nowhere := report.Place{Region: report.Region{Slug: "antarctica", Name: "Antarctica"}}
	if got := p.In(nowhere); len(got) != 0 {
		t.Errorf("a region without countries: got %v, want none", got)
	}
}

func TestFind_ReadsWhatPeopleAndAddressesWrite(t *testing.T) {
	p := places(t)
	for s, want := range map[string]string{
		"": "global", " ": "global", "global": "global", "Global": "global",
		"europe": "europe", "Europe": "europe", "asia-pacific": "asia-pacific", "asia pacific": "asia-pacific", "Asia and the Pacific": "asia-pacific",
		"middle-east-and-africa": "middle-east-and-africa", "Middle East and Africa": "middle-east-and-africa",
		"DE": "de", "de": "de", " de ": "de", "Germany": "de", "GERMANY*": "de", "germany†": "de",
		"Åland": "ax", "aland": "ax", "A\u030aland": "ax",
		"Côte d’Ivoire": "ci", "cote d'ivoire": "ci", "Co\u0302te d'Ivoire": "ci", "ivory coast": "ci",
		"South Korea": "kr", "South  Korea": "kr", " south\u00a0korea ": "kr",
		"Korea, Republic Of": "kr", "korea republic of": "kr", "Rep. of Korea": "kr",
	} {
		got, err := p.Find(s)
		if err != nil || got.Slug() != want {
			t.Errorf("Find(%q): got %q, %v, want %q", s, got.Slug(), err, want)
		}
	}
}

func TestFind_SaysWhatIsNotFound(t *testing.T) {
	p := places(t)
	for _, s := range []string{"zz", "Atlantis", "germny", "korea", "de/at", "asia"} {
		got, err := p.Find(s)
		if !errors.Is(err, report.ErrNotFound) {
			t.Errorf("Find(%q): got %q, %v, want ErrNotFound", s, got.Slug(), err)
		}
	}
}

func TestCountry_IsFoundByCodeOrName(t *testing.T) {
	p := places(t)
	for _, code := range []string{"KR", "kr"} {
		if got, ok := p.Country(code); !ok || got.Name != "South Korea" {
			t.Errorf("Country(%q): got %q, %v", code, got.Name, ok)
		}
	}
	if got, ok := p.CountryNamed("REP OF KOREA"); !ok || got.Code != "KR" {
		t.Errorf("CountryNamed: got %q, %v, want KR", got.Code, ok)
	}
	if got, ok := p.Country("South Korea"); ok {
		t.Errorf("Country of a name: got %v, want none", got)
	}
	if got, ok := p.CountryNamed("KR"); ok {
		t.Errorf("CountryNamed of a code: got %v, want none", got)
	}
	if got, ok := p.CountryNamed("Europe"); ok {
		t.Errorf("CountryNamed of a region: got %v, want none", got)
	}
}

func TestRegionOf_IsTheRegionOfACountry(t *testing.T) {
	p := places(t)
	germany, _ := p.Country("DE")
	if got, want := p.RegionOf(germany).Name, "Europe"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := p.RegionOf(report.Country{Code: "BR", Region: "south-america"}); got != (report.Region{}) {
		t.Errorf("of a region that is not listed: got %v, want none", got)
	}
}

func TestPlace_KnowsItsKind(t *testing.T) {
	type kind struct {
		Name, Slug              string
		Global, Region, Country bool
	}
	for s, want := range map[string]kind{
		"global": {"Global", "global", true, false, false},
		"europe": {"Europe", "europe", false, true, false},
		"de":     {"Germany", "de", false, false, true},
	} {
		p, err := places(t).Find(s)
		if err != nil {
			t.Fatal(err)
		}
		got := kind{p.Name(), p.Slug(), p.IsGlobal(), p.IsRegion(), p.IsCountry()}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", s, diff)
		}
	}
}
