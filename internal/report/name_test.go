package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/data"
	"lerr/internal/report"
)

// world is the list of the shipped places.
func world(t *testing.T) *report.Places {
	t.Helper()
	shipped, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := report.NewPlaces(shipped.Regions, shipped.Countries)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNameKey_KeepsWhatDistinguishesNames(t *testing.T) {
	for name, want := range map[string]string{
		"":                         "",
		" \t\n":                    "",
		"†*":                       "",
		"South  Korea†":            "south korea",
		"south korea":              "south korea",
		" South\u00a0Korea* ":      "south korea",
		"Korea, Republic of":       "korea republic of",
		"Côte d’Ivoire":            "cote d ivoire",
		"COTE D'IVOIRE":            "cote d ivoire",
		"Co\u0302te d'Ivoire":      "cote d ivoire",
		"Türkiye":                  "turkiye",
		"Curaçao":                  "curacao",
		"São Tomé and Príncipe":    "sao tome and principe",
		"Bosnia & Herzegovina":     "bosnia herzegovina",
		"Asia-Pacific":             "asia pacific",
		"Top 10":                   "top 10",
		"Ελλάδα":                   "ελλάδα",
		"Virgin Islands (British)": "virgin islands british",
	} {
		if got := report.NameKey(name); got != want {
			t.Errorf("NameKey(%q): got %q, want %q", name, got, want)
		}
	}
}

func TestNearest_ListsWhatIsWrittenAlike(t *testing.T) {
	for _, tt := range []struct {
		name, s string
		n       int
		first   string
	}{
		{"a letter is missing", "germny", 5, "Germany"},
		{"two letters changed places", "Itlay", 5, "Italy"},
		{"accents and case are no difference", "TURKYE", 5, "Turkey"},
		{"a part of a name", "emirates", 5, "United Arab Emirates"},
		{"a part of a region's name", "middle east", 5, "Middle East and Africa"},
		{"another spelling", "korea republic", 5, "South Korea"},
		{"the nearest of several, also in a later region", "austria", 5, "Austria"},
		{"no more than are asked for", "united", 1, "United Kingdom"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			near := world(t).Nearest(tt.s, tt.n)
			if len(near) == 0 || len(near) > tt.n || near[0].Name() != tt.first {
				t.Errorf("Nearest(%q, %d): got %v, want %q first", tt.s, tt.n, names(near), tt.first)
			}
		})
	}
}

func TestNearest_PutsPartsOfNamesByRegionThenName(t *testing.T) {
	got := names(world(t).Nearest("united", 5))
	want := []string{"United Kingdom", "United Arab Emirates", "United States"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNearest_IsEmptyOfWhatIsNearNothing(t *testing.T) {
	long := "a name that is longer than any place's, and so can be none of them at all"
	for _, s := range []string{"", "g", "†", "qqqqqqqq", "xyzzy plugh", "<script>alert(1)</script>", long} {
		if got := names(world(t).Nearest(s, 5)); len(got) != 0 {
			t.Errorf("Nearest(%q): got %v, want none", s, got)
		}
	}
}

func names(list []report.Place) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.Name())
	}
	return all
}
