package publish_test

import (
	"errors"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// What a code, a name or a spelling cannot be, each for its reason.
var (
	badCountries = map[string]report.Country{
		"no ISO 3166 code: dots":    {Code: "..", Name: "To Be Determined", Region: "europe"},
		"no ISO 3166 code: R1":      {Code: "R1", Name: "Row One", Region: "europe"},
		"no ISO 3166 code: digits":  {Code: "12", Name: "Digits", Region: "europe"},
		"no ISO 3166 code: ZZ":      {Code: "ZZ", Name: "Zedland", Region: "europe"},
		"no ISO 3166 code: accents": {Code: "É", Name: "Accent", Region: "europe"},
		"no ISO 3166 code: three":   {Code: "KEN", Name: "Kenya", Region: "europe"},
		"a formula":                 {Code: "LA", Name: "=x", Region: "europe"},
		"a region's name":           {Code: "LA", Name: "Europe", Region: "europe"},
		"two scripts":               {Code: "LA", Name: "Gеrmany", Region: "europe"}, // the second letter is Cyrillic
		"a line break":              {Code: "LA", Name: "Line\vbreak", Region: "europe"},
		"a bidirectional control":   {Code: "LA", Name: "Rev\u202eersed", Region: "europe"},
		"a spelling that is bad":    {Code: "LA", Name: "Laos", Region: "europe", Spellings: []string{"Total"}},
		"an unknown region":         {Code: "LA", Name: "Laos", Region: "atlantis"},
		"no name":                   {Code: "LA", Region: "europe"},
	}
	badSpellings = []string{
		"Europe", "middle east and africa", "Asia-Pacific", "Total", "GRAND TOTAL", "Global", "World", "countries", "Regions", "r1", "R12", "2019-H1",
		"12", "FR", "France", "+49", "@home", "-x", "=HYPERLINK(1)", "a\tb", "a\u200bb", "\u3164", "대한\u115f민국", "Laos\ufe0f", "Ελλάδa", " ", "…", "TBD", "_x000A_land",
	}
)

func TestPlaces_RefuseWhatIsNoCountry(t *testing.T) {
	o := newOffice(t)
	d := o.correction(t)
	for name, c := range badCountries {
		if c.Spellings != nil {
			continue // those are given one by one
		}
		if _, err := o.SetCountry(t.Context(), sitetest.By("ann", d), c); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
	for _, spelling := range badSpellings {
		if _, err := o.AddSpelling(t.Context(), sitetest.By("ann", d), "DE", spelling); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%q: got %v, want ErrInvalid", spelling, err)
		}
		if strings.TrimSpace(spelling) == "" {
			continue // takes a name back
		}
		if _, err := o.SetName(t.Context(), sitetest.By("ann", d), "DE", spelling); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%q as a name from this period on: got %v, want ErrInvalid", spelling, err)
		}
	}
}

func TestSeed_RefusesPlacesThatNoDraftCouldHave(t *testing.T) {
	db := sitetest.Store(t)
	for name, c := range badCountries {
		s := shipped(t)
		s.Countries = append(s.Countries, c)
		if _, err := service(db).Seed(t.Context(), s); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}
