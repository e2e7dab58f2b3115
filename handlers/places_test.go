package handlers_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// No word of the site's addresses can be the name or spelling of a country, since places are found by
// their names in addresses.
func TestPlaces_AreNamedLikeNoAddress(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	words := map[string]bool{"r1": true, "2019-H2": true}
	document := c.Public.Get("/openapi.json").Body
	for _, m := range regexp.MustCompile(`"(/[^"]*)": \{`).FindAllStringSubmatch(document, -1) {
		for _, word := range strings.FieldsFunc(m[1], func(r rune) bool { return r == '/' }) {
			word, _, _ = strings.Cut(word, ".")
			if word != "" && !strings.ContainsAny(word, "{}") {
				words[word] = true
			}
		}
	}
	if len(words) < 20 {
		t.Fatalf("only the words %v were found", words)
	}
	d := c.Must(c.Publisher.Correct(t.Context(), "ann", report.Period{Year: 2019, Half: 1}))
	for word := range words {
		changed, err := c.Publisher.AddSpelling(t.Context(), sitetest.By("ann", d), "DE", word)
		if !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%q can be a spelling of Germany: %v", word, err)
			d = changed
		}
	}
}
