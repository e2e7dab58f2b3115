package static_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var fontSize = regexp.MustCompile(`\bfont(?:-size)?:[^;]*;`)

// The sizes of type are tokens: a sheet of the public site sets no other.
func TestType_OnlyTheSizesOfTheTokens(t *testing.T) {
	sheets, err := filepath.Glob("css/*/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	for _, name := range sheets {
		if strings.HasPrefix(name, "css/print/") {
			continue // on paper, sizes are in points
		}
		for _, rule := range fontSize.FindAllString(read(t, name), -1) {
			if !strings.Contains(rule, "var(--type-") && !strings.Contains(rule, "inherit") && !strings.Contains(rule, " 100%/") {
				t.Errorf("%s: %s", name, rule)
			}
		}
	}
}
