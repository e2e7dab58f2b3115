package data_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMethodology_HasItsChapters(t *testing.T) {
	shipped, _ := load(t)
	var got []string
	for _, c := range shipped.Site.Methodology {
		got = append(got, c.ID)
		if c.Title == "" || c.Body == "" {
			t.Errorf("%s says nothing", c.ID)
		}
	}
	want := []string{"scope", "definitions", "sections", "not-reported", "oddities", "shares", "signs", "revisions", "self-assessment"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSigns_TellNumbersZeroAndWhatIsNotThereApart(t *testing.T) {
	shipped, _ := load(t)
	var got []string
	for _, s := range shipped.Site.Signs {
		got = append(got, s.Sign)
		if s.Meaning == "" {
			t.Errorf("%s means nothing", s.Sign)
		}
	}
	for _, want := range []string{"A number", "0", "No row", "Not reported", "–", "Withdrawn"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q has no meaning", want)
		}
	}
}

func TestAssessment_AnswersTheTenElements(t *testing.T) {
	shipped, _ := load(t)
	if got := len(shipped.Site.Assessment); got != 10 {
		t.Errorf("got %d elements, want the ten of P11a", got)
	}
	for _, e := range shipped.Site.Assessment {
		if e.Reason == "" || !strings.HasPrefix(e.Address, "/") && !strings.HasPrefix(e.Address, "#") {
			t.Errorf("%q has the reason %q and the address %q", e.Name, e.Reason, e.Address)
		}
	}
}

// Figures come from the archive; the prose holds only years, and the sum of all shares.
func TestMethodology_QuotesNoFigureInProse(t *testing.T) {
	shipped, _ := load(t)
	figure := regexp.MustCompile(`[0-9][0-9,.]*`)
	allowed := []string{"2016", "2017", "100.0", "1.", "256", "11"} // years; all shares; the first revision; SHA-256; P11a
	texts := map[string]string{}
	for _, c := range shipped.Site.Methodology {
		texts[c.ID] = regexp.MustCompile(`\(http[^)]*\)`).ReplaceAllString(c.Body, "")
	}
	for _, e := range shipped.Site.Assessment {
		texts[e.Name] = e.Reason
	}
	for name, text := range texts {
		for _, n := range figure.FindAllString(text, -1) {
			if !slices.Contains(allowed, n) && !slices.Contains(allowed, strings.TrimRight(n, ".,")) {
				t.Errorf("%s has the figure %s in prose", name, n)
			}
		}
	}
}
