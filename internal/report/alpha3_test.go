package report_test

import (
	"testing"

	"golang.org/x/text/language"

	"lerr/internal/report"
)

func TestAlpha3_IsTheStandardsForEveryCode(t *testing.T) {
	found := map[string]string{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			three := report.Country{Code: code}.Alpha3()
			if three == "" {
				continue
			}
			if other, twice := found[three]; twice {
				t.Errorf("%s is the code of both %s and %s", three, other, code)
			}
			found[three] = code
			region, err := language.ParseRegion(code)
			if err != nil || region.ISO3() != three && code != "XK" {
				t.Errorf("%s: got %s, want %s (%v)", code, three, region.ISO3(), err)
			}
		}
	}
	if len(found) != 250 {
		t.Errorf("got %d codes, want the 249 of the standard and Kosovo", len(found))
	}
}

func TestAlpha3_OfWhatIsNoCodeIsEmpty(t *testing.T) {
	for _, code := range []string{"", "A", "ZZ", "AND", "AD ", "YU", "D "} {
		if got := (report.Country{Code: code}).Alpha3(); got != "" {
			t.Errorf("%q: got %q, want nothing", code, got)
		}
	}
}
