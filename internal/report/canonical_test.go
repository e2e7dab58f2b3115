package report_test

import (
	"strings"
	"testing"

	"lerr/internal/report"
)

func TestArrange_HasOneOrderForASetOfPlaces(t *testing.T) {
	p := places(t)
	for given, want := range map[string]string{
		"kr,de,au":                         "au,de,kr",
		"de,kr,au,de":                      "au,de,kr",
		"ax,europe,global,at,asia-pacific": "global,asia-pacific,europe,ax,at",
		"global":                           "global",
	} {
		var list []report.Place
		for s := range strings.SplitSeq(given, ",") {
			place, err := p.Find(s)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, place)
		}
		var got []string
		for _, place := range p.Canonical(list...) {
			got = append(got, place.Slug())
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: got %v, want %s", given, got, want)
		}
	}
	if got := p.Canonical(); len(got) != 0 {
		t.Errorf("of nothing: got %v", got)
	}
}

func TestIsNamed_MatchesTheBeginningsOfWords(t *testing.T) {
	for text, want := range map[string]string{
		"cote": "CI", "ivoire": "CI", "voire": "", "ivory c": "CI", "au": "AU AT", "AUS": "AU AT", "korea": "KR", "kr": "KR",
		"Ål": "AX", "": "", "*": "", "d’iv": "CI",
	} {
		var got []string
		for _, c := range places(t).ByName() {
			if c.IsNamed(text) {
				got = append(got, c.Code)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %s", text, got, want)
		}
	}
}
